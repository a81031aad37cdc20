"""Whoever reads everything that they can open, no page names anybody of a twin unit before a pair begins."""

from click.testing import CliRunner

from lms import clock
from lms.cli.suggesting import suggest
from lms.core.people import Role
from lms.db import db
from lms.matching.models import Twinning
from lms.matching.services import twins
from lms.pairing.queries.pairs import get_pair
from lms.pairing.services import life
from tests.factories import NOW, Site
from tests.matching.makers import pairs_in, run_for, suggested
from tests.matching.twinned import (
    Twins,
    answer,
    ask_by_page,
    cast,
    names_in,
    page,
    press,
    read_everything,
    run_root,
    twin,
)

__all__ = ["cast"]


def leaks(
    site: Site, cast: Twins, pair_id: int = 0, began: bool = False, readers: int = 3
) -> list[tuple[str, str]]:
    """Return who reads whose name across the two units, other than the two of a pair and, once it began, A's officer.

    ``readers`` of each unit look: the officer, then the two of the pair, then an onlooker.
    """
    found = []
    for own, others, unit_id in ((cast.of_a, cast.of_b, cast.a), (cast.of_b, cast.of_a, cast.b)):
        for reader in own[:readers]:
            values = {
                "unit_id": str(unit_id),
                "pair_id": str(pair_id),
                "user_id": str(others[1].id),
                "slug": "thu-nghiem",
            }
            for name in sorted(names_in(read_everything(site, reader, values), others)):
                found.append((reader.full_name, name))
    two = {(cast.asker.full_name, cast.helper.full_name), (cast.helper.full_name, cast.asker.full_name)}
    allowed = (two if pair_id else set()) | (
        {(cast.officer_a.full_name, cast.helper.full_name)} if began else set()
    )
    return [each for each in found if each not in allowed]


def test_no_page_names_anybody_of_the_twin_before_and_with_suggestions(site: Site, cast: Twins) -> None:
    ask_by_page(site, cast)
    assert leaks(site, cast, readers=1) == []
    answer(site, cast.officer_b, cast.b, "dong-y")
    run_for(site, run_root(site, cast))
    assert suggested(site) == {cast.asker.id: cast.helper.id}
    assert leaks(site, cast) == []


def test_no_page_names_anybody_of_the_twin_from_invitation_to_end(site: Site, cast: Twins) -> None:
    made = twin(site, cast)
    run_for(site, cast.a)
    (pair,) = pairs_in(site, "suggested")
    press(site, cast.officer_a, f"/ghep-cap/{cast.a}/moi", cap=str(pair.id), gui="chon")
    assert leaks(site, cast, pair.id, readers=2) == []
    assert "kèm một người học của THCS Sông Cầu" in page(site, cast.officer_b, cast.b)
    with site.working():
        life.accept(get_pair(pair.id), cast.asker.id, NOW)
        life.accept(get_pair(pair.id), cast.helper.id, NOW)
    assert (
        "Quách Thị Diễmbb kèm Vũ Thị Lýaa"
        in site.client(cast.officer_a).get(f"/ghep-cap/{cast.a}?muc=dang-di").text
    )
    assert leaks(site, cast, pair.id, began=True, readers=4) == []
    with site.working():
        twins.pause(db.session.get_one(Twinning, made), cast.a, cast.officer_a.id, NOW)
    assert leaks(site, cast, pair.id, began=True, readers=1) == []
    with site.working():
        twins.end(db.session.get_one(Twinning, made), cast.b, "Đủ rồi", cast.officer_b.id, NOW)
        life.end(get_pair(pair.id), cast.asker.id, "", "", "", clock.now())
    assert leaks(site, cast, pair.id, began=True, readers=2) == []


def test_the_log_of_a_units_admin_names_nobody_of_the_twin_who_answered(site: Site, cast: Twins) -> None:
    admin = site.person("Lý Văn Trưởngaa", cast.a, role=Role.ADMIN)
    twin(site, cast)
    run_for(site, cast.a)
    (pair,) = pairs_in(site, "suggested")
    press(site, cast.officer_a, f"/ghep-cap/{cast.a}/moi", cap=str(pair.id), gui="chon")
    with site.working():
        life.accept(get_pair(pair.id), cast.helper.id, NOW)
        life.decline(get_pair(pair.id), cast.helper.id, "canary: tôi bận", NOW)
    text = site.client(admin).get("/quan-tri/nhat-ky").text
    assert "Đồng ý vào cặp" in text
    assert "THCS Bến Tre" in text
    assert names_in(text, cast.of_b) == set()
    assert "canary" not in text
    assert "canary" not in site.client(cast.officer_a).get(f"/ghep-cap/{cast.a}/vi-sao").text
    above = site.client(cast.admin).get(f"/quan-tri/nhat-ky?don-vi={cast.a}").text
    assert names_in(above, cast.of_b) == {cast.helper.full_name}
    assert "canary" in above


def test_the_command_for_one_unit_prints_nobody_of_its_twin(site: Site, cast: Twins) -> None:
    twin(site, cast)

    def printed(*arguments: str) -> str:
        with site.app.app_context():
            return CliRunner().invoke(suggest, [*arguments]).output

    for arguments in (("--dry-run",), ()):
        text = printed("--unit", str(cast.a), *arguments)
        assert "Vũ Thị Lýaa ← một người hướng dẫn của THCS Bến Tre" in text
        assert names_in(text, cast.of_b) == set()
    assert names_in(printed("--dry-run"), cast.of_b) == {cast.helper.full_name}  # the whole tree is one's own
