"""The fixed words of Vietnamese exam papers: how questions, parts, answers and explanations begin.

Every function looks at one line by itself. What a line is in its surroundings is decided in ``sorting``.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from lms.core import vietnamese
from lms.core.vietnamese import squeeze

fold = lru_cache(1_024)(vietnamese.fold)  # each line is looked at by several of the functions here

LETTERS = "ABCDEFGH"
_LIKE = {  # Cyrillic, Greek and full-width letters that look like ours, as some keyboards type them
    **dict(zip("АВСЕНавсе", "ABCEHabce", strict=True)),
    **dict(zip("ΑΒΕΗ", "ABEH", strict=True)),
    **dict(zip("ＡＢＣＤＥＦＧＨａｂｃｄｅｆｇｈ", "ABCDEFGHabcdefgh", strict=True)),
}
LIKE_LETTERS = "".join(_LIKE)
_ALIKE = str.maketrans(_LIKE)
CHOICES = rf"[A-Ha-h{LIKE_LETTERS}]"
TICKS = "*✓✔√☑☒🗹"
_LONGEST_HEADING = 200


def latin(letters: str) -> str:
    """Return letters of options as ours, whatever keyboard typed them."""
    return letters.translate(_ALIKE)


class Part(StrEnum):
    """What the questions below a heading ask for, as far as the heading says."""

    UNSAID = ""
    CHOICE = "choice"
    CLUSTER = "cluster"
    SHORT = "short"
    ESSAY = "essay"


@dataclass(frozen=True)
class Head:
    """The beginning of a question. ``family`` tells "Câu 1" from "Bài 1", and a bare "1." from "1)" by its sign."""

    family: str
    number: str
    end: int  # where the stem begins
    is_firm: bool  # a separator, a remark in parentheses or the end of the line follows
    points: Decimal | None = None
    tags: tuple[str, ...] = ()
    letter: str = ""  # "Câu 1 (Đáp án B)"

    @property
    def is_named(self) -> bool:
        """Return whether a word stands before the number."""
        return self.family.isalpha()


_WORDS = {
    "câu hỏi số": "câu",
    "câu hỏi": "câu",
    "câu số": "câu",
    "câu": "câu",
    "cau hoi": "câu",
    "cau": "câu",
    "bài tập số": "bài",
    "bài tập": "bài",
    "bài số": "bài",
    "bài": "bài",
    "bai": "bài",
    "question": "question",
    "số": "số",
}
_SEPARATOR = r"[.:)/\]\-–—]{1,2}"
_ASIDE = r"(?:[(\[][^()\[\]\n]{1,60}[)\]]\s*)"
_NAMED = re.compile(
    rf"[\s*#•\-–(\[]*(?P<word>{'|'.join(_WORDS)})\s*(?P<number>\d{{1,5}}(?:\.\d{{1,3}}(?=\s*[.:)]))?)(?!\d)"
    rf"\s*(?P<asides>{_ASIDE}*)(?P<sep>{_SEPARATOR})?(?P<dot>\*)?\s*",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(r"\s*(?P<word>câu hỏi|question)\s*:\s*", re.IGNORECASE)
_BARE = re.compile(
    rf"[\s*]*(?P<number>\d{{1,5}})\s*(?P<asides>{_ASIDE}*)(?P<sep>[.)/:]|[-–—](?=\s))\s*(?!\d+(?:\s|$))"
)
_ASIDES = re.compile(_ASIDE)
_POINTS = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:điểm|đ|points?|pts?)\b\.?", re.IGNORECASE)
_LEVELS = {
    "nb": "nhận biết",
    "nhan biet": "nhận biết",
    "th": "thông hiểu",
    "thong hieu": "thông hiểu",
    "vd": "vận dụng",
    "van dung": "vận dụng",
    "vdt": "vận dụng",
    "van dung thap": "vận dụng",
    "vdc": "vận dụng cao",
    "van dung cao": "vận dụng cao",
}
_SAID_KEY = re.compile(rf"(?:đáp án|đa|key)\s*:?\s*({CHOICES})", re.IGNORECASE)


def head_of(text: str) -> Head | None:
    """Return the beginning of a question if ``text`` starts with one."""
    found = _NAMED.match(text)
    if found:
        family = _WORDS[squeeze(found["word"]).casefold()]
        is_firm = bool(found["sep"] or found["asides"].strip() or found.end() == len(text))
        return _with_asides(text, Head(family, found["number"], found.end(), is_firm), found["asides"])
    found = _UNNUMBERED.match(text)
    if found:
        return Head(_WORDS[found["word"].casefold()], "", found.end(), is_firm=True)
    found = _BARE.match(text)
    if found:
        return _with_asides(
            text, Head(found["sep"], found["number"], found.end(), is_firm=True), found["asides"]
        )
    return None


def _with_asides(text: str, head: Head, asides: str) -> Head:
    """Read "(0,25 điểm)", "[NB]" and "(Đáp án B)" beside the number; others after the separator are stem."""
    points, letter, end = None, "", head.end
    tags: list[str] = []
    notes = [each.strip("()[] ") for each in _ASIDES.findall(asides)]
    while (after := _ASIDES.match(text, end)) and _is_note(after[0]):
        notes.append(after[0].strip().strip("()[] "))
        end = after.end()
        end += len(text[end:]) - len(text[end:].lstrip(".: "))
    for note in notes:
        if worth := _POINTS.fullmatch(note):
            points = Decimal(worth[1].replace(",", "."))
        elif level := _LEVELS.get(fold(note)):
            tags.append(level)
        elif said := _SAID_KEY.fullmatch(note):
            letter = latin(said[1]).upper()
    return Head(head.family, head.number, end, head.is_firm, points, tuple(tags), letter)


def _is_note(aside: str) -> bool:
    note = aside.strip().strip("()[] ")
    return bool(_POINTS.fullmatch(note) or _LEVELS.get(fold(note)) or _SAID_KEY.fullmatch(note))


_PART = re.compile(
    r"(?:phan|part|section)\s*(?:thu\s+)?(?:[ivx]+|\d{1,2}|[a-d]|mot|hai|ba|nhat)(?!\w).*"
    r"|(?:chuong|chu de|chuyen de|chu diem|unit|module|bai hoc|dang|dang toan|muc)\s*(?:so\s*)?(?:[ivx]+|\d{1,2})(?:\s*[.:)\-–—].*|)"
    r"|(?:[ivx]+|[a-d]|\d)?\s*[.)/:\-–]*\s*(?:muc do|cap do)\s*\d?\s*[.:\-–]?\s*(?:nhan biet|thong hieu|van dung)?.{0,40}"
    r"|(?:[ivx]+|[a-d]|\d)?\s*[.)/:\-–]*\s*(?:nhan biet|thong hieu|van dung(?: thap| cao)?)\s*(?:\(.{0,40}\))?\s*:?"
    r"|(?:[ivx]+|[a-d])\s*[.)/:\-–]\s*(?:phan\s+)?(?:cau hoi\s+|cau\s+|bai tap\s+)?"
    r"(?:trac nghiem|tu luan|dung[ /\-]sai|tra loi ngan|dien khuyet|doc hieu|nhieu lua chon).*"
    r"|(?:phan\s+)?(?:cau hoi\s+|cau\s+|bai tap\s+)?(?:trac nghiem|tu luan|dung[ /\-]sai|tra loi ngan)"
    r"(?: khach quan| nhieu (?:phuong an )?lua chon| dung[ /\-]?sai| tra loi ngan)*\s*(?:\(.{0,60}\))?\s*[.:]?"
)
_ROMAN = re.compile(r"[IVX]{1,5}\s*[.)/:\-–]\s*\S.{0,150}")
_MANNER = (
    (Part.ESSAY, re.compile(r"tu luan|essay")),
    (Part.SHORT, re.compile(r"tra loi ngan|dien (?:dap an|ket qua)|dien khuyet|short answer")),
    (Part.CLUSTER, re.compile(r"dung\s*[,/\-–]?\s*(?:hoac|hay)?\s*sai|dung \(d\)|true\s*[/-]\s*false")),
    (Part.CHOICE, re.compile(r"trac nghiem|nhieu (?:phuong an )?lua chon|chi chon mot|multiple choice")),
)
_ADMIN = re.compile(
    r"(?:ho (?:va |, ?)?ten|ten hoc sinh|ho ten|lop|so bao danh|sbd|ma de|de thi|de kiem tra|de cuong|de so|de on|de minh hoa|de chinh thuc"
    r"|de tham khao|thoi gian|truong (?:thpt|thcs|tieu hoc|dai hoc|th|cao dang|mam non|trung)|so gd|so giao duc|phong gd|phong giao duc"
    r"|bo giao duc|ubnd|cong hoa|doc lap|nam hoc|mon(?: thi| hoc)?\s*:|trang \d|can bo coi thi|giam thi|thi sinh khong|hoc sinh khong"
    r"|\(?de (?:thi )?(?:co|gom|nay co)|diem\s*:|loi phe|nhan xet cua|chu ky|ky thi|hoc ky|khoi\s*:?\s*\d|ngan hang cau hoi|bo cau hoi|cau hoi on tap)(?!\w).*"
)
_ENDS = re.compile(r"[-–—_*.=~/\s…]*(?:het(?: de(?: thi)?)?|the end|(?<=[-–—_*=])\s*end)[-–—_*.=~/!\s…]*")
_LEAVES = re.compile(
    r"(?:nguoi|giao vien|gv) (?:ra de|bien soan|soan de|soan|lap de)(?!\w).{0,60}"
    r"|(?:kinh )?chuc (?:cac (?:em|ban|thay)|thi sinh|thay co|quy thay)(?!\w).{0,80}"
)
_RULE = re.compile(r"[-–—_*.=~…\s]{3,}|trang\s*\d+(?:\s*/\s*\d+)?", re.IGNORECASE)


def is_heading(text: str) -> bool:
    """Return whether a line names a part of the paper rather than asks something."""
    line = squeeze(text)
    if not line or len(line) > _LONGEST_HEADING or line.endswith("?"):
        return False
    return bool(_PART.fullmatch(fold(line).strip("* #-–—"))) or (
        bool(_ROMAN.fullmatch(line)) and is_capitals(line)
    )


def is_roman_heading(text: str) -> bool:
    """Return whether a line begins with a Roman number as headings do; only its place can tell."""
    line = squeeze(text)
    return bool(_ROMAN.fullmatch(line)) and not line.endswith(("?", ":"))


def is_capitals(text: str) -> bool:
    """Return whether a line shouts, as titles do: at least two words, all in capitals."""
    letters = [char for char in text if char.isalpha()]
    return (
        len(letters) > 6
        and " " in text.strip()
        and sum(char.isupper() for char in letters) > 0.9 * len(letters)
    )


def manner_of(text: str) -> Part:
    """Return what a heading or an instruction says about the questions that follow."""
    words = fold(text)
    return next((part for part, pattern in _MANNER if pattern.search(words)), Part.UNSAID)


def is_administration(text: str) -> bool:
    """Return whether a line belongs to the sheet and not to its questions: names, codes, times, page numbers."""
    line = squeeze(text)
    return bool(_ADMIN.fullmatch(fold(line).strip("* -–—"))) or bool(_RULE.fullmatch(line))


def ends_paper(text: str) -> bool:
    """Return whether a line says "HẾT" or "--- Hết ---"; a plain "hết" may be the end of a sentence."""
    bare = text.strip("-–—_*.=~/!… \t")
    return len(text) < 60 and bare[:1].isupper() and bool(_ENDS.fullmatch(fold(text)))


def takes_leave(text: str) -> bool:
    """Return whether a line stands below a paper: who wrote it, or wishes to those who sit it."""
    return bool(_LEAVES.fullmatch(fold(squeeze(text)).strip("*-–—.!() ")))


_PASSAGE = re.compile(
    r"(?:tra loi|lam|thuc hien|hoan thanh|answer).{0,40}?(?:cau|questions?)(?: hoi)?(?: tu)?(?: so)?(?: cau)?\s*(\d{1,4})\s*(?:-|–|den|toi|to|va|and)(?: cau)?\s*(\d{1,4})"
)
_FROM_TO = re.compile(
    r"(?:cau|questions?)(?: hoi)?\s*(?:tu )?(?:cau )?(\d{1,4})\s*(?:-|–|den|toi|to|va|and)\s*(?:cau )?(\d{1,4})\s*[:.]?$"
)
_SHARED = re.compile(r"(?:[ivx\d]*[.)]?\s*)?(?:doc|read|dua vao|su dung|cho|dung|quan sat|mark)\b.*")


def shared_by(text: str) -> tuple[int, int] | None:
    """Return the first and the last question that a passage is for: "Đọc đoạn văn và trả lời câu 5 đến câu 8"."""
    words = fold(text[:400])
    found = _PASSAGE.search(words) or _FROM_TO.search(words)
    if not found or not _SHARED.fullmatch(words):
        return None
    return int(found[1]), int(found[2])


_KEY_TITLE = re.compile(
    r"[-–—*#\s]*(?:[ivx]+\s*[.)/:\-]\s*)?(?:phan\s+)?(?:bang\s+)?(?:dap an|key|answers?|answer key|tra loi)"
    r"(?:\s*(?:va|,|&|-|–)?\s*(?:loi giai|huong dan|bieu diem|thang diem|giai thich|cham)(?: (?:chi tiet|giai|cham))*)*"
    r"(?:\s*(?:tham khao|trac nghiem|phan|de|ma de|mon|cua|cho|chi tiet|cau hoi|[ivx]+|\d{1,4}|tu luan|dung[ /\-]sai|tra loi ngan|bai)\b[^:]{0,60})?\s*[:.]*[-–—*\s]*"
)
_SOLUTIONS = re.compile(
    r"[-–—*#\s]*(?:[ivx]+\s*[.)/:\-]\s*)?(?:phan\s+)?(?:huong dan|loi giai)(?: (?:va )?(?:giai|cham|chi tiet|dap an|tra loi))+\s*[:.]*[-–—*\s]*"
)


def opens_key(text: str) -> bool:
    """Return whether a line is the title of a key table: "BẢNG ĐÁP ÁN", "Đáp án đề 101:"."""
    if len(text) > 100:
        return False
    return bool(_KEY_TITLE.fullmatch(fold(text)))


def opens_solutions(text: str) -> bool:
    """Return whether a line in capitals opens a chapter of solutions for the whole paper."""
    return len(text) < 100 and is_capitals(squeeze(text)) and bool(_SOLUTIONS.fullmatch(fold(text)))


_EXPLAINS = re.compile(
    r"[\s*\-–•>=⇒→]*(?:lời giải chi tiết|lời giải|hướng dẫn giải chi tiết|hướng dẫn giải|hướng dẫn trả lời|hướng dẫn|giải thích chi tiết"
    r"|giải thích|giải chi tiết|phương pháp giải|hdg|hd|explanation|giải)\s*(?:[:.\]]+|\)|$)\s*",
    re.IGNORECASE,
)
_POINTED = re.compile(rf"\s*(?:→|⇒|➔|➜|=+>|-+>)\s*(?P<rest>{CHOICES}\s*[.)]?)\s*")
_ANSWERS = re.compile(
    r"[\s*\-–•>=⇒→(\[]*(?:vậy\s+|do đó\s+|suy ra\s+)?"
    r"(?P<word>(?:chọn\s+)?(?:đáp án|phương án|câu trả lời|đ/án|đ/a|đa|key|correct answer|answer|ans)(?:\s+(?:đúng|chính xác|cần chọn))?|chọn(?:\s+câu)?)"
    r"(?P<sep>\s*(?:là|is)?\s*[:.\-–=]*\s*)(?P<rest>\S.*|)",
    re.IGNORECASE,
)
_TAIL_ANSWER = re.compile(
    rf"(?:\s{{2,}}|\s*[\t\n]|\s*[(\[]|(?<=[.;?!])\s)\s*(?:đáp án(?: đúng)?(?: là)?|đa|key|answer)\s*[:\-]?\s*(?P<letters>{CHOICES})\s*[.)\]]*\s*$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"[(\[\"“]?(?P<letters>{CHOICES}(?:\s*(?:,|;|và|&|\+|and)?\s*{CHOICES})*)(?![\w*^/=<>]|\s*[=<>+^])[)\]\"”]?\s*(?P<after>.*)",
    re.DOTALL,
)


_TOLD = re.compile(r"[\s.,:;()\-–]*(?:la )?(?:sai|khong|chua)(?!\w)")
_REASONS = re.compile(
    r"(?:vi|do|boi|dung|la (?:dap an |phuong an )?(?:dung|chinh xac)|chinh xac|because)(?!\w)"
)


def explanation_after(text: str) -> int | None:
    """Return where the explanation begins if ``text`` starts one ("Lời giải:"), else None."""
    found = _EXPLAINS.match(text)
    return found.end() if found else None


def answer_in(text: str) -> str | None:
    """Return what a line such as "Đáp án: B", "Chọn B" or "Đáp án: 12,5" gives as the answer, else None."""
    pointed = _POINTED.fullmatch(text)
    if pointed:
        return pointed["rest"]
    found = _ANSWERS.match(text)
    if not found:
        return None
    rest = found["rest"].strip()
    if _is_told_of(rest):
        return None
    if fold(found["word"]).startswith("chon"):
        return rest if said_letters(rest) else None
    if not found["sep"].strip() and not said_letters(rest):
        return None
    return rest


def _is_told_of(rest: str) -> bool:
    """Return whether words tell something of an option rather than choose it: "(Đáp án) A sai vì …"."""
    said = _SEVERAL.fullmatch(rest)
    after = said["after"] if said else ""
    return bool(after) and bool(
        _TOLD.match(fold(after)) or (after[0].isalnum() and not _REASONS.match(fold(after)))
    )


def tail_answer(text: str) -> tuple[str, int] | None:
    """Return the letter that the end of an option line gives away ("… (Đáp án: B)"), and where that begins."""
    found = _TAIL_ANSWER.search(text)
    return (latin(found["letters"]).upper(), found.start()) if found else None


def said_letters(text: str) -> tuple[str, str] | None:
    """Return the letters that ``text`` begins with as a key does ("B", "A, C", "B. vì …"), and what follows."""
    found = _SEVERAL.fullmatch(text.strip())
    if not found:
        return None
    letters = re.sub(r"và|and|[^\w]", "", latin(found["letters"]))
    after = found["after"].strip()
    if len(set(letters)) != len(letters):
        return None
    is_word = len(letters) > 1 and letters.islower() and not re.search(r"[,;&+\s]", found["letters"])
    if is_word or (letters.islower() and after and after[0].isalnum()):
        return None
    return letters.upper(), after.lstrip(".,:;)-– ")


_TRUTHS = {
    "d": True,
    "dung": True,
    "t": True,
    "true": True,
    "s": False,
    "sai": False,
    "f": False,
    "false": False,
}
_STRING = re.compile(
    r"[\s(\[]*(?:(?:đúng|sai|true|false|[đsĐSTF])(?![^\W\d_])[\s,;\-–/|.)]*){2,}\s*", re.IGNORECASE
)
_GLUED = re.compile(r"\s*[ĐS]{2,8}\s*[.;]?\s*")
_TRUTH = re.compile(r"đúng|sai|true|false|đ|s|t|f", re.IGNORECASE)
_LETTERED = re.compile(
    rf"(?:ý\s*)?\(?({CHOICES})\)?\s*[.):\-–=/]*\s*(đúng|sai|true|false|đ|s)(?![^\W\d_])[.\s,;|]*",
    re.IGNORECASE,
)
_AT_END = re.compile(
    r"(?:[(\[]\s*(?P<a>đúng|sai|đ|s|true|false|t|f)\s*[)\]]|(?:\s{2,}|\t|\s[-–—:|/]\s?|[:→⇒]\s*|=>\s*|(?<=[.;])\s)\s*(?P<b>đúng|sai|Đ|S|true|false))\s*[.;]?\s*$",
    re.IGNORECASE,
)
_AT_START = re.compile(r"[(\[]\s*(đúng|sai|đ|s)\s*[)\]]\s*", re.IGNORECASE)


def truth_of(word: str) -> bool | None:
    """Return True for "Đúng" and its short forms, False for "Sai", None for anything else."""
    return _TRUTHS.get(fold(word).strip("()[]. ")) if fold(word) != "d" or "đ" in word.casefold() else None


def truths_in(text: str) -> dict[str, bool]:
    """Return the truth of each statement by its letter: "a) Đ b) S …", "a-Đúng, b-Sai", "ĐSĐS", "Đ - S - Đ - S"."""
    text = text.strip()
    pairs = _LETTERED.findall(text)
    if pairs and not _LETTERED.sub("", text).strip(" .;,"):
        return {latin(letter).upper(): bool(truth_of(word)) for letter, word in pairs}
    if _GLUED.fullmatch(text) or _STRING.fullmatch(text):
        words = list(text.strip(" .;")) if _GLUED.fullmatch(text) else _TRUTH.findall(text)
        return {letter: bool(truth_of(word)) for letter, word in zip(LETTERS, words, strict=False)}
    return {}


def said_truth(text: str) -> tuple[bool, int, int] | None:
    """Return the truth that a statement carries at its end or start, and the bounds of what remains."""
    found = _AT_END.search(text)
    if found:
        return bool(truth_of(found["a"] or found["b"])), 0, found.start()
    found = _AT_START.match(text)
    return (bool(truth_of(found[1])), found.end(), len(text)) if found else None
