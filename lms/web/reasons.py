"""Why two people were put together, said in the language of this answer."""

from collections.abc import Mapping, Sequence

from lms.core.matching import Fact
from lms.core.matching.week import DAYS, PARTS
from lms.core.matching.wording import reasons
from lms.web import dates
from lms.web.translations import gettext


def say_reasons(facts: Sequence[Fact | Sequence[str]], titles: Mapping[str, str]) -> list[str]:
    """Return one sentence for each stored fact; ``titles`` names skills as people read them."""
    return [
        gettext(each.message, **each.values, **({"times": say_times(each.times)} if each.times else {}))
        for each in reasons(facts, titles, dates.zone())
    ]


def say_times(times: Sequence[str]) -> str:
    """Return times of the week as people say them: ``chiều thứ Tư, sáng thứ Bảy``."""
    parts = (each.partition("-") for each in times)
    return ", ".join(
        gettext("%(part)s %(day)s", part=gettext(PARTS[part]), day=gettext(DAYS[day]))
        for day, _, part in parts
    )
