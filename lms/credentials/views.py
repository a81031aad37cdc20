"""One's own achievements, certificates on the page and as PDF, and their public verification."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from itertools import groupby

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.certificate import CONTENT_TYPE, CertificateFace, SkillLine, draw_certificate
from lms.core.completion import Trust, Verb
from lms.core.errors import N_, NotFoundError
from lms.core.people import at_start
from lms.core.square import draw_square
from lms.courses.queries import get_head, get_published
from lms.credentials import services
from lms.credentials.forms import CodeForm, RevokeForm
from lms.credentials.models import Certificate
from lms.credentials.policy import can_revoke_certificate, can_see_certificate
from lms.credentials.queries import (
    Evidence,
    Happening,
    count_happenings,
    find_certificate,
    get_certificate,
    list_certificates,
    list_happenings,
    read_code,
    strongest_first,
)
from lms.db import unit_of_work
from lms.paths import static
from lms.progress.queries import list_standings
from lms.units.queries import find_member
from lms.web import dates
from lms.web.access import actor, public, signed_in
from lms.web.paging import Paged, page_number
from lms.web.translations import gettext

bp = Blueprint("credentials", __name__)

HISTORY_PER_PAGE = 30
_COUNTS = {
    "task": N_("%(n)s việc thực hành"),
    "quiz": N_("%(n)s bài kiểm tra"),
    "step": N_("%(n)s bước"),
}
_HAPPENINGS = {
    Verb.ENROLLED: N_("Bắt đầu khóa học"),
    Verb.STEP_DONE: N_("Làm xong bước “%(title)s”"),
    Verb.QUIZ_PASSED: N_("Đạt bài kiểm tra “%(title)s”"),
    Verb.QUIZ_NOT_PASSED: N_("Làm thử bài kiểm tra “%(title)s”, lần sau làm tiếp"),
    Verb.TASK_HANDED_IN: N_("Nộp việc “%(title)s”"),
    Verb.TASK_PASSED: N_("Làm xong việc “%(title)s”"),
    Verb.TASK_NOT_PASSED: N_("Làm thử việc “%(title)s”, lần sau làm tiếp"),
    Verb.TASK_APPROVED: N_("%(name)s xác nhận việc “%(title)s”"),
    Verb.TASK_RETURNED: N_("%(name)s mời làm lại việc “%(title)s”"),
    Verb.OBSERVED_WITH_HELP: N_("Làm được việc “%(title)s” khi có %(name)s giúp"),
    Verb.OBSERVED_ALONE: N_("Tự làm được việc “%(title)s” trước mặt %(name)s"),
    Verb.RECHECKED: N_("Vẫn làm được việc “%(title)s” khi kiểm tra lại"),
    Verb.WITHDRAWN: N_("Mở lại “%(title)s” để làm lại"),
}


def evidence_lines(evidence: Evidence, say: Callable[..., str] = gettext) -> list[tuple[Trust, str]]:
    """Return for each level of trust what is known by it, in words: ``4 việc thực hành, 10 bài kiểm tra``."""
    return [
        (trust, ", ".join(say(words, n=counts[kind]) for kind, words in _COUNTS.items() if counts.get(kind)))
        for trust, counts in strongest_first(evidence)
    ]


@bp.get("/cua-toi")
@signed_in
def mine() -> ResponseReturnValue:
    """Show what one has achieved: certificates, where one stands, and one's own history by day."""
    who = actor()
    certificates = list_certificates(who.id)
    held = {each.course_id for each in certificates if each.is_valid}
    standings = [each for each in list_standings(who.id) if each[1].has_begun]
    claimable = [
        head
        for head, standing in standings
        if standing.completed_at
        and head.id not in held
        and get_published(head.revision_id).course.certificate
    ]
    history = _history(who.id)
    return render_template(
        "credentials/mine.html",
        certificates=certificates,
        claimable=claimable,
        standings=standings,
        history=history,
        days=_by_day(history.rows),
    )


def _history(user_id: int) -> Paged[Happening]:
    number = page_number()
    rows = list_happenings(user_id, HISTORY_PER_PAGE, (number - 1) * HISTORY_PER_PAGE)
    return Paged(rows, number, count_happenings(user_id), HISTORY_PER_PAGE)


def _by_day(rows: Sequence[Happening]) -> list[tuple[date, list[tuple[Happening, str]]]]:
    """Return what happened on which day of the site's calendar, in words."""
    days = groupby(rows, key=lambda row: dates.local(row.at).date())
    return [(day, [(row, _in_words(row)) for row in of_day]) for day, of_day in days]


def _in_words(row: Happening) -> str:
    name = row.by_name or gettext("người hướng dẫn")
    if row.is_assisted and row.verb is Verb.STEP_DONE:
        return gettext("Làm cùng %(name)s bước “%(title)s”", name=name, title=row.title)
    return at_start(gettext(_HAPPENINGS[row.verb], title=row.title or row.course_title, name=name))


@bp.post("/chung-nhan/<slug>/nhan")
@signed_in
def claim(slug: str) -> ResponseReturnValue:
    """Give the person the certificate of a finished course, and show it."""
    with unit_of_work():
        code = services.issue(actor().id, get_head(slug), clock.now()).code
    return redirect(url_for("credentials.show", code=code), 303)


@bp.get("/chung-nhan/<code>")
@signed_in
def show(code: str) -> ResponseReturnValue:
    """Show a certificate: a small celebration for its owner, the paper, and what can be done with it."""
    certificate = _seen_certificate(code)
    verify_url = _verify_url(certificate)
    return render_template(
        "credentials/show.html",
        certificate=certificate,
        lines=evidence_lines(certificate.evidence),
        verify_url=verify_url,
        square=draw_square(verify_url),
        is_mine=certificate.user_id == actor().id,
    )


def _seen_certificate(code: str) -> Certificate:
    """Return the certificate if the person may open it, else say that there is no such page."""
    certificate = get_certificate(code)
    if not can_see_certificate(actor(), certificate.user_id, _unit_path(certificate)):
        raise NotFoundError
    return certificate


def _unit_path(certificate: Certificate) -> str:
    """Return the path of the unit that the person belongs to today, not on the day of the certificate."""
    member = find_member(certificate.user_id)
    return member.unit_path if member else ""


def _verify_url(certificate: Certificate) -> str:
    site: str = current_app.extensions["settings"].site_url
    return site + url_for("credentials.verify", code=certificate.code)


@bp.get("/chung-nhan/<code>.pdf")
@signed_in
def pdf(code: str) -> ResponseReturnValue:
    """Send a certificate as a PDF to keep or to print."""
    certificate = _seen_certificate(code)
    if not certificate.is_valid:
        raise services.RevokedError
    drawn = draw_certificate(_face(certificate), static() / "fonts")
    return send_file(
        BytesIO(drawn),
        mimetype=CONTENT_TYPE,
        as_attachment=True,
        download_name=f"Giấy chứng nhận {certificate.full_name}.pdf",
    )


def _face(certificate: Certificate) -> CertificateFace:
    """Return what stands on the paper, which is Vietnamese whatever language the pages are in."""
    return CertificateFace(
        learner_name=certificate.full_name,
        course_title=certificate.course_title,
        skills=tuple(
            SkillLine(at_start(text), trust)
            for trust, text in evidence_lines(certificate.evidence, say=lambda words, **n: words % n)
        ),
        issued_on=dates.local(certificate.issued_at).date(),
        code=certificate.code,
        verify_url=_verify_url(certificate),
        mentor=certificate.mentor_name,
        unit=certificate.unit_name,
    )


@bp.route("/chung-nhan/<code>/thu-hoi", methods=["GET", "POST"])
@signed_in
def revoke(code: str) -> ResponseReturnValue:
    """Ask an officer why a certificate is taken back, and take it back."""
    form = RevokeForm()
    certificate = _revocable_certificate(code)
    if not form.validate_on_submit():
        page = render_template("credentials/revoke.html", form=form, certificate=certificate)
        return page, 200 if request.method == "GET" else 422
    with unit_of_work():
        certificate = _revocable_certificate(code)
        member = find_member(certificate.user_id)
        services.revoke(
            certificate, form.reason.data, actor().id, member.unit_id if member else None, clock.now()
        )
    flash(gettext("Đã thu hồi. Ai kiểm tra mã này sẽ thấy giấy không còn giá trị."))
    return redirect(url_for("credentials.show", code=certificate.code), 303)


def _revocable_certificate(code: str) -> Certificate:
    certificate = get_certificate(code)
    if not can_revoke_certificate(actor(), certificate.user_id, _unit_path(certificate)):
        raise NotFoundError
    return certificate


@bp.get("/xac-minh")
@public
def verify_form() -> ResponseReturnValue:
    """Take the code of a certificate from anybody who holds one in the hand."""
    if "ma" not in request.args:
        return render_template("credentials/verify_form.html", form=CodeForm(formdata=None))
    form = CodeForm(formdata=request.args)
    if form.validate():
        code = read_code(form.ma.data)
        if code:
            return redirect(url_for("credentials.verify", code=code), 303)
        form.ma.errors = [gettext("Mã có 12 chữ và số, như 7K2M-Q9XB-4TCD. Xem lại trên giấy rồi gõ lại.")]
    return render_template("credentials/verify_form.html", form=form), 422


@bp.get("/xac-minh/<code>")
@public
def verify(code: str) -> ResponseReturnValue:
    """Tell anybody whether a certificate is genuine, and what it attests."""
    certificate = find_certificate(code)
    if certificate is None:
        form = CodeForm(formdata=None, ma=code[:60])
        return render_template("credentials/unknown.html", form=form), 404
    return render_template(
        "credentials/verify.html", certificate=certificate, lines=evidence_lines(certificate.evidence)
    )
