"""A report of harm to look at, in a pair of its own, so that nothing else on the stage rests."""

from lms import clock
from lms.core.people import Role
from lms.mentoring.services.harm import report_harm
from lms.pairing.queries.pairs import get_pair
from tests.factories import Person, Site


def put_on_a_report(site: Site, people: dict[str, Person], school: int, union: int) -> dict[str, str]:
    """Put on somebody with the safeguarding role, and a report; return how addresses name it."""
    people["guardian"] = site.person("Ngô Thị Bảy", school, role=Role.SAFEGUARDING, role_unit_id=union)
    one, other = site.person("Mai Thị Cúc", school), site.person("Tạ Văn Đông", school, honorific="thầy")
    pair_id = site.pair(other, one)
    with site.working():
        kept = report_harm(get_pair(pair_id), one.id, "secrets", "Nhiều lần hỏi mã OTP của tôi.", clock.now())
        return {"harm": f"/an-toan/{kept.id}"}
