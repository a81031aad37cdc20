"""How well personal data is noticed, measured on sentences as teachers write them; a warning, never a clearance."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.privacy import LONGEST, SENTENCES, Personal, find

PHONE, IDENTITY, EMAIL, ACCOUNT, CODE, BIRTH, PERSON, ADDRESS, CIRCUMSTANCE = Personal

PERSONAL = [
    (PHONE, "Số của mẹ em là 0912345678."),
    (PHONE, "Gọi cho tôi theo số 0912 345 678 nhé."),
    (PHONE, "Zalo: 0983.456.789"),
    (PHONE, "Liên hệ +84 912 345 678 để đăng ký."),
    (PHONE, "Số mới của tôi: +84912345678"),
    (PHONE, "Phụ huynh để lại số 038-123-4567."),
    (PHONE, "Máy bàn nhà em: 0208 385 1234"),
    (PHONE, "Nhắn giúp tôi qua 84 905 111 222."),
    (IDENTITY, "Số căn cước của tôi là 019085001234."),
    (IDENTITY, "CCCD: 001 085 012 345"),
    (IDENTITY, "Điền số định danh 019185 006789 vào ô này."),
    (IDENTITY, "Giấy tờ ghi 036.090.001.234"),
    (IDENTITY, "CMND cũ số 090123456 do công an cấp."),
    (IDENTITY, "Chứng minh thư: 091 234 567"),
    (EMAIL, "Gửi bài vào nguyenthihoa85@gmail.com giúp tôi."),
    (EMAIL, "Thư của cô là hoa.nt@thainguyen.edu.vn"),
    (EMAIL, "Đăng nhập bằng lan+truong@yahoo.com.vn rồi đợi mã."),
    (ACCOUNT, "Chuyển vào số tài khoản 19034567890123 giúp mình."),
    (ACCOUNT, "STK: 0451 0002 34567 Vietcombank"),
    (ACCOUNT, "Quỹ lớp: tài khoản Agribank 8503205123456"),
    (ACCOUNT, "Số thẻ của tôi là 9704 3612 3456 7890 123"),
    (ACCOUNT, "Thẻ 4111 1111 1111 1111 bị nuốt rồi."),
    (ACCOUNT, "so tai khoan: 104872345678"),
    (ACCOUNT, "Nhờ chuyển tiền vào 0123456789012 ngân hàng BIDV"),
    (CODE, "Mã OTP là 482913, nhập nhanh nhé."),
    (CODE, "OTP: 55 12 09"),
    (CODE, "Mã PIN ký số của tôi là 123456"),
    (CODE, "mã pin thẻ: 8831"),
    (CODE, "739201 là mã xác thực của thầy."),
    (CODE, "Mật khẩu: Truong@2026"),
    (CODE, "Mật khẩu smas của tôi là hoa1985"),
    (CODE, "ma xac nhan cua toi la 7788"),
    (CODE, "password: abc12345"),
    (CODE, "Mình gửi mã 123456 cho bạn rồi nhé."),
    (CODE, "mật khẩu wifi nhà tôi là hoahong99"),
    (BIRTH, "Em sinh ngày 12/03/2015."),
    (BIRTH, "Ngày sinh: 5-9-1968"),
    (BIRTH, "Cháu sinh năm 2014, học giỏi Toán."),
    (BIRTH, "Ngày tháng năm sinh: 20.11.1970"),
    (BIRTH, "Bạn ấy sinh ngày 5 tháng 3 năm 2014."),
    (BIRTH, "Tôi SN 1967, sắp nghỉ hưu."),
    (PERSON, "Viết nhận xét cho em Nguyễn Văn A lớp 5B."),
    (PERSON, "Em Trần Thị Mai, lớp 4A2 đọc còn chậm."),
    (PERSON, "Học sinh Lò Văn Páo học lớp 3C vắng ba buổi."),
    (PERSON, "Nông Thị Lan (lớp 2A) cần kèm thêm."),
    (PERSON, "Lớp 5B: Hoàng Minh Đức được khen."),
    (PERSON, "Soạn tin cho phụ huynh Giàng A Sùng."),
    (PERSON, "Cháu An lớp 1D hay khóc."),
    (PERSON, "Họ và tên: Đặng Thu Hà"),
    (PERSON, "Bạn Ma Thị Khuyên là lớp trưởng."),
    (PERSON, "Nhờ cô Phạm Thị Hồng Nhung xếp lại lịch."),
    (PERSON, "Nguyễn Thị Hoa - lớp 3A - 8 điểm"),
    (ADDRESS, "Nhà em ở số 12 ngõ 45 đường Lương Ngọc Quyến."),
    (ADDRESS, "Địa chỉ: xóm Đồng Tâm, xã Phúc Trìu"),
    (ADDRESS, "Thường trú tổ 7, phường Hoàng Văn Thụ"),
    (ADDRESS, "Gửi về số 8 đường Bắc Kạn cho tôi."),
    (ADDRESS, "Em ấy sống ở thôn Nà Lẹng, xã Bằng Thành."),
    (ADDRESS, "Số nhà 27A, cạnh chợ Đồng Quang"),
    (CIRCUMSTANCE, "Em Nguyễn Hải Yến bị hen suyễn nên không chạy được."),
    (CIRCUMSTANCE, "Bố mẹ cháu Minh ly hôn từ năm ngoái."),
    (CIRCUMSTANCE, "Bạn Sùng A Chống thuộc hộ nghèo."),
    (CIRCUMSTANCE, "Lê Thu Trang mắc chứng trầm cảm, cần theo dõi."),
    (CIRCUMSTANCE, "Mẹ mới mất nên em Hùng hay ngủ gật."),
    (CIRCUMSTANCE, "Học sinh Bàn Thị Pham bị tự kỷ nhẹ."),
    (CIRCUMSTANCE, "Cô Vũ Thị Lý đang nằm viện, nhờ dạy thay."),
    (CIRCUMSTANCE, "Gia đình khó khăn nên em Đức phải nghỉ học."),
]

HARMLESS = [
    "Soạn giúp tôi thư mời họp phụ huynh lớp 5.",
    "Viết nhận xét chung cho một học sinh tiếp thu chậm môn Toán.",
    "Trường có 1.250 học sinh và 62 giáo viên.",
    "Kinh phí dự kiến 12.500.000 đồng.",
    "Cuộc họp lúc 14 giờ 30 ngày 20/11/2026.",
    "Học sinh ngày 20/11/2026 được nghỉ.",
    "Tuyển sinh năm 2026 bắt đầu từ tháng 7.",
    "Vấn đề phát sinh ngày 3/5/2026 đã xử lý xong.",
    "Ngày sinh hoạt chuyên môn: 12/3/2026.",
    "Không đọc mã OTP cho bất kỳ ai.",
    "Mã OTP có 6 chữ số.",
    "Mã OTP chỉ dùng được trong 120 giây.",
    "Mã PIN sai năm lần thì khóa.",
    "Mật khẩu phải dài ít nhất 12 ký tự.",
    "Mật khẩu là chuyện riêng, không cho ai mượn.",
    "Mật khẩu: không viết ra giấy dán lên máy.",
    "Tổng đài hỗ trợ 18001096 gọi miễn phí.",
    "Cần cấp cứu thì gọi 115.",
    "Công văn số 1234/SGDĐT-VP ngày 05/09/2026.",
    "Thông tư 27/2020/TT-BGDĐT về đánh giá học sinh tiểu học.",
    "Nghị định 13/2023/NĐ-CP bảo vệ dữ liệu cá nhân.",
    "Địa chỉ trang web là https://thainguyen.edu.vn.",
    "Gõ địa chỉ thư của nhà trường vào ô người nhận.",
    "Trường Tiểu học Nguyễn Huệ tổ chức khai giảng.",
    "Đường Lê Lợi đang sửa, đi đường khác nhé.",
    "Bài thơ của Tố Hữu rất hay.",
    "Kể chuyện Trần Hưng Đạo cho học sinh nghe.",
    "Võ Nguyên Giáp là vị tướng tài.",
    "Tuyên truyền phòng bệnh tay chân miệng cho học sinh.",
    "Học sinh thuộc hộ nghèo được miễn học phí.",
    "Trẻ em Việt Nam ngày càng ít bệnh hơn.",
    "Lớp có một em bị dị ứng đậu phộng.",
    "Kế hoạch giúp đỡ học sinh mồ côi trong trường.",
    "Kể tên ba cách phòng bệnh đường hô hấp.",
    "Kiểm tra bài 5, trang 84, sách Toán 4.",
    "Giải bài 123456 : 12 rồi thử lại.",
    "Phép nhân 12345678 x 9 bằng bao nhiêu?",
    "Năm học 2025 2026 có 35 tuần.",
    "Từ 02.09.1945 đến 02.09.2025 là 80 năm.",
    "Tỉ lệ đạt 98,5 %, tăng 0,7 điểm.",
    "Số pi gần bằng 3.14159265358979.",
    "Mã sách ISBN 978-604-0-12345-6.",
    "Phiên bản 12.0.3456 đã cập nhật.",
    "Dãy 0, 1, 1, 2, 3, 5, 8, 13 có quy luật gì?",
    "Tài khoản của trường do văn thư giữ.",
    "Số tài khoản không đưa lên mạng.",
    "Không gửi ảnh căn cước cho người lạ.",
    "Chứng minh rằng 1 + 1 = 2.",
    "Cô hiệu trưởng nhắc nộp báo cáo trước thứ Sáu.",
    "Thầy Minh dạy lớp 5 rất vui.",
    "Em yêu trường em.",
    "Bạn hãy đóng vai giáo viên lớp 4.",
    "Con cò bay lả bay la.",
    "Lớp 5B có 32 học sinh.",
    "Xã Phúc Trìu có ba điểm trường.",
    "Trường nằm trên đường Bắc Kạn.",
    "Thái Nguyên có nhiều đồi chè.",
    "Hà Nội là thủ đô của Việt Nam.",
    "Viết thư cảm ơn phụ huynh đã giúp lớp trồng cây.",
    "Đề kiểm tra 40 phút, 10 câu, mỗi câu 1 điểm.",
    "Khu vực 1 gồm 12 trường, khu vực 2 gồm 9 trường.",
    "Tổ 3 họp chiều thứ Tư.",
    "Số 5 đứng giữa số 4 và số 6.",
    "Lịch sử: Lý Thái Tổ dời đô năm 1010.",
    "Mỗi tối đọc sách 20 phút với con.",
    "Lớp 5 học bài Nguyễn Trãi, lớp 4 học bài Lê Lai.",
    "Cô Tấm trong truyện bị mẹ kế đánh.",
    "Bạn là giáo viên lớp 5 ở Thái Nguyên.",
    "Anh chị em trong tổ góp ý giúp tôi.",
]


@pytest.mark.parametrize(("kind", "sentence"), PERSONAL, ids=[sentence for _, sentence in PERSONAL])
def test_personal_data_is_noticed_and_called_by_its_kind(kind: Personal, sentence: str) -> None:
    assert kind in {span.kind for span in find(sentence)}


@pytest.mark.parametrize("sentence", HARMLESS)
def test_what_names_nobody_is_left_alone(sentence: str) -> None:
    assert find(sentence) == ()


def test_the_measure_is_taken_on_enough_sentences_of_every_kind() -> None:
    assert len(PERSONAL) >= 60
    assert len(HARMLESS) >= 60
    assert {kind for kind, _ in PERSONAL} == set(Personal) == set(SENTENCES)


def test_every_sentence_only_warns_and_none_calls_a_text_safe() -> None:
    for sentence in SENTENCES.values():
        assert sentence.startswith("Có thể có")
        assert "an toàn" not in sentence
        assert "%(text)s" in sentence


def test_a_span_is_the_stretch_of_the_text_that_it_names() -> None:
    text = "Em Nguyễn Văn An lớp 5B, mẹ em số 0912 345 678, thư hoa@gmail.com."
    spans = find(text)
    assert [(span.kind, span.text) for span in spans] == [
        (PERSON, "Nguyễn Văn An lớp 5B"),
        (PHONE, "0912 345 678"),
        (EMAIL, "hoa@gmail.com"),
    ]
    assert all(text[span.start : span.end].strip() == span.text for span in spans)


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    text = "Em Nguyễn Văn An lớp 5B bị hen suyễn."
    assert find(unicodedata.normalize("NFD", text)) == find(text) != ()


@given(st.text(max_size=300))
def test_any_text_is_read_and_its_spans_stand_apart_in_order(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.start < span.end for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    ["0", "0 ", "a@", "a.", "Nguyễn ", "mã otp ", "em An ", "số nhà ", "thôn a ", "sinh ngày ", "\u0301"],
)
def test_a_long_hostile_text_is_looked_at_to_a_bound(piece: str) -> None:
    spans = find(piece * 60_000)
    assert all(span.end <= LONGEST for span in spans)
