"""Ready sentences on the pages that answer: which are offered, and how those that were ticked become the text."""

from collections.abc import Sequence
from typing import Any

from flask import request

from lms.core.practice import Row, RowState
from lms.core.replies import Reply, for_returning
from lms.web.translations import gettext

MOST_OF_ROWS = 3


def said(replies: Sequence[Reply]) -> list[Reply]:
    """Return the sentences in the reader's language."""
    return [Reply(each.id, gettext(each.words)) for each in replies]


def of_rows(rows: Sequence[Row], kind: str) -> list[Reply]:
    """Return what goes with returning a hand-in: what the first failing rows say to do, then the usual sentences."""
    failing = [row for row in rows if row.state is RowState.NOT_MET][:MOST_OF_ROWS]
    own = [
        Reply(
            f"cho-{number}",
            gettext(
                "%(where)s: %(what)s",
                where=gettext(row.where, **row.where_values),
                what=gettext(row.next_step or row.message, **row.values),
            ),
        )
        for number, row in enumerate(failing, start=1)
    ]
    return [*own, *said(for_returning(kind))]


def put_before(field: Any, offered: Sequence[Reply]) -> None:
    """Let the sentences that were ticked stand before what was typed; what is in the box already is not said twice."""
    ticked = request.form.getlist("cau")
    typed = field.data or ""
    ready = [each.words for each in offered if each.id in ticked and each.words not in typed]
    field.data = "\n".join([*ready, typed]).strip()
