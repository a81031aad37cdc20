"""A small course and bank for tests, published through the real compiler."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from lms.authoring.queries import CompiledContent, Content, compile_content, read_content
from lms.authoring.services import publish as publish_content
from lms.authoring.services import store_media
from lms.courses.models import Course
from lms.db import db
from lms.paths import shipped
from tests.factories import NOW, Site

COMPILED_ON = date(2026, 11, 21)
_compiled: dict[str, CompiledContent] = {}

COURSE = """---
id: thu-nghiem
title: "Khóa thử nghiệm"
summary: "Một khóa nhỏ để thử"
lang: vi
status: published
authors: ["Nhóm thử"]
license: CC BY 4.0
minutes: {minutes}
certificate: true
complete_when: [steps, tasks, quizzes]
local_fields:
  - {{name: ten_app, label: "Tên ứng dụng trên kho", hint: "Ghi đúng như trên kho."}}
skills:
  - {{id: cai-ung-dung, title: "Cài ứng dụng đúng chỗ", codes: ["4.3"]}}
---
Khóa này ngắn.
"""
LESSON = """---
id: bai-mot
title: "Bài 1. Mở máy"
kind: practice
minutes: 7
outcome: "Mở được máy"
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Nguồn thử"]
---
Bài này dễ.

## Bước 1. Bấm nút nguồn {#bam-nut}
Thời gian: 2 phút

### Android
1. Bấm nút bên phải.

### iPhone
1. Bấm nút cạnh trên.

## Bước 2. Mở ứng dụng {#mo-ung-dung}
Thời gian: 2 phút

Mở {{ten_app}} rồi đọc [mã OTP](../glossary.md#otp).

## Nhiệm vụ: Tự kiểm máy {#nv-tu-kiem}
Nộp: tự kiểm | Chấm: tự kiểm | Điểm: 10

- [ ] Máy đã bật
- [ ] Máy có sóng

[Kiểm tra nhanh](../../quizzes/thu-nghiem.md)
"""
SECOND = """---
id: bai-hai
title: "Bài 2. Nhờ người xem"
kind: task
minutes: 2
outcome: "Làm trước mặt người hướng dẫn"
requires: [bai-mot]
checked_on: 2026-11-21
review_by: 2027-05-21
sources: ["Nguồn thử"]
---
Làm lại một lần.

## Bước 1. Làm lại {#lam-lai}
Thời gian: 2 phút

Làm lại từ đầu.

## Nhiệm vụ: Làm trước mặt người hướng dẫn {#nv-xem}
Nộp: trực tiếp | Chấm: người hướng dẫn | Điểm: 10

- [ ] Tự bấm nút (bắt buộc)
- [ ] Nói được vì sao

## Nhiệm vụ: Gửi ảnh phiên bản {#nv-anh}
Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10

- 10đ: Thấy rõ phiên bản
"""
BANK = """---
id: thu-nghiem
title: "Kiểm tra: thử nghiệm"
pass: 50%
attempts: 0
review: each
show_key: true
---
# Chung {#chung}
## Ai được biết mã OTP? {#otp lesson=bai-mot}
- (x) Chỉ mình tôi
- ( ) Người hướng dẫn
  > Người hướng dẫn chỉ chỉ cách làm.

> Giải thích: Không ai có quyền hỏi mã OTP.
## Máy bật thì màn hình sáng. {#sang}
- (x) Đúng
- ( ) Sai

> Giải thích: Màn hình sáng khi máy bật.
"""
GLOSSARY = """# Từ điển

## mã OTP {#otp}
English: one-time code
Mã dùng một lần, không đọc cho ai.
"""


def small_course(**changes: str) -> dict[str, bytes]:
    """Return the files of the small course; ``changes`` replace files, given as name__md=text."""
    files = {"course.md": COURSE.format(minutes=9), "01-bai-mot.md": LESSON, "02-bai-hai.md": SECOND}
    for name, text in changes.items():
        files[name.replace("__", ".").replace("_", "-")] = text
    return {name: text.encode() for name, text in files.items()}


def compiled_once(content: Content) -> CompiledContent:
    """Compile for an empty site what was not compiled for one before; it depends on nothing else there."""
    if db.session.scalar(select(Course.id).limit(1)) is not None:
        return compile_content(content, COMPILED_ON)
    key = repr(content)
    if key not in _compiled:
        _compiled[key] = compile_content(content, COMPILED_ON)
    return _compiled[key]


def publish(site: Site, files: Mapping[str, bytes] | None = None, bank: str = BANK) -> str:
    """Publish the small course and its bank, and return the course's id."""
    publish_all(
        site,
        Content({"thu-nghiem": files or small_course()}, {"thu-nghiem": bank.encode()}, GLOSSARY.encode()),
    )
    return "thu-nghiem"


def publish_shipped(site: Site) -> None:
    """Publish the courses and banks that come with the site."""
    publish_all(site, read_content((shipped("courses"), shipped("quizzes"))))


def publish_all(site: Site, content: Content) -> None:
    """Publish what is in these folders."""
    with site.app.app_context():
        compiled = compiled_once(content)
        assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
        store_media(compiled, site.app.extensions["storage"])
    with site.working():
        publish_content(content, compiled, None, NOW)
