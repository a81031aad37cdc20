"""Who looked at my work."""

from flask import render_template
from flask.typing import ResponseReturnValue

from lms.mentoring.views.blueprint import bp
from lms.pairing.queries.looks import list_looks_at
from lms.pairing.views.looking import WORDS
from lms.web.access import actor, signed_in
from lms.web.paging import PER_PAGE, Paged, page_number


@bp.get("/cua-toi/ai-da-xem")
@signed_in
def looks() -> ResponseReturnValue:
    """Show who looked at the reader's work, and when."""
    number = page_number()
    found, total = list_looks_at(actor().id, number, PER_PAGE)
    return render_template("mentoring/looks.html", looks=Paged(found, number, total), words=WORDS)
