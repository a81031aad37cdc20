"""Photos beside an answer: safe, within limits, each once, never lost to a text that is saved, and for few eyes."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from lms import clock, photos
from lms.core.people import Role
from lms.db import db
from lms.quizzes.cli import group
from lms.quizzes.models import AnswerPhoto
from tests.factories import Site, csrf_token
from tests.practice.makers import photo
from tests.practice.test_evidence import HOSTILE, SVG
from tests.quizzes.conftest import Clock
from tests.quizzes.makers import Learner, another_browser, bank_text, learner, main_of

QUESTIONS = """## Gửi ảnh trang ứng dụng trong kho. {#anh type=evidence}
- 2đ: Thấy rõ tên nhà phát hành
## Gửi ảnh thứ hai. {#anh-hai type=evidence}
- 1đ: Rõ
"""
SPOKEN = "Tệp này không phải ảnh"


@pytest.fixture
def who(site: Site, clock_at: Clock) -> Learner:
    someone = learner(site, bank_text(QUESTIONS))
    someone.begin()
    return someone


def send(who: Learner, *files: bytes, number: int = 1, **fields: Any) -> Any:
    """Send the form of an evidence question; the test client would leave large files open on the disk."""
    sent = [FileStorage(io.BytesIO(file), f"anh-{at}.jpg") for at, file in enumerate(files)]
    values = {"csrf_token": csrf_token(who.client, "/hien-thi"), "seq": "1", "photos": sent, **fields}
    boundary, body = encode_multipart(values)
    return who.client.post(
        f"{who.path}/cau/{number}", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def jpeg(shade: int = 30) -> bytes:
    return photo((shade, 90, 140)).getvalue()


def rows(who: Learner, *, all_of_them: bool = False) -> list[AnswerPhoto]:
    """Return the photos that are kept, or also those that were taken away."""
    with who.site.app.app_context():
        found = select(AnswerPhoto).order_by(AnswerPhoto.created_at, AnswerPhoto.id)
        kept = [] if all_of_them else [AnswerPhoto.deleted_at.is_(None)]
        return list(db.session.scalars(found.where(*kept)))


def files(site: Site) -> set[str]:
    """Return the names of the files that lie in the storage for answers."""
    storage = site.app.extensions["storage"]
    return set(storage.list_older("answers", clock.now() + timedelta(days=10_000)))


def seen(client: FlaskClient, path: str) -> int:
    return client.get(path).status_code


def test_photos_and_a_line_are_kept_and_the_learner_goes_on(who: Learner) -> None:
    answer = send(who, jpeg(), jpeg(200), t="Chụp ở kho chính thức")
    assert (answer.status_code, answer.location) == (303, f"{who.path}/cau/2")
    keys = [row.id for row in rows(who)]
    assert len(keys) == 2
    assert who.sitting().answer("anh").response == {"t": "Chụp ở kho chính thức", "files": keys}
    page = who.get("/cau/1").text
    assert page.count("<img") == 2
    assert "Ảnh đã giữ: 2 trên 5" in page
    assert files(who.site) >= {row.storage_name for row in rows(who)}


def test_a_photo_alone_is_an_answer_and_so_are_words_alone(who: Learner) -> None:
    send(who, jpeg())
    send(who, number=2, t="Máy không cho chụp màn hình này.")
    page = main_of(who.get("/xem-lai"))
    assert "Thầy cô đã trả lời đủ 2 câu" in page
    who.hand_in()
    assert {who.sitting().answer(key).marked_state for key in ("anh", "anh-hai")} == {"needs_person"}


def test_nothing_at_all_is_asked_for_again(who: Learner) -> None:
    assert send(who).status_code == 422
    answer = send(who, them="1")
    assert answer.status_code == 422
    assert "Chưa chọn ảnh nào" in answer.text
    assert "<title>Lỗi:" in answer.text


def test_adding_one_after_the_other_stays_on_the_question(who: Learner) -> None:
    answer = send(who, jpeg(), them="1", t="một")
    assert answer.location == f"{who.path}/cau/1#anh"
    send(who, jpeg(200), them="1", t="hai", seq="2")
    assert len(rows(who)) == 2
    assert who.sitting().answer("anh").response["t"] == "hai"


def test_two_taps_add_a_photo_once_and_leave_no_file_behind(who: Learner) -> None:
    before = files(who.site)
    for _ in range(2):
        assert send(who, jpeg(), t="một lần").status_code == 303
    assert len(rows(who)) == 1
    assert len(files(who.site) - before) == 1


def test_a_photo_is_taken_away_with_its_file_and_can_be_added_again(who: Learner) -> None:
    before = files(who.site)
    send(who, jpeg(), jpeg(200))
    first, second = rows(who)
    answer = send(who, bo=first.id, t="chữ vừa gõ", seq="2")
    assert answer.location == f"{who.path}/cau/1#anh"
    assert who.sitting().answer("anh").response == {"t": "chữ vừa gõ", "files": [second.id]}
    assert files(who.site) - before == {second.storage_name}
    assert seen(who.client, f"{who.path}/anh/{first.id}") == 404
    again = jpeg() if first.pixels_sha256 != second.pixels_sha256 else jpeg(9)
    send(who, again, jpeg(200), seq="3", t="chữ vừa gõ")
    assert len(rows(who)) == 2


def test_text_saved_by_the_script_or_a_second_device_drops_no_photo(who: Learner) -> None:
    send(who, jpeg())
    (kept,) = rows(who)
    told = who.save([{"question": "anh", "seq": 7, "fields": {"t": "từ máy này", "files": ["bịa"]}}])
    assert (told.get_json()["saved"], told.get_json()["other"]) == ({"anh": 7}, [])
    assert who.sitting().answer("anh").response == {"t": "từ máy này", "files": [kept.id]}
    other = another_browser(who)
    other.take_over()
    send(other, jpeg(200), seq="900000", t="từ máy kia")
    assert [row.id for row in rows(who)] == who.sitting().answer("anh").response["files"]
    who.save([{"question": "anh", "seq": 8, "fields": {"t": "trễ"}}])
    send(who, jpeg(90), seq="9", t="trễ")
    assert who.sitting().answer("anh").response["t"] == "từ máy kia"
    assert len(who.sitting().answer("anh").response["files"]) == 3


def test_an_older_page_is_told_of_the_newer_text_and_its_photo_is_kept(who: Learner) -> None:
    send(who, t="mới", seq="5")
    answer = send(who, jpeg(), t="cũ", seq="2")
    assert answer.status_code == 409
    assert "cũ" in answer.text
    assert answer.text.count("<img") == 1
    assert who.sitting().answer("anh").response["t"] == "mới"


def test_keys_that_are_claimed_mean_nothing_unless_they_are_of_this_answer(who: Learner, site: Site) -> None:
    someone = site.person("Lê Văn Bình")
    other = Learner(site, site.client(someone), someone)
    other.begin()
    send(other, jpeg())
    send(who, jpeg(200), number=2)
    theirs, elsewhere = rows(who)
    for key in (theirs.id, elsewhere.id, "0" * 32, "../x"):
        send(who, t="chỉ có chữ", bo=key, files=key)
    assert len(rows(who)) == 2
    assert who.sitting().answer("anh").response == {"t": "chỉ có chữ"}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_fit_photo_is_named_and_not_kept_and_the_text_is(who: Learner, name: str) -> None:
    content, words = HOSTILE[name]
    before = files(who.site)
    answer = send(who, content, t="chữ đã gõ")
    assert answer.status_code == 422
    assert "<title>Lỗi:" in answer.text
    assert "anh-0.jpg: " in answer.text
    assert words in answer.text
    assert "chữ đã gõ" in answer.text
    assert who.sitting().answer("anh").response == {"t": "chữ đã gõ"}
    assert files(who.site) == before
    assert rows(who) == []


def test_the_good_photo_is_kept_when_the_other_is_bad(who: Learner) -> None:
    answer = send(who, jpeg(), SVG)
    assert answer.status_code == 422
    assert SPOKEN in answer.text
    assert len(rows(who)) == 1


def test_five_photos_are_the_most_and_the_first_are_kept(who: Learner) -> None:
    assert send(who, *(jpeg(shade) for shade in range(0, 240, 40)), t="sáu").status_code == 422
    assert len(rows(who)) == 5
    assert 'type="file"' not in main_of(who.get("/cau/1"))
    answer = send(who, jpeg(250), seq="2", t="thêm")
    assert answer.status_code == 422
    assert "Chỉ gửi được 5 ảnh" in answer.text
    assert len(rows(who)) == 5
    assert who.sitting().answer("anh").response["t"] == "thêm"


def test_the_share_of_the_storage_has_an_end_and_the_text_is_kept(
    who: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "LARGEST_SHARE", 100)
    before = files(who.site)
    answer = send(who, jpeg(), t="hết chỗ mà chữ còn")
    assert answer.status_code == 422
    assert "hết chỗ rồi" in answer.text
    assert who.sitting().answer("anh").response == {"t": "hết chỗ mà chữ còn"}
    assert files(who.site) == before


def test_what_lies_in_the_photo_besides_its_pixels_is_gone(who: Learner) -> None:
    send(who, photo(tagged=True).getvalue() + b"<script>alert(1)</script>PK\x03\x04")
    (kept,) = rows(who)
    served = who.client.get(f"{who.path}/anh/{kept.id}")
    assert not {b"SECRET", b"<script>", b"PK\x03\x04"} & {
        each for each in (b"SECRET", b"<script>", b"PK\x03\x04") if each in served.data
    }
    assert not Image.open(io.BytesIO(served.data)).getexif()


def test_it_is_a_picture_and_nothing_more(who: Learner) -> None:
    send(who, jpeg())
    (kept,) = rows(who)
    answer = who.client.get(f"{who.path}/anh/{kept.id}")
    assert answer.content_type == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_but_the_learner_has_this_address(who: Learner, site: Site) -> None:
    send(who, jpeg())
    (kept,) = rows(who)
    path = f"{who.path}/anh/{kept.id}"
    unit = site.unit("THCS Sông Cầu")
    roles = (None, Role.TRAINER, Role.COORDINATOR, Role.ADMIN)
    people = [site.person(f"Người {n}", unit, role=role) for n, role in enumerate(roles)]
    site.pair(people[0], who.person)
    for person in people:
        assert seen(site.client(person), path) == 404
    assert "/dang-nhap" in site.client().get(path).location
    own = Learner(site, site.client(people[1]), people[1])
    own.begin()
    assert seen(own.client, f"{own.path}/anh/{kept.id}") == 404
    for crooked in ("0" * 32, "1", "..%2f..%2fsecret"):
        assert seen(who.client, f"{who.path}/anh/{crooked}") == 404


def test_a_photo_after_the_time_is_kept_apart(who: Learner, site: Site, clock_at: Clock) -> None:
    someone = site.person("Lê Văn Bình")
    late = learner(site, bank_text(QUESTIONS, time=10), someone)
    late.begin()
    send(late, jpeg(), t="kịp")
    (in_time,) = rows(late)
    clock_at.forward(minutes=12)
    answer = send(late, jpeg(200), t="muộn", bo=in_time.id)
    assert answer.location == late.path
    assert late.sitting().answer("anh").response == {"t": "kịp", "files": [in_time.id]}
    assert [row.is_late for row in rows(late)] == [False, True]


def test_after_the_hand_in_nothing_is_added_or_taken_away(who: Learner) -> None:
    send(who, jpeg())
    (kept,) = rows(who)
    before = files(who.site)
    who.hand_in()
    assert send(who, jpeg(200), bo=kept.id).location == f"{who.path}/ket-qua"
    assert [row.id for row in rows(who)] == [kept.id]
    assert files(who.site) == before
    assert who.get("/ket-qua").text.count("<img") == 1


def test_files_are_removed_when_the_record_cannot_be_written(
    who: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(who.site)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("lms.quizzes.services.keep_answers", broken)
    assert send(who, jpeg()).status_code == 500
    assert files(who.site) == before
    assert rows(who) == []


def test_a_question_of_another_type_takes_no_file(site: Site, clock_at: Clock) -> None:
    who = learner(site)
    who.begin()
    before = files(site)
    assert send(who, jpeg(), **who.right(1)).status_code == 303
    assert (rows(who), files(site)) == ([], before)


def swept(site: Site) -> str:
    with site.app.app_context():
        result = CliRunner().invoke(group, ["sweep"])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_sweep_deletes_photos_thirty_days_after_the_marks(who: Learner, clock_at: Clock) -> None:
    before = files(who.site)
    send(who, jpeg())
    who.hand_in()
    with who.site.working():
        attempt = who.sitting().id
        db.session.execute(
            db.text("UPDATE attempts SET state = 'graded', graded_at = started_at WHERE id = :id"),
            {"id": attempt},
        )
    clock_at.forward(days=29)
    swept(who.site)
    assert len(files(who.site) - before) == 1
    clock_at.forward(days=2)
    swept(who.site)
    assert (rows(who), files(who.site) - before) == ([], set())
    assert "0 photos deleted" in swept(who.site)


def test_the_sweep_deletes_photos_that_nobody_marked_after_a_year(who: Learner, clock_at: Clock) -> None:
    send(who, jpeg())
    clock_at.forward(days=364)
    swept(who.site)
    assert len(rows(who)) == 1
    clock_at.forward(days=2)
    swept(who.site)
    assert rows(who) == []


def test_the_sweep_deletes_files_that_no_row_knows_and_no_others(
    who: Learner, clock_at: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(who, jpeg(), jpeg(200))
    first, second = rows(who)
    storage = who.site.app.extensions["storage"]
    with monkeypatch.context() as patch:
        patch.setattr(storage, "delete", lambda _name: 1 / 0)  # the storage is away for a moment
        send(who, bo=first.id, seq="2")
    for name in (unborn := f"answers/{'f' * 32}.jpg", theirs := f"evidence/{'e' * 32}.jpg"):
        storage.put(name, jpeg(), "image/jpeg")  # the process died before the row was written
    swept(who.site)
    assert {first.storage_name, unborn, second.storage_name} <= files(who.site)
    clock_at.at = datetime.now(UTC) + timedelta(days=2)
    swept(who.site)
    assert not {first.storage_name, unborn} & files(who.site)
    assert second.storage_name in files(who.site)
    assert storage.get(theirs)
