"""The settings of a draft: what the bank is called, what holds for attempts, how many questions are drawn."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.banks.forms.questions import line
from lms.banks.forms.settings import SettingsForm, settings_shown
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import list_pools
from lms.banks.services.mending import StaleSettingsError, save_settings
from lms.banks.views.blueprint import bp
from lms.banks.views.drafts import DRAFT, own_draft
from lms.banks.views.mending import version
from lms.core.questions.drafting import setting_problems
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.web.access import trainers_only
from lms.web.translations import gettext, in_language, sentence

SETTINGS = f"{DRAFT}/thiet-lap"
_MOST_DRAWN = 9999


@bp.get(SETTINGS)
@trainers_only
def settings(draft: str) -> ResponseReturnValue:
    """Show the settings."""
    kept = own_draft(draft)
    return _page(kept, SettingsForm(data=settings_shown(kept.title, kept.slug, kept.front)), kept.version)


@bp.post(SETTINGS)
@trainers_only
def store_settings(draft: str) -> ResponseReturnValue:
    """Store the settings, checked as the bank's front matter will be."""
    kept = own_draft(draft)
    form = SettingsForm()
    is_whole = form.validate()
    if _has_problems(form) or not is_whole:
        return _page(kept, form, version()), 422
    try:
        with unit_of_work():
            kept = own_draft(draft, is_locked=True)
            save_settings(
                kept,
                version(),
                line(form.title.data),
                form.slug.data,
                form.front(),
                _draws(kept),
                clock.now(),
            )
    except StaleSettingsError as refused:
        kept = own_draft(draft)
        return _page(kept, form, kept.version, sentence(refused)), 409
    flash(gettext("Đã lưu thiết lập."))
    return redirect(url_for("banks.draft", draft=kept.token), 303)


def _has_problems(form: SettingsForm) -> bool:
    said = {"id": form.slug.data, "title": "Nháp", **form.front()}
    found = {key: in_language(*both) for key, both in setting_problems(said).items()}
    form.take_problems(found)
    return bool(found)


def _draws(kept: BankDraft) -> dict[str, int | None]:
    """Return how many questions to draw from each pool; nothing usable typed means all."""
    draws: dict[str, int | None] = {}
    for place, pool in enumerate(list_pools(kept.id)):
        text = request.form.get(f"rut-{place}")
        if text is not None:
            draws[pool["title"]] = whole_number(text.strip(), _MOST_DRAWN) or None
    return draws


def _page(kept: BankDraft, form: SettingsForm, shown_version: int, refused: str = "") -> str:
    return render_template(
        "banks/draft_settings.html",
        draft=kept,
        form=form,
        refused=refused,
        theirs=_differences(kept, form) if refused else [],
        shown_version=shown_version,
        pools=list_pools(kept.id),
    )


def _differences(kept: BankDraft, form: SettingsForm) -> list[tuple[str, str, str]]:
    """Return the label of each field that differs, what is stored, and what was typed."""
    stored = SettingsForm(formdata=None, data=settings_shown(kept.title, kept.slug, kept.front))
    return [
        (gettext(field.label.text), _said(stored[field.name]), _said(field))
        for field in form
        if _said(stored[field.name]) != _said(field)
    ]


def _said(field: Any) -> str:
    """Return what a field holds as a person reads it."""
    if isinstance(field.data, bool):
        return gettext("có") if field.data else gettext("không")
    labels = {choice.value: choice.label for choice in getattr(field, "choices", ())}
    return gettext(labels[field.data]) if field.data in labels else field.data or gettext("(để trống)")
