"""Valid courses out of thin air: every part of the format, in the odd forms that editors and systems give texts."""

import io
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from PIL import Image

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n} 20" width="{n}" height="20">'
    '<title>Hình</title><rect width="{n}" height="20" fill="#0e5a57"/></svg>'
)
WORDS = (
    "Mở",
    "máy",
    "rồi",
    "đọc",
    "Nguyễn",
    "hòa",
    "thẻ",
    "OTP",
    "“trích”",
    "a_b",
    "5%",
    "&",
    "C#",
    "A/B",
    "…",
)


@dataclass(frozen=True)
class Folder:
    """A course with what belongs to it, as somebody might hand it in."""

    files: dict[str, bytes]
    bank: bytes
    glossary: bytes


def sentence() -> st.SearchStrategy[str]:
    """Return a few words that begin with a letter."""
    return st.lists(st.sampled_from(WORDS), max_size=6).map(lambda words: " ".join(["Việc", *words]))


def encoded() -> st.SearchStrategy[Callable[[str], bytes]]:
    """Return a way in which an editor writes a text: Unicode form, line ends, byte order mark."""
    return st.builds(
        lambda form, end, mark: (
            lambda text: (mark + unicodedata.normalize(form, text).replace("\n", end)).encode()
        ),
        st.sampled_from(["NFC", "NFD"]),
        st.sampled_from(["\n", "\r\n"]),
        st.sampled_from(["", "\ufeff"]),
    )


def picture() -> st.SearchStrategy[bytes]:
    def drawn(width: int, height: int, red: int) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (width, height), (red, 90, 87)).save(out, "PNG")
        return out.getvalue()

    return st.builds(drawn, st.integers(1, 40), st.integers(1, 40), st.integers(0, 255))


def drawing() -> st.SearchStrategy[bytes]:
    return st.integers(20, 200).map(lambda n: DRAWING.format(n=n).encode())


MEDIA = {
    "media/anh.png": picture(),
    "media/hinh.svg": drawing(),
    "media/du-lieu.csv": st.just(b"a,b\r\n1,2\n"),
}


def block() -> st.SearchStrategy[str]:
    """Return a piece of a step's body."""
    return st.one_of(
        sentence(),
        sentence().map(lambda text: f"> [!TIP]\n> {text}"),
        sentence().map(lambda text: f"1. {text}\n\n    ![{text}](media/anh.png)\n\n2. {text}"),
        sentence().map(lambda text: f"- {text}\n  - {text}\n- **{text}**"),
        sentence().map(lambda text: f"- [ ] {text}\n- [ ] Xong"),
        sentence().map(lambda text: f"### Android\n1. {text}\n\n### iPhone\n1. {text}"),
        sentence().map(lambda text: f"Mở {{{{ten_app}}}} {text}, đọc [từ](../glossary.md#otp)."),
        sentence().map(lambda text: f"| A | B |\n|---|---|\n| {text} | 1 |"),
        sentence().map(lambda text: f"```\n{text}\n\tthụt\n```"),
        st.just("[Bảng tính](media/du-lieu.csv) và ![Hình vẽ](media/hinh.svg)"),
    )


def task(kind: str, text: str) -> str:
    if kind == "self":
        return f"Nộp: tự kiểm | Chấm: tự kiểm | Điểm: 10\n\n- [ ] {text}\n"
    if kind == "photo":
        return f"Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10\n\n{text}\n\n- 6đ: {text}\n- 4đ: Rõ\n"
    if kind == "seen":
        return f"Nộp: trực tiếp | Chấm: người hướng dẫn | Điểm: 10\n\n- [ ] {text} (bắt buộc)\n"
    return f"```sort\nnhóm: Thật | Giả\n- {text} -> Thật\n- Khác hẳn -> Giả\n  > Vì sao: {text}\n```\n"


@st.composite
def lesson(draw: st.DrawFn, number: int, slug: str, before: str) -> str:
    front = [
        f"id: bai-{number}",
        f"title: {json.dumps(draw(sentence()), ensure_ascii=False)}",
        f"kind: {draw(st.sampled_from(['read', 'practice', 'task']))}",
        *draw(st.lists(st.sampled_from(["outcome: 'Làm được'", "checked_on: 2026-11-21"]), unique=True)),
        *([f"requires: [{before}]"] if before and draw(st.booleans()) else []),
        *draw(st.sampled_from([[], ["on_update: ask"], ["on_update: reset", f"aliases: [bai-cu-{number}]"]])),
    ]
    parts = [draw(sentence())]
    for step in range(1, draw(st.integers(1, 3)) + 1):
        minutes = f"Thời gian: {draw(st.integers(1, 9))} phút\n" if draw(st.booleans()) else ""
        parts.append(f"## Bước {step}. {draw(sentence())} {{#buoc-{step}}}\n{minutes}")
        parts += draw(st.lists(block(), min_size=1, max_size=4))
    for at, kind in enumerate(draw(st.lists(st.sampled_from(["self", "photo", "seen", "sort"]), max_size=2))):
        parts.append(f"## Nhiệm vụ: {draw(sentence())} {{#nv-{at}}}\n{task(kind, draw(sentence()))}")
    if number == 1 and draw(st.booleans()):
        parts.insert(
            1, f"[Kiểm tra nhanh](../../quizzes/{slug}.md)"
        )  # behind a device's passage it would be refused
    ending = draw(st.sampled_from(["", "\n", "\n\n  \n"]))
    return "---\n" + "\n".join(front) + "\n---\n" + "\n\n".join(parts) + ending


@st.composite
def course(draw: st.DrawFn, slug: str) -> Folder:
    """Draw a course of this id, with a bank of the same name and a glossary."""
    title = json.dumps(draw(sentence()), ensure_ascii=False)
    head = f"---\nid: {slug}\ntitle: {title}\nstatus: {draw(st.sampled_from(['draft', 'published']))}\n"
    texts = {"course.md": head + f"authors: [{title}]\n---\n{draw(sentence())}\n"}
    for number in range(1, draw(st.integers(1, 3)) + 1):
        before = f"bai-{number - 1}" if number > 1 else ""
        texts[f"{number:02}-bài {number}.md"] = draw(lesson(number, slug, before))
    texts |= draw(st.sampled_from([{}, {"README.md": "Đọc trước"}, {"LICENSE": "CC BY\r\n"}]))
    files = {name: draw(encoded())(text) for name, text in texts.items()}
    files |= {path: draw(content) for path, content in MEDIA.items()}
    files |= draw(st.sampled_from([{}, {"ghi-chu.docx": b"x"}, {"README.md": b"\xff\xfe"}]))
    form = draw(st.sampled_from(["NFC", "NFD"]))
    files = {unicodedata.normalize(form, path): content for path, content in files.items()}
    bank = f"---\nid: {slug}\ntitle: {title}\n---\n# Chung {{#chung}}\n## {draw(sentence())}? {{#c1}}\n- (x) Đúng\n- ( ) Sai\n"
    return Folder(files, draw(encoded())(bank), draw(encoded())(draw(glossary())))


@st.composite
def glossary(draw: st.DrawFn) -> str:
    """Draw a glossary that has the word "otp"."""
    entries = [f"## mã OTP {{#otp}}\nEnglish: one-time code\n{draw(sentence())}."]
    for number in range(draw(st.integers(0, 3))):
        name, meaning = draw(sentence()), draw(sentence())
        written = draw(
            st.sampled_from(
                [
                    f"## {name} {{#tu-{number}}}\nEnglish: word\n{meaning}\n",
                    f"## {name}\n\n\n{meaning} *nghiêng* [mã](#otp)\n\n",
                    f"##\t{name} ##\nEnglish: word\n\n- {meaning}\n\tthụt\n",
                    f"## {name} {{#tu-{number}}} ##\n```\n## không phải từ\n```\n{meaning}",
                ]
            )
        )
        entries.insert(draw(st.integers(0, len(entries))), written)
    return draw(st.sampled_from(["", "# Từ điển\n\nLời mở đầu.\n\n"])) + "\n".join(entries)
