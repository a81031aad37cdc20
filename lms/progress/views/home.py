"""The page of the one next thing to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.people import Role
from lms.courses.queries import Head, get_published, list_heads
from lms.pairing.queries.help import list_open_help_of
from lms.pairing.queries.invitations import list_invitations_of
from lms.progress.queries import Standing, list_standings
from lms.progress.views.blueprint import bp
from lms.progress.views.places import next_card
from lms.web import dates
from lms.web.access import actor, public
from lms.web.translations import gettext


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show a learner the one next thing to do; tell a stranger what this site is."""
    who = actor()
    if not who.is_authenticated:
        heads = [(head, get_published(head.revision_id).course) for head in list_heads()]
        return render_template("progress/welcome.html", courses=heads)
    standings = list_standings(who.id)
    begun = sorted(
        (each for each in standings if each[1].has_begun and not each[1].completed_at),
        key=lambda each: str(each[1].last_at),
        reverse=True,
    )
    main = begun[0] if begun else None
    return render_template(
        "progress/home.html",
        is_officer=who.has_role(Role.COORDINATOR),
        main=next_card(*main) if main else None,
        standing=main[1] if main else None,
        others=[_other(*each) for each in standings if each is not main and not each[1].completed_at],
        finished=[each for each in standings if each[1].completed_at],
        help_requests=list_open_help_of(who.id),
        invitations=list_invitations_of(who.id, clock.now()),
    )


def _other(head: Head, standing: Standing) -> dict[str, object]:
    course = get_published(head.revision_id).course
    if standing.completed_at:
        state, note = "done", gettext("Xong ngày %(day)s", day=dates.day(standing.completed_at))
    elif standing.has_begun:
        state, note = "now", _done_of(standing)
    else:
        lessons, minutes = len(course.lessons), course.minutes // max(1, len(course.lessons))
        state, note = "new", gettext("%(n)s bài, mỗi bài khoảng %(m)s phút", n=lessons, m=minutes)
    return {"head": head, "state": state, "note": note, "audience": course.audience if state == "new" else ""}


def _done_of(standing: Standing) -> str:
    return gettext("đã xong %(done)s trên %(all)s bước", done=standing.done_items, all=standing.total_items)
