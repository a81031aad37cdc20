"""What two people wrote within their pair: meetings in each state, notes, goals; for looking at pages."""

from datetime import timedelta

from lms import clock
from lms.mentoring.services.meetings import Days, Met, confirm_meeting, deny_meeting, log_meeting, version_of
from lms.mentoring.services.notes import write_note
from lms.pairing.services.goals import agree_to_goal, propose_goal
from tests.factories import Person, Site


def put_together(site: Site, pair_id: int, mentor: Person, learner: Person) -> dict[str, str]:
    """Let the two meet four times, write and set goals; return by place in addresses what the mentor made."""
    now = clock.now()
    today = now.date()
    days = Days(today, today - timedelta(days=9))
    with site.working():
        met = Met(today - timedelta(days=7), 30, "school", "Nhận ra máy của tôi", "Cô làm được gần hết.")
        first = log_meeting(pair_id, mentor.id, met, 0, days, now)
        confirm_meeting(pair_id, first.id, learner.id, version_of(first), now)
        met = Met(today - timedelta(days=4), 15, "phone", "", "")
        second = log_meeting(pair_id, mentor.id, met, first.id, days, now)
        deny_meeting(pair_id, second.id, learner.id, version_of(second), now)
        met = Met(today - timedelta(days=1), 60, "home", "Kết nối mạng", "Hẹn thứ Tư gặp lại.")
        third = log_meeting(pair_id, mentor.id, met, second.id, days, now)
        log_meeting(pair_id, learner.id, Met(today, 30, "school", "", ""), 0, days, now)
        shared = write_note(pair_id, mentor.id, "shared", "Lần sau mang dây sạc.\nXem lại bước 3.", 0, now)
        write_note(pair_id, learner.id, "shared", "Em hỏi thêm về mật khẩu Wi-Fi ở trường.", 0, now)
        write_note(pair_id, mentor.id, "private", "Nên đi chậm hơn ở phần cài ứng dụng.", shared.id, now)
        due = today + timedelta(days=30)
        goal = propose_goal(pair_id, mentor.id, "c-thai-nguyen", "Tự cài được một mình", due, today, now)
        agree_to_goal(pair_id, goal.id, learner.id, now)
        waiting = propose_goal(pair_id, mentor.id, "chu-ky-so/ky-va-doc-tep", "", due, today, now)
        mine = propose_goal(pair_id, learner.id, "ho-so-dien-tu", "", due, today, now)
    return {
        "meeting_id": str(third.id),
        "denied": str(second.id),
        "note_id": str(shared.id),
        "goal_id": str(goal.id),
        "waiting": str(waiting.id),
        "mine": str(mine.id),
    }
