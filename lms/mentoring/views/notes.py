"""The notes of a pair: shared ones for both, private ones for their author alone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.mentoring.forms import NoteChangeForm, NoteForm
from lms.mentoring.models import PairNote
from lms.mentoring.queries.notes import get_own_note, list_notes, newest_note_of
from lms.mentoring.services import notes as writing
from lms.mentoring.services.notes import ChangedElsewhereError
from lms.mentoring.views.blueprint import bp
from lms.mentoring.views.within import Within, within
from lms.web.access import actor, signed_in
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext, sentence

NOTES = "/cap/<int:pair_id>/ghi-chep"
PER_PAGE = 20


@bp.get(NOTES)
@signed_in
def notes(pair_id: int) -> ResponseReturnValue:
    """Show what the reader may read of a pair's notes, with a form for one more."""
    here = within(pair_id)
    form = NoteForm(formdata=None)
    form.newest.data = str(newest_note_of(pair_id, actor().id))
    return _notes_page(here, form)


def _notes_page(here: Within, form: NoteForm, status: int = 200) -> ResponseReturnValue:
    number = page_number()
    rows, total = list_notes(here.pair, actor().id, number, PER_PAGE)
    page = render_template(
        "mentoring/notes.html", here=here, form=form, paged=Paged(rows, number, total, PER_PAGE)
    )
    return page, status


@bp.post(NOTES)
@signed_in
def write_note(pair_id: int) -> ResponseReturnValue:
    """Keep a note; a double tap is one."""
    here, form = within(pair_id), NoteForm()
    if not form.validate_on_submit():
        return _notes_page(here, form, 422)
    newest = whole_number(form.newest.data or "") or 0
    with unit_of_work():
        within(pair_id)
        writing.write_note(pair_id, actor().id, form.kind.data, form.words.data, newest, clock.now())
    flash(gettext("Đã lưu ghi chép."))
    return redirect(url_for("mentoring.notes", pair_id=pair_id), 303)


def _own(pair_id: int, note_id: int) -> tuple[Within, PairNote]:
    return within(pair_id), get_own_note(pair_id, note_id, actor().id)


@bp.route(f"{NOTES}/<int:note_id>/sua", methods=["GET", "POST"])
@signed_in
def change_note(pair_id: int, note_id: int) -> ResponseReturnValue:
    """Mend one's own note."""
    here, note = _own(pair_id, note_id)
    if request.method == "GET":
        form = NoteChangeForm(formdata=None)
        form.words.data, form.seen.data = note.words, writing.version_of(note)
        return _change_page(here, note, form)
    form = NoteChangeForm()
    if not form.validate_on_submit():
        return _change_page(here, note, form, 422)
    try:
        with unit_of_work():
            _own(pair_id, note_id)
            writing.change_note(
                pair_id, note_id, actor().id, form.words.data, form.seen.data or "", clock.now()
            )
    except ChangedElsewhereError as refused:
        here, note = _own(pair_id, note_id)
        form.seen.data = writing.version_of(note)
        form.form_errors.append(sentence(refused))
        return _change_page(here, note, form, refused.status)
    flash(gettext("Đã lưu ghi chép."))
    return redirect(url_for("mentoring.notes", pair_id=pair_id), 303)


def _change_page(
    here: Within, note: PairNote, form: NoteChangeForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template("mentoring/note_change.html", here=here, note=note, form=form)
    return page, status


@bp.post(f"{NOTES}/<int:note_id>/xoa")
@signed_in
def delete_note(pair_id: int, note_id: int) -> ResponseReturnValue:
    """Delete one's own note; of an ended pair too."""
    with unit_of_work():
        _own(pair_id, note_id)
        writing.delete_note(pair_id, note_id, actor().id)
    flash(gettext("Đã xóa ghi chép."))
    return redirect(url_for("mentoring.notes", pair_id=pair_id), 303)
