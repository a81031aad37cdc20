"""Drafts of question banks to look at: one half mended, one to be published over a bank, a table without headings."""

from tests.banks.drafting import choose, named, pasted, row_of
from tests.banks.test_columns import TABLE
from tests.banks.test_upload import send_file
from tests.factories import Person, Site, post

LONG_PAPER = """Phần 1. An toàn
Câu 1: Người lạ gọi điện xưng là ngân hàng, xin mã OTP để “hủy giao dịch nhầm”. Thầy cô làm gì trước tiên?
A. Đọc mã cho họ để hủy cho nhanh
B. Cúp máy, tự gọi số in sau thẻ ngân hàng
C. Hỏi tên người gọi rồi đọc mã
D. Nhắn mã qua Zalo
Đáp án: B
Lời giải: Không ai có quyền hỏi mã OTP.
Câu 2: Chữ ký số trên tệp PDF cho biết điều gì?
A. Tệp không bị sửa từ lúc ký
B. Người ký là ai
C. Tệp không có vi-rút
D. Cả A và B đều đúng
Câu 3: Nút nguồn của điện thoại Android thường nằm ở đâu?
A. Cạnh phải
B. Cạnh trên
C. Mặt sau
"""


def put_on_drafts(site: Site, trainer: Person) -> dict[str, str]:
    """Make the drafts and return how addresses name them."""
    client = site.client(trainer)
    half, over = pasted(client, LONG_PAPER), pasted(client)
    choose(client, site, over, 0)
    named(client, over, "thu-nghiem")
    dropped = pasted(client)
    post(client, f"{dropped}/bo")
    table = send_file(client, TABLE.encode(), "cau-hoi-thang-11.csv").location
    question = row_of(site, half, 3).id
    return {
        "half": half,
        "over": over,
        "dropped-draft": dropped,
        "table": str(table),
        "draft-question": f"{half}/cau/{question}",
    }
