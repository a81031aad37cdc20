"""The authors' guide, which is shipped with the program, for those who write courses."""

from functools import cache

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from lms.authoring.views.blueprint import bp
from lms.core.markup.guide import Guide, read_guide
from lms.paths import shipped
from lms.web.access import trainers_only
from lms.web.translations import language

FILES = {"vi": "authoring.md", "en": "authoring.en.md"}


@cache
def _read(lang: str) -> Guide:
    """Return the guide in a language; a process renders it once."""
    return read_guide((shipped("docs") / FILES[lang]).read_text(encoding="utf-8"), lang)


@bp.get("/soan-bai/huong-dan")
@trainers_only
def guide() -> ResponseReturnValue:
    """Show how to write a course, in the reader's language."""
    found = _read("en" if language() == "en" else "vi")
    return render_template(
        "authoring/guide.html",
        guide=found,
        intro=Markup(found.intro_html),  # noqa: S704 - sanitised when it was rendered
        chapters=[(each, Markup(each.html)) for each in found.chapters],  # noqa: S704 - the same
    )
