"""The sheet that comes with the files: what each is for, in which lesson, and its digest.

The digests also tell the files that the command made from those that somebody made or changed.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lms.core.made_up_school import MADE_UP, MARK

GUIDE: Final = "DOC-TRUOC.txt"
SIGNED: Final = "da-ky"

_SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "VĂN BẢN. Một việc gồm bốn tờ: họp cha mẹ học sinh. Khóa Hồ sơ điện tử, bài 1, 2 và 6.": {
        "van-ban/2026-09-07_ke-hoach_hop-cha-me-hoc-sinh.docx": "Kế hoạch: tờ mở đầu của việc.",
        "van-ban/2026-09-10_giay-moi_hop-cha-me-hoc-sinh.docx": "Giấy mời gửi cha mẹ học sinh lớp 7A.",
        "van-ban/2026-09-19_bien-ban_hop-cha-me-hoc-sinh.docx": "Biên bản, có hai chỗ ký để trống.",
        "van-ban/2026-09-22_thong-bao_ket-qua-hop.docx": "Thông báo kết quả: tờ khép lại việc.",
    },
    "ĐẶT TÊN. Tám tệp mang tên lộn xộn. Khóa Hồ sơ điện tử, bài 2: mở ra xem, rồi đặt lại tên.": {
        "dat-ten.zip": "Cả tám tệp trong một tệp nén, để gửi cho lớp.",
        "dat-ten/Final_moi_nhat2.docx": "Một kế hoạch.",
        "dat-ten/giay moi (1).docx": "Một giấy mời.",
        "dat-ten/BB họp SỬA LẦN 3.docx": "Một biên bản.",
        "dat-ten/Document1.docx": "Một thông báo.",
        "dat-ten/DIEM 7A final FINAL.xlsx": "Một bảng điểm.",
        "dat-ten/muc luc ho so - Copy.xlsx": "Một mục lục.",
        "dat-ten/scan0007.pdf": "Một bản quét; ngày nằm trong tờ giấy.",
        "dat-ten/IMG_quet.pdf": "Một bản quét nữa.",
        "dap-an/dat-ten.docx": "Đáp án, chỉ dành cho người hướng dẫn.",
    },
    "BẢNG TÍNH. Khóa Hồ sơ điện tử, bài 4 (sổ điểm) và bài 6 (mục lục).": {
        "bang-tinh/so-diem-lop-7a.xlsx": "Sổ điểm mười em bịa, có ba chỗ sai. Trang “Phiếu gốc” cho biết số đúng.",
        "dap-an/so-diem-lop-7a.docx": "Đáp án ba chỗ sai, chỉ dành cho người hướng dẫn.",
        "bang-tinh/muc-luc-ho-so.xlsx": "Mục lục sáu văn bản. Thư mục van-ban có bốn: tìm hai tờ còn thiếu.",
    },
    "BẢN QUÉT. Một biên bản hai trang, quét năm kiểu. Khóa Hồ sơ điện tử, bài 3: bản nào dùng được?": {
        "ban-quet/quet-dat.pdf": "Đạt: A4, 200 dpi, thẳng, đủ hai trang.",
        "ban-quet/quet-lech.pdf": "Đặt lệch: thừa cả nắp máy. Máy chỉ thấy trang không phải A4, mắt thấy ngay là lệch.",
        "ban-quet/quet-mo.pdf": "Quá thô: 60 dpi, phóng to thì nhòe chữ.",
        "ban-quet/quet-thieu-trang.pdf": "Thiếu trang 2. Cuối trang 1 có ghi “Trang 1/2”.",
        "ban-quet/quet-nam-ngang.pdf": "Nằm ngang: phải xoay mới đọc được.",
    },
    "TỜ MẪU ĐỂ TẬP QUÉT. Khóa Hồ sơ điện tử, bài 3: in ra, quét lại, nhìn bốn góc.": {
        "to-mau-quet.pdf": "Một trang A4, không có gì của ai. Trong bài cũng có đúng tệp này.",
    },
    "ĐÃ KÝ. Khóa Chữ ký số, bài 4: tệp nào tin được? Năm tệp này ký bằng bộ chứng thư thực hành của trang đã tạo ra "
    "chúng. Trang khác, hoặc bộ chứng thư mới, thì ra tệp khác và mã khác. Trường THCS Tập Sự trong đó cũng không có thật.": {
        "da-ky/hop-le.pdf": "Hợp lệ.",
        "da-ky/bi-sua.pdf": "Bị sửa một con số sau khi ký.",
        "da-ky/nguoi-la.pdf": "Chứng thư của nơi cấp lạ, trùng tên người ký với tệp hợp lệ.",
        "da-ky/chi-la-anh.pdf": "Chỉ có ảnh chữ ký và dấu vẽ, không có chữ ký số.",
        "da-ky/het-han.pdf": "Ký khi chứng thư đã hết hạn.",
    },
}
_PATHS = frozenset(path for files in _SECTIONS.values() for path in files)
_HEAD = (
    "TỆP THỰC HÀNH CỦA CẶP ĐÔI SỐ",
    MARK,
    MADE_UP,
    "",
    "Tệp nào cũng mang dòng chữ trên. Xin giữ nguyên dòng ấy khi phát cho lớp.",
    "Tạo lại bằng lệnh: lms practice files THƯ-MỤC",
    "Cùng bản phần mềm thì tạo lần nào cũng ra đúng những tệp này, trừ thư mục da-ky.",
    "Dưới mỗi tệp là mã SHA-256: mã còn khớp thì tệp còn nguyên như lúc tạo.",
)
_NO_SIGNED = (
    "",
    "CHƯA CÓ thư mục da-ky (năm tệp đã ký). Người giữ máy chủ chạy: lms practice-ca init, rồi chạy lại lệnh trên.",
)
_RECORD = re.compile(r"^(\S.*)\n    .*\n    SHA-256: ([0-9a-f]{64})$", re.MULTILINE)
_SEAL = "Mã của tờ này: "
_LONGEST = 100_000


def digest_of(content: bytes) -> str:
    """Return the digest by which a file is known."""
    return hashlib.sha256(content).hexdigest()


def write_guide(digests: Mapping[str, str]) -> bytes:
    """Return the sheet about the files that there are, by their paths, as any program for plain text shows it."""
    text = "\n".join((*_HEAD, *_told(digests), ""))
    sealed = f"{text}\n{_SEAL}{digest_of(text.encode())}\n"
    return sealed.replace("\n", "\r\n").encode("utf-8-sig")


def _told(digests: Mapping[str, str]) -> Iterator[str]:
    for title, files in _SECTIONS.items():
        here = [path for path in files if path in digests]
        if here:
            yield from ("", title, "")
        for path in here:
            yield from (path, f"    {files[path]}", f"    SHA-256: {digests[path]}")
    if not any(path.startswith(f"{SIGNED}/") for path in digests):
        yield from _NO_SIGNED


def read_guide(data: bytes) -> dict[str, str] | None:
    """Return the digests that a sheet tells of files that we make, or None: it is none of ours, or somebody changed it."""
    try:
        text = data[:_LONGEST].decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None
    body, _, seal = text.rpartition(f"\n{_SEAL}")
    if not body or seal.strip() != digest_of(body.encode()):
        return None
    return {path: digest for path, digest in _RECORD.findall(body) if path in _PATHS}
