"""Dates and spans as people here write them: 21/11/2026, hôm nay lúc 14:05, 25 phút trước."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from lms import clock
from lms.web.translations import gettext


def zone() -> ZoneInfo:
    """Return the zone of the site's wall clock."""
    kept: ZoneInfo = current_app.extensions["settings"].timezone
    return kept


def local(instant: datetime) -> datetime:
    """Return the instant on the site's wall clock."""
    return instant.astimezone(zone())


def today() -> date:
    """Return the site's present day."""
    return local(clock.now()).date()


def day(value: datetime | date) -> str:
    """Return ``21/11/2026``."""
    return (local(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def clock_time(instant: datetime) -> str:
    """Return ``14:05``."""
    return local(instant).strftime("%H:%M")


def moment(instant: datetime) -> str:
    """Return ``hôm nay lúc 14:05``, ``hôm qua lúc …`` or ``21/11/2026 lúc …``."""
    days = (today() - local(instant).date()).days
    if days == 0:
        return gettext("hôm nay lúc %(time)s", time=clock_time(instant))
    if days == 1:
        return gettext("hôm qua lúc %(time)s", time=clock_time(instant))
    return gettext("%(day)s lúc %(time)s", day=day(instant), time=clock_time(instant))


def ago(instant: datetime) -> str:
    """Return how long ago, in the largest unit: ``vừa mới đây``, ``25 phút trước``, ``3 ngày trước``."""
    minutes = int((clock.now() - instant).total_seconds() // 60)
    if minutes < 1:
        return gettext("vừa mới đây")
    if minutes < 60:
        return gettext("%(n)s phút trước", n=minutes)
    if minutes < 60 * 24:
        return gettext("%(n)s giờ trước", n=minutes // 60)
    return gettext("%(n)s ngày trước", n=minutes // (60 * 24))
