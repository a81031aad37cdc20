"""Personal data in Vietnamese text: what may be there, where, and a sentence about it.

A warning and nothing more. Finding something never refuses a text, and finding nothing never means that it is safe:
no page may say so. How well it finds is measured by tests/core/test_privacy.py.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lms.core.errors import N_
from lms.core.vietnamese import nfc

LONGEST = 20_000
"""Characters that are looked at; fields and prompts are far shorter."""


class Personal(StrEnum):
    """What sort of personal data a span may be."""

    PHONE = "phone"
    IDENTITY = "identity"
    EMAIL = "email"
    ACCOUNT = "account"
    CODE = "code"
    BIRTH = "birth"
    PERSON = "person"
    ADDRESS = "address"
    CIRCUMSTANCE = "circumstance"


SENTENCES = {
    Personal.PHONE: N_("Có thể có số điện thoại: “%(text)s”. Bỏ số này đi."),
    Personal.IDENTITY: N_("Có thể có số căn cước: “%(text)s”. Bỏ số này đi."),
    Personal.EMAIL: N_("Có thể có địa chỉ thư điện tử: “%(text)s”. Bỏ địa chỉ này đi."),
    Personal.ACCOUNT: N_("Có thể có số tài khoản hoặc số thẻ: “%(text)s”. Bỏ số này đi."),
    Personal.CODE: N_("Có thể có mã OTP, mã PIN hoặc mật khẩu: “%(text)s”. Đừng đưa mã này cho ai."),
    Personal.BIRTH: N_("Có thể có ngày sinh: “%(text)s”. Chỉ nói lứa tuổi hoặc khối lớp."),
    Personal.PERSON: N_("Có thể có tên một người: “%(text)s”. Viết “một học sinh” hoặc “một phụ huynh”."),
    Personal.ADDRESS: N_("Có thể có địa chỉ nhà: “%(text)s”. Bỏ địa chỉ này đi."),
    Personal.CIRCUMSTANCE: N_(
        "Có thể có chuyện sức khỏe hoặc gia đình của một người có tên: “%(text)s”. Bỏ tên, hoặc bỏ chuyện riêng này."
    ),
}


@dataclass(frozen=True)
class Span:
    """A stretch of the text in NFC that may be personal data."""

    kind: Personal
    start: int
    end: int
    text: str

    @property
    def sentence(self) -> str:
        """The sentence about it, to be translated; ``text`` fills its place."""
        return SENTENCES[self.kind]


_SURNAMES = frozenset(
    [
        "nguyễn",
        "trần",
        "lê",
        "phạm",
        "hoàng",
        "huỳnh",
        "phan",
        "vũ",
        "võ",
        "đặng",
        "bùi",
        "đỗ",
        "hồ",
        "ngô",
        "dương",
        "lý",
        "đinh",
        "đoàn",
        "trịnh",
        "trương",
        "lâm",
        "mai",
        "đào",
        "hà",
        "tạ",
        "cao",
        "lương",
        "lưu",
        "tô",
        "chu",
        "châu",
        "thái",
        "nông",
        "ma",
        "hứa",
        "la",
        "triệu",
        "vi",
        "lò",
        "lường",
        "quàng",
        "cầm",
        "giàng",
        "vàng",
        "sùng",
        "thào",
        "hầu",
        "mùa",
        "ly",
        "bàn",
        "đàm",
        "phùng",
        "vương",
        "tống",
        "quách",
        "kiều",
        "nghiêm",
        "khổng",
        "mạc",
        "lục",
        "tăng",
        "doãn",
        "bế",
        "bạch",
        "cù",
        "diệp",
        "đồng",
        "hoa",
        "hạ",
        "khuất",
        "lại",
        "lã",
        "lộc",
        "mạch",
        "nhâm",
        "ninh",
        "ông",
        "phí",
        "phó",
        "quan",
        "quản",
        "sầm",
        "thạch",
        "thân",
        "tôn",
        "từ",
        "ứng",
        "viên",
        "vừ",
        "xa",
        "y",
        "lù",
        "cháng",
        "lý",
        "chảo",
        "tẩn",
        "phàn",
    ]
)
_PUPIL = "em|cháu|bé|trò|bạn|con|hs|học sinh|con trai|con gái|học trò"
_BEFORE_NAME = re.compile(
    rf"(?:\b(?:{_PUPIL}|phụ huynh|bố|mẹ|bệnh nhân)\s|\b(?:họ và tên|họ tên|tên đầy đủ|tên)\s?(?:là|:|em là)\s?"
    r"|\blớp \d{1,2}\s?[a-zđ]?\d{0,2}\s?[:,–-]\s?)$"
)
_ADULT = re.compile(r"\b(?:thầy|cô|ông|bà|anh|chị|chú|bác)\s$")
_CLASS_AFTER = re.compile(
    r"[\s,(–-]{1,3}(?:(?:hiện|đang|là|học sinh|hs|học|ở|của)\s){0,3}(?:lớp|khối)\s?\d{1,2}(?:\s?[a-zđ]\d{0,2})?\b"
)
_CALLED = re.compile(rf"(?<!trẻ )\b(?:{_PUPIL})\s$")
_WORD = re.compile(r"[^\W\d_]{1,12}")
_SENTENCE = re.compile(r"[^.!?\n]{1,600}")
_CIRCUMSTANCE = re.compile(
    r"\b(?:hen suyễn|bị hen|tự kỷ|tăng động|trầm cảm|động kinh|khuyết tật|khiếm thính|khiếm thị|hiv|ung thư|"
    r"tiểu đường|bệnh|dị ứng|thai|tâm thần|chậm phát triển|tai nạn|phẫu thuật|mổ|nhập viện|nằm viện|"
    r"mồ côi|ly hôn|ly dị|ly thân|(?:bố|mẹ|cha|ba|bà|ông) (?:mới |vừa |đã )?(?:mất|bỏ đi)|hộ nghèo|cận nghèo|nghiện|"
    r"đi tù|ở tù|bạo hành|bạo lực|bị (?:bố |mẹ |cha )?đánh|thất nghiệp|vay nợ|nợ nần|đơn thân|bỏ nhà|xâm hại|"
    r"gia đình khó khăn|hoàn cảnh khó khăn)\b"
)

_PHONE = re.compile(r"(?<![\d.,/])(?:\(?(?:\+|00)84\)?|84|0)[ .-]?[235789](?:[ .-]?\d){8}\d?(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)0\d{2}(?:[ .]?\d){9}(?!\d)")
_LONG_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ .-]?\d){7,18}(?!\d)")
_SHORT_IDENTITY = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{3})?(?!\d)")
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_IDENTITY_WORDS = re.compile(r"\b(?:cmnd|cmt|cccd|chung minh|can cuoc|dinh danh|ho chieu)\b[^\d\n]{0,30}$")
_ACCOUNT_WORDS = re.compile(
    r"\b(?:so tai khoan|stk|so tk|tai khoan ngan hang|tai khoan|so the|the atm|the tin dung|the ngan hang|"
    r"chuyen khoan|vietcombank|agribank|bidv|vietinbank|techcombank|sacombank|mb ?bank|tpbank|vpbank|momo|atm)\b[^\d\n]{0,30}$"
)
_BANK_AFTER = re.compile(
    r"[\s,:(-]{1,3}(?:cua |tai |o )?(?:ngan hang|vietcombank|agribank|bidv|vietinbank|techcombank|momo)\b"
)
_FILL = (
    r"(?:[\s:=“\"'(-]|\b(?:la|cua|toi|em|minh|moi|vua|nhan|gui|ve|duoc|nay|do|thay|co|chi|anh|chau|con|zalo|facebook|ky|wifi|nha|"
    r"smas|vneid|gmail|may|hien|so|tai khoan|ngan hang|dien thoai|dang nhap|the|atm|sim)\b){0,14}"
)
_CODE = re.compile(
    rf"\b(?:otp|pin|cvv|passcode|mat khau|password|ma xac (?:thuc|nhan|minh)|ma bao mat)\b{_FILL}"
    r"(?<!\d)(\d(?:[ -]?\d){2,7})(?![\d/])(?! ?(?:giay|phut|lan|chu so|so\b|nam|dong|nguoi|thang|ngay|gio|ky tu))"
)
_CODE_FIRST = re.compile(r"(?<![\d.,])(\d(?:[ -]?\d){3,7}) (?:la|chinh la) (?:ma|mat khau|otp|pin)\b")
_CODE_SENT = re.compile(r"\b(?:gui|doc|nhap|cho) (?:lai )?ma(?: la)? (\d(?:[ -]?\d){3,7})(?![\d/])")
_PASSWORD = re.compile(
    rf"\b(?:mat khau|password|mk|pass)\b{_FILL}(?:la |[:=]) ?[“\"']?(?=\S{{0,30}}[\d@#$%&*!])(\S{{4,40}})"
)
_DATE = r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{1,2} thang \d{1,2}(?: nam)? \d{4}|(?:19|20)\d\d)"
_BIRTH = re.compile(
    r"(?:(?<!hoc )(?<!phat )(?<!tuyen )(?<!thi )(?<!giao )(?<!ho )(?<!ve )\bsinh (?:ngay|nam|vao|hom)\b|\bngay (?:thang )?(?:nam )?sinh\b"
    r"(?! hoat| nhat| vien)|\bnam sinh\b(?! hoat)|\bsn\b|\bd\.?o\.?b\b)"
    rf"(?:[\s:=(]|\b(?:ngay|la|cua|em|chau|toi|con|be|vao)\b){{0,6}}({_DATE})(?!\d)"
)
_PLACE = r"(?:đường|phố|ngõ|ngách|hẻm|kiệt|thôn|xóm|tổ|ấp|bản|khu|xã|phường|thị trấn|huyện|chung cư|tòa)"
_ADDRESSES = (
    re.compile(
        r"\b(?:địa chỉ(?: nhà| thường trú| liên hệ)?|nhà (?:em |cháu |tôi |riêng |bạn )?ở|thường trú|tạm trú|trú tại|cư trú)\b"
        rf"[^\n.!?@]{{0,30}}?\b(?:số \d+|{_PLACE} [\w]{{1,12}})[^\n.!?]{{0,40}}"
    ),
    re.compile(
        r"\bsố(?: nhà)? ?\d{1,4}[a-zđ]?(?:/\d{1,4}){0,3},? (?:đường|phố|ngõ|ngách|hẻm|kiệt|tổ|khu)\b[^\n.!?]{0,40}"
    ),
    re.compile(r"\bsố nhà ?:? ?\d{1,4}[a-zđ]?\b[^\n.!?]{0,40}"),
    re.compile(
        r"\b(?:thôn|xóm|tổ|ấp|bản|khu phố|tổ dân phố) [\w ]{1,20},? (?:xã|phường|thị trấn) [\w ]{1,25}"
    ),
)


def find(text: str) -> tuple[Span, ...]:
    """Return what may be personal data in ``text``, in its order; of two that overlap, the surer one."""
    text = nfc(text)[:LONGEST]
    searches: tuple[Callable[[str], Iterator[Span]], ...] = (
        _emails,
        _identities,
        _accounts,
        _phones,
        _secrets,
        _births,
        _addresses,
        _people,
        _circumstances,
    )
    found: list[Span] = []
    for search in searches:
        for span in search(text):
            if all(span.end <= other.start or other.end <= span.start for other in found):
                found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def _bare(text: str) -> str:
    """Return ``text`` in small letters without diacritics, each letter in its old place."""
    letters = (unicodedata.normalize("NFD", letter)[0].lower()[:1] for letter in text)
    return "".join("d" if letter == "đ" else letter for letter in letters)


def _small(text: str) -> str:
    """Return ``text`` in small letters, each in its old place; a few foreign letters would become two."""
    return "".join(letter.lower()[:1] for letter in text)


def _span(kind: Personal, text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(kind, start, end, piece.strip())


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield _span(Personal.EMAIL, text, *match.span())


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        yield _span(Personal.PHONE, text, *match.span())


def _identities(text: str) -> Iterator[Span]:
    bare = _bare(text)
    for match in _IDENTITY.finditer(text):
        if not _is_account(bare, *match.span()):
            yield _span(Personal.IDENTITY, text, *match.span())
    for match in _SHORT_IDENTITY.finditer(text):
        if _IDENTITY_WORDS.search(bare, max(0, match.start() - 60), match.start()):
            yield _span(Personal.IDENTITY, text, *match.span())


def _accounts(text: str) -> Iterator[Span]:
    bare = _bare(text)
    for match in _LONG_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        is_named = _is_account(bare, *match.span())
        is_mobile = len(digits) == 10 and digits.startswith("0")
        if (is_named and not is_mobile) or (len(digits) == 16 and _is_card(digits)):
            yield _span(Personal.ACCOUNT, text, *match.span())


def _is_account(bare: str, start: int, end: int) -> bool:
    """Tell whether the words around a number call it an account or a card."""
    return bool(_ACCOUNT_WORDS.search(bare, max(0, start - 60), start) or _BANK_AFTER.match(bare, end))


def _is_card(digits: str) -> bool:
    """Tell whether the check digit of a bank card is right."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def _secrets(text: str) -> Iterator[Span]:
    bare = _bare(text)
    for pattern in (_CODE, _CODE_FIRST, _CODE_SENT, _PASSWORD):
        for match in pattern.finditer(bare):
            yield _span(Personal.CODE, text, *match.span(1))


def _births(text: str) -> Iterator[Span]:
    for match in _BIRTH.finditer(_bare(text)):
        yield _span(Personal.BIRTH, text, *match.span())


def _addresses(text: str) -> Iterator[Span]:
    small = _small(text)
    for pattern in _ADDRESSES:
        for match in pattern.finditer(small):
            yield _span(Personal.ADDRESS, text, *match.span())


def _people(text: str) -> Iterator[Span]:
    small = _small(text)
    for start, end, words in _capitalised(text):
        before, after = small[max(0, start - 30) : start], _CLASS_AFTER.match(small, end)
        is_full = small[start:end].split()[0] in _SURNAMES and words > 1
        is_called = _CALLED.search(before) is not None
        is_titled = _BEFORE_NAME.search(before) or (words > 2 and _ADULT.search(before))
        is_in_class = after and (words > 2 or after[0][-1].isalpha() or after[0][-2].isalpha())
        if (is_full and (is_titled or is_in_class)) or (is_called and after):
            yield _span(Personal.PERSON, text, start, after.end() if after else end)


def _circumstances(text: str) -> Iterator[Span]:
    """A sentence that tells of health or family, and names somebody."""
    small = _small(text)
    names = list(_capitalised(text))
    for sentence in _SENTENCE.finditer(small):
        told = _CIRCUMSTANCE.search(sentence[0])
        if told is None:
            continue
        start = sentence.start() + told.start()
        if any(_is_somebody(small, *name) for name in names if sentence.start() <= name[0] < sentence.end()):
            yield _span(Personal.CIRCUMSTANCE, text, start, sentence.start() + told.end())


def _is_somebody(small: str, start: int, end: int, words: int) -> bool:
    before = small[max(0, start - 30) : start]
    is_full = small[start:end].split()[0] in _SURNAMES and words > 1
    is_place = re.search(r"\b(?:trường|đường|phố|quỹ|giải|viện|tỉnh|xã|phường|huyện)[\w ]{0,12}$", before)
    return bool(_CALLED.search(before)) or (is_full and not is_place)


def _capitalised(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and number of words of each run of capitalised words, at most five at a time."""
    run: list[re.Match[str]] = []
    words = [*_WORD.finditer(text)]
    for word, following in pairwise([*words, None]):
        if word is None or not word[0][0].isupper():
            continue
        run.append(word)
        is_last = (
            following is None or not following[0][0].isupper() or text[word.end() : following.start()] != " "
        )
        if is_last or len(run) == 5:
            yield from _trimmed(run)
            run = []


def _trimmed(run: list[re.Match[str]]) -> Iterator[tuple[int, int, int]]:
    """Leave out a title that begins a sentence ("Em Nguyễn Văn An"): it is no part of the name."""
    titles = {*_PUPIL.split("|"), "thầy", "cô", "ông", "bà", "anh", "chị", "chú", "bác", "bố", "mẹ"}
    while len(run) > 1 and run[0][0].lower() in titles:
        run = run[1:]
    yield run[0].start(), run[-1].end(), len(run)
