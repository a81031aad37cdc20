"""Writing down that the reader looks at somebody's work, after the page is made, so that it costs the page nothing."""

import logging
from collections.abc import Collection

from flask import Response, after_this_request
from sqlalchemy.exc import OperationalError

from lms import clock
from lms.core.errors import N_
from lms.db import unit_of_work
from lms.pairing.queries.looks import has_looked, list_looked_at
from lms.pairing.services.looking import note_look, note_looks
from lms.web.access import actor

WORDS = {
    "card": N_("xem thẻ tóm tắt tiến độ"),
    "progress": N_("xem những bài đã xong"),
    "work": N_("xem việc đã nộp"),
    "photo": N_("xem ảnh đã nộp"),
    "quiz": N_("xem bài kiểm tra đã làm"),
    "together": N_("mở bước để làm cùng trên một máy"),
    "person": N_("xem tiến độ trong báo cáo đơn vị"),
    "harm": N_("mở báo cáo an toàn đã gửi"),
}
"""What was looked at, in words that fit for its owner and for the safeguarding role."""

log = logging.getLogger(__name__)


def looked(subject_id: int, what: str) -> None:
    """Write down once this page is made that the reader looked; a page that was refused, and one's own, leave no line."""
    viewer_id, now = actor().id, clock.now()
    if viewer_id == subject_id:
        return

    @after_this_request
    def keep(response: Response) -> Response:
        if response.status_code < 400 and not has_looked(viewer_id, subject_id, what, now):
            try:
                with unit_of_work():
                    note_look(viewer_id, subject_id, what, now)
            except OperationalError:  # a busy database must not cost the reader the page
                log.warning("a look was not written down: the database was busy")
        return response


def looked_over(subject_ids: Collection[int], what: str) -> None:
    """Write down once this page is made that the reader saw a little of several people, one line an hour for each."""
    viewer_id, now = actor().id, clock.now()

    @after_this_request
    def keep(response: Response) -> Response:
        if response.status_code < 400 and set(subject_ids) - list_looked_at(
            viewer_id, subject_ids, what, now
        ):
            try:
                with unit_of_work():
                    note_looks(viewer_id, subject_ids, what, now)
            except OperationalError:  # a busy database must not cost the reader the page
                log.warning("looks were not written down: the database was busy")
        return response
