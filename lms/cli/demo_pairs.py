"""What the demo people have done together: a goal, two meetings, a note; somebody who asks for a mentor and is invited."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lms.core.sight import EVERYTHING
from lms.courses.queries import get_published, list_heads
from lms.matching.services.wishes import Wish, keep_need
from lms.mentoring.services.meetings import Days, Met, confirm_meeting, log_meeting, version_of
from lms.mentoring.services.notes import write_note
from lms.pairing.services.inviting import invite
from lms.pairing.services.pairs import pair_people

TOGETHER = timedelta(days=20)
NO_CONSENT = "Người dùng thử: không có ai thật để đồng ý."


def pair_up(ids: Mapping[str, int], now: datetime, zone: ZoneInfo) -> None:
    """Let thầy Minh help two colleagues, and be invited to help a third, who asks for it."""
    minh, son = ids["Trần Quang Minh"], ids["Phạm Văn Sơn"]
    heads = list_heads()
    goals = (heads[0].slug,) if heads else (EVERYTHING,)
    for mentee in ("Nguyễn Thị Hòa", "Đỗ Văn Hùng"):
        pair = pair_people(minh, ids[mentee], son, now - TOGETHER, goals)
        _meet(pair.id, minh, ids[mentee], now, zone)
    for head in heads[:1]:
        skill = get_published(head.revision_id).course.skills[0]
        name = f"{head.slug}/{skill.id}"
        wish = Wish((name,), ("t4-chieu",), "android", None, NO_CONSENT)
        keep_need(ids["Vũ Thị Lý"], wish, "", now - timedelta(days=2))
        invite(minh, ids["Vũ Thị Lý"], {name: skill.title}, son, now - timedelta(days=1))


def _meet(pair_id: int, mentor_id: int, mentee_id: int, now: datetime, zone: ZoneInfo) -> None:
    """A meeting that both confirmed, and one that waits for the mentee's word."""
    days = Days(today=now.astimezone(zone).date(), began=(now - TOGETHER).astimezone(zone).date())
    first = log_meeting(
        pair_id,
        mentor_id,
        Met(days.today - timedelta(days=8), 30, "school", "", "Lần sau mang theo dây sạc."),
        0,
        days,
        now - timedelta(days=8),
    )
    confirm_meeting(pair_id, first.id, mentee_id, version_of(first), now - timedelta(days=7))
    log_meeting(
        pair_id,
        mentor_id,
        Met(days.today - timedelta(days=1), 15, "school", "", ""),
        first.id,
        days,
        now - timedelta(days=1),
    )
    write_note(
        pair_id, mentor_id, "shared", "Hẹn nhau ở phòng thư viện, có ổ điện.", 0, now - timedelta(days=8)
    )
