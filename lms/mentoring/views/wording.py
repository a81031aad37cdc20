"""What the mentor's screen says: how long something waits, and what to do next for one person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for

from lms import clock
from lms.core.next_step import NextStep
from lms.mentoring.queries.cards import Card
from lms.web import dates
from lms.web.translations import gettext

_NOON, _EVENING = 12, 18


def waits(since: datetime, within: timedelta) -> str:
    """Return how long a hand-in waits, and until when its unit wants it looked at."""
    return gettext("%(waited)s, %(until)s", waited=_waited(clock.now() - since), until=_until(since, within))


def _waited(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return gettext("vừa nộp")
    if hours < 24:
        return gettext("chờ %(n)s giờ", n=hours)
    return gettext("chờ %(n)s ngày", n=hours // 24)


def _until(since: datetime, within: timedelta) -> str:
    target = since + within
    if target <= clock.now():
        return gettext("đã quá %(n)s giờ, xem giúp ngay nhé", n=within // timedelta(hours=1))
    end = dates.local(target)
    days = (end.date() - dates.today()).days
    if days == 0:
        return gettext("nên xem trong hôm nay")
    if days > 1:
        return gettext("nên xem trước ngày %(day)s", day=dates.day(target))
    if end.hour < _NOON:
        return gettext("nên xem trước sáng mai")
    return gettext("nên xem trước tối mai") if end.hour >= _EVENING else gettext("nên xem trước chiều mai")


@dataclass(frozen=True)
class Advice:
    """One line of what to do next: why, what its button says, and where that leads."""

    words: str
    label: str
    path: str


def advise(card: Card) -> Advice:
    """Return the line of one person."""
    return Advice(_words(card), *_button(card))


def _words(card: Card) -> str:
    name = card.mentee.call_name
    match card.step:
        case NextStep.SAFETY:  # of every rest the same: nothing here may tell that somebody reported
            return gettext("Cặp đang tạm nghỉ. Thầy cô chưa cần làm gì.")
        case NextStep.REVIEW:
            first = card.waiting[0]
            return gettext(
                "Nộp “%(task)s”: %(waits)s",
                task=first.task.item.title,
                waits=waits(first.handed_in_at, first.review_within),
            )
        case NextStep.ASKED:
            first_asked = card.asked[0]
            return gettext(
                "Đang kẹt ở “%(place)s”, nhờ giúp %(ago)s",
                place=first_asked.place_title,
                ago=dates.ago(first_asked.asked_at),
            )
        case NextStep.STUCK if card.stuck:
            return gettext("Thử vài lần chưa qua: %(task)s. Cùng làm một lần nhé.", task=card.stuck)
        case NextStep.STUCK:
            return gettext("Thử vài lần chưa qua một bài. Hỏi xem đang vướng ở đâu.")
        case NextStep.LOCKED:
            return gettext("Khóa ký bị khóa vì nhập sai PIN. Mở lại chỉ một lần bấm.")
        case NextStep.MISMATCH:
            return gettext(
                "Có việc ghi là làm được, máy xem lại còn chỗ chưa đạt. Rủ %(name)s làm lại cùng.", name=name
            )
        case NextStep.PRAISE:
            return gettext("Vừa làm được: %(task)s. Khen một câu nhé.", task=card.passed)
        case _:
            return _quiet_words(card)


def _quiet_words(card: Card) -> str:
    """Return the line where nothing went wrong: the pair itself asks for something, or nothing does."""
    facts, now = card.facts, clock.now()
    match card.step:
        case NextStep.MEET if facts.last_meeting:
            return gettext(
                "%(n)s ngày chưa gặp nhau. Hẹn 15 phút trong tuần này.", n=(now - facts.last_meeting).days
            )
        case NextStep.MEET:
            return gettext("Chưa gặp lần nào. Hẹn buổi đầu, 15 phút là đủ.")
        case NextStep.ABSENT:
            days = (now - max(facts.last_activity or facts.paired_at, facts.paired_at)).days
            return gettext("%(n)s ngày chưa học. Hỏi thăm một câu.", n=days)
        case NextStep.GOAL if card.is_goal_proposed:
            return gettext("Đề nghị một mục tiêu chung, đang chờ thầy cô trả lời.")
        case NextStep.GOAL:
            return gettext("Chưa có mục tiêu chung. Hai người cùng chọn một việc.")
        case NextStep.NEARLY:
            return gettext("Sắp xong, chỉ còn một bước. Động viên một câu.")
        case _:
            return gettext("Ổn, chưa cần làm gì")


def _button(card: Card) -> tuple[str, str]:
    """Return what the line's one button says, and where it leads."""
    pair_id = card.mentee.pair.id
    page = url_for("mentoring.mentee", pair_id=pair_id)
    match card.step:
        case NextStep.SAFETY:
            return gettext("Xem"), url_for("pairing.pause", pair_id=pair_id)
        case NextStep.REVIEW:
            return gettext("Xem bài"), url_for(
                "mentoring.review", submission_id=card.waiting[0].submission_id
            )
        case NextStep.ASKED:
            return gettext("Trả lời"), url_for("mentoring.answer", help_id=card.asked[0].id)
        case NextStep.LOCKED:
            return gettext("Mở khóa"), f"#khoa-ky-{card.mentee.user_id}"
        case NextStep.MEET:
            return gettext("Ghi buổi gặp"), url_for("mentoring.meetings", pair_id=pair_id)
        case NextStep.GOAL:
            label = gettext("Xem") if card.is_goal_proposed else gettext("Đặt mục tiêu")
            return label, url_for("mentoring.goals", pair_id=pair_id)
        case NextStep.PRAISE:
            return gettext("Khen"), page
        case NextStep.ABSENT:
            return gettext("Hỏi thăm"), page
        case _:
            return gettext("Mở"), page
