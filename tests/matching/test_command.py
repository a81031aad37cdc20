"""``lms pairing suggest``: the same words the same way twice; a dry run writes nothing."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event

from lms.cli.suggesting import suggest
from tests.factories import Site
from tests.matching.makers import ask, offer, pairs_in, practise, refuse, suggested
from tests.pairing.makers import Staff, make_staff
from tests.skills.makers import publish_skills


@pytest.fixture
def staff(site: Site) -> Staff:
    publish_skills(site)
    staff = make_staff(site)
    practise(site, staff.mentor)
    offer(site, staff.mentor, places=3)
    ask(site, staff.colleague)
    ask(site, staff.officer)
    refuse(site, staff.officer, staff.mentor)
    return staff


def call(site: Site, *arguments: str) -> Result:
    with site.app.app_context():
        return CliRunner().invoke(suggest, [*arguments])


def test_a_dry_run_prints_what_the_real_one_stores_and_writes_nothing(site: Site, staff: Staff) -> None:
    writes: list[str] = []

    def watch(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            writes.append(statement)

    engine = site.app.extensions["test_engine"]
    event.listen(engine, "before_cursor_execute", watch)
    dry = call(site, "--dry-run")
    event.remove(engine, "before_cursor_execute", watch)
    assert dry.exit_code == 0, dry.output
    assert writes == []
    assert suggested(site) == {}
    real = call(site)
    assert suggested(site) == {staff.colleague.id: staff.mentor.id}
    assert dry.stdout.replace("Chạy thử: chưa ghi gì.\n", "") == real.stdout
    assert "Vũ Thị Lý ← Trần Quang Minh" in real.stdout
    assert (
        "Ghép vì: Cùng đơn vị, nên dễ gặp nhau. Người hướng dẫn đã làm đúng các bài thực hành “Nhận ra trang giả”"
        in real.stdout
    )
    assert "Phạm Văn Sơn · cần cán bộ sắp xếp: Có người làm được việc này" in real.stdout


def test_twice_is_the_same_and_one_suggestion_a_person(site: Site, staff: Staff) -> None:
    first, second = call(site), call(site)
    assert first.stdout == second.stdout
    assert len(pairs_in(site, "suggested")) == 1


def test_one_unit_by_its_number_and_an_unknown_one(site: Site, staff: Staff) -> None:
    other = call(site, "--unit", str(staff.stranger.unit_id), "--dry-run")
    assert "Trường khác" in other.stdout
    assert "THCS Sông Cầu" not in other.stdout
    for named in ("khong-co", "0", "-1", "²", str(2**31), str(2**63), "9" * 5_000):
        unknown = call(site, "--unit", named)
        assert unknown.exit_code == 2
        assert "see: lms people unit-tree" in unknown.output


def test_going_on_with_a_run_that_is_not_there_says_where_its_number_stands(site: Site, staff: Staff) -> None:
    unknown = call(site, "--run", "4711")
    assert unknown.exit_code == 2
    assert "there is no run 4711" in unknown.output
