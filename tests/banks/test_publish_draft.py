"""Publishing a draft: the report first, ready questions only, ids that stay, nothing of anybody's replaced unasked."""

from sqlalchemy import select

from lms.accounts.models import AuditEntry
from lms.db import db
from lms.quizzes.queries import find_bank, get_current_bank
from tests.banks.drafting import (
    choose,
    draft_of,
    main_of,
    named,
    others,
    pasted,
    publish_form,
    published,
    row_of,
    trainer,
)
from tests.content import publish
from tests.factories import Site, post


def question_ids(site: Site, slug: str = "on-otp") -> list[str]:
    with site.app.app_context():
        return [question.id for question in get_current_bank(slug).questions.values()]


def test_the_report_says_what_will_happen_and_what_stays_behind(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    page = main_of(client.get(f"{address}/dang"))
    assert "Đăng 2 câu thành ngân hàng mới" in page
    assert "1 câu còn cần xem nên chưa đăng" in page
    assert "Chưa khóa học nào dùng" in page
    with site.app.app_context():
        assert find_bank("on-otp") is None


def test_ready_questions_are_published_and_the_draft_stays(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    answer = published(client, address)
    assert answer.status_code == 303
    page = main_of(client.get(answer.location))
    assert "Đã đăng. Còn một việc: đưa vào khóa học" in page
    assert "Người học" not in page, "no course uses it, so nobody sees it yet"
    assert "[Ôn OTP](../../quizzes/on-otp.md)" in page
    assert len(question_ids(site)) == 2
    assert draft_of(site, address).published_at is not None
    assert client.get(address).status_code == 200
    with site.app.app_context():
        actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"bank.published", "bank_draft.published"} <= actions


def test_a_second_publication_keeps_every_id_though_words_change(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    published(client, address)
    before = question_ids(site)
    choose(client, site, address, 0)
    row = row_of(site, address, 1)
    fields = {"stem": "Mã OTP để làm gì nhỉ?", "option-0": "Xác nhận", "option-1": "Đọc to", "right": "0"}
    assert post(client, f"{address}/cau/{row.id}", version="1", type="single", **fields).status_code == 303
    page = main_of(client.get(f"{address}/dang"))
    assert "1 câu mới, 1 câu có sửa, 0 câu nghỉ" in page
    assert "thay" not in publish_form(client, address)
    assert published(client, address).status_code == 303
    assert question_ids(site)[:2] == before
    assert len(question_ids(site)) == 3


def test_a_second_tap_finds_it_done(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    form = publish_form(client, address)
    for _ in range(2):
        assert client.post(f"{address}/dang", data=form).status_code == 303
    with site.app.app_context():
        published_ones = select(AuditEntry).where(AuditEntry.action == "bank_draft.published")
        assert len(list(db.session.scalars(published_ones))) == 1


def test_another_bank_of_the_same_id_is_replaced_only_when_asked(site: Site) -> None:
    publish(site)
    client = site.client(trainer(site))
    address = named(client, pasted(client), slug="thu-nghiem")
    page = main_of(client.get(f"{address}/dang"))
    assert "sẽ thay ngân hàng “Kiểm tra: thử nghiệm”" in page
    assert "Khóa thử nghiệm" in page
    refused = published(client, address)
    assert refused.status_code == 422
    assert "<title>Lỗi: " in refused.text
    assert "otp" in question_ids(site, "thu-nghiem")
    assert published(client, address, thay="1").status_code == 303
    assert "otp" not in question_ids(site, "thu-nghiem")


def test_a_report_that_is_out_of_date_publishes_nothing(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    form = publish_form(client, address)
    choose(client, site, address, 0)
    answer = client.post(f"{address}/dang", data=form)
    assert answer.status_code == 409
    assert "chưa đăng gì" in main_of(answer)
    with site.app.app_context():
        assert find_bank("on-otp") is None


def test_somebody_else_who_was_faster_is_not_overwritten(site: Site) -> None:
    first, second = (site.client(trainer(site, name)) for name in ("Lê Thị Lan", "Trần Văn Khác"))
    mine, theirs = (named(client, pasted(client)) for client in (first, second))
    form = publish_form(first, mine)
    published(second, theirs)
    answer = first.post(f"{mine}/dang", data=form)
    assert answer.status_code in (303, 409, 422)
    with site.app.app_context():
        bank = find_bank("on-otp")
        assert bank is not None
        assert bank.current_revision_id == draft_of(site, theirs).base_revision_id


def test_a_draft_without_a_ready_question_is_not_published(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client, "Câu 1: Gì đây?\nA. một\nB. hai\n"))
    page = client.get(f"{address}/dang")
    assert "Chưa có câu nào đăng được" in main_of(page)
    answer = post(client, f"{address}/dang")
    assert answer.status_code == 422
    assert "chưa có câu nào dùng được" in main_of(answer)


def test_a_question_that_changed_its_type_is_refused_with_the_reason(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    published(client, address)
    row = row_of(site, address, 1)
    text = f"## Mã OTP dùng để làm gì? {{#{row.written['id']}}}\n- = xác nhận\n"
    assert post(client, f"{address}/cau/{row.id}", version="1", cach="markdown", text=text).status_code == 303
    page = client.get(f"{address}/dang")
    assert "Còn 1 lỗi cần sửa" in main_of(page)
    answer = published(client, address)
    assert answer.status_code == 422
    assert len(question_ids(site)) == 2


def test_only_the_owner_publishes(site: Site) -> None:
    client = site.client(trainer(site))
    address = named(client, pasted(client))
    form = publish_form(client, address)
    del form["csrf_token"]
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        stranger = site.client(person)
        assert stranger.get(f"{address}/dang").status_code == status
        assert post(stranger, f"{address}/dang", **form).status_code == status
    with site.app.app_context():
        assert find_bank("on-otp") is None
