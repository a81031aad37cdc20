"""When an attempt may begin, when its time is up, and what then becomes of it. The server's clock alone decides."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from lms.core.questions import Bank
from lms.quizzes.queries import NOTHING_GRANTED, RUNNING, Granted, Sitting

# An answer given in time may reach the server a little later on a slow line; it still counts.
LEEWAY = timedelta(seconds=60)


class Phase(StrEnum):
    """Where an attempt stands by the clock."""

    OPEN = "open"  # answers count
    GRACE = "grace"  # answers no longer count, handing in still does
    DUE = "due"  # time is up: what was answered is to be handed in
    LOST = "lost"  # time is up: the attempt is to be abandoned
    OVER = "over"  # handed in, abandoned or void


def phase_of(state: str, deadline_at: datetime | None, bank: Bank, now: datetime) -> Phase:
    """Return where an attempt in ``state`` stands at ``now`` by its bank's rule for being late."""
    if state not in RUNNING:
        return Phase.OVER
    if deadline_at is None or now <= deadline_at + LEEWAY:
        return Phase.OPEN
    if bank.overdue == "submit":
        return Phase.DUE
    if bank.overdue == "grace" and now <= end_of_grace(deadline_at, bank):
        return Phase.GRACE
    return Phase.LOST


def end_of_grace(deadline_at: datetime, bank: Bank) -> datetime:
    """Return until when an attempt may still be handed in after its time is up."""
    return deadline_at + timedelta(minutes=bank.grace_minutes)


def must_settle(sitting: Sitting, bank: Bank, now: datetime) -> bool:
    """Tell whether the clock moved the attempt on since it was last stored."""
    phase = phase_of(sitting.state, sitting.deadline_at, bank, now)
    return phase in (Phase.DUE, Phase.LOST) or (phase is Phase.GRACE and sitting.state == "in_progress")


def is_closed_by_clock(state: str, submitted_at: datetime | None, deadline_at: datetime | None) -> bool:
    """Tell whether the attempt ended because its time was up, not by a hand-in."""
    return state == "abandoned" or (deadline_at is not None and submitted_at == deadline_at)


def open_of(bank: Bank, zone: ZoneInfo) -> datetime | None:
    """Return the instant from which attempts may begin."""
    return _instant(bank.open, zone)


def close_of(bank: Bank, zone: ZoneInfo) -> datetime | None:
    """Return the instant at which all attempts end."""
    return _instant(bank.close, zone)


def close_for(bank: Bank, zone: ZoneInfo, granted: Granted) -> datetime | None:
    """Return the instant at which one person's attempts end: the bank's close, or the later one that was granted."""
    closes = close_of(bank, zone)
    if closes is None or granted.closes_at is None:
        return closes
    return max(closes, granted.closes_at)


def deadline_of(
    bank: Bank, start: datetime, zone: ZoneInfo, granted: Granted = NOTHING_GRANTED
) -> datetime | None:
    """Return when an attempt that begins at ``start`` has to be handed in: min(start + time + extra, close)."""
    limits = [close_for(bank, zone, granted)]
    if bank.time_minutes is not None:
        limits.append(start + timedelta(minutes=bank.time_minutes + granted.extra_minutes))
    return min((limit for limit in limits if limit is not None), default=None)


def _instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """Read a time of the bank's front matter, which is local to the site unless it says otherwise."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
