"""Practising to sign: a certificate under a PIN in the site or as a .p12 file, and signing here.

PIN and password live as long as the request; no page, address, message or log carries them on.
"""

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue

from lms import clock
from lms.core.errors import DomainError, NotFoundError
from lms.core.practice import UPLOAD, Upload
from lms.core.practice.sign_here import SignHere
from lms.core.practice.sign_paper import PaperSpec
from lms.core.practice.states import TransitionRefusedError
from lms.core.signing.identity import Identity
from lms.core.signing.pins import NoPinError, check_pin, is_pin
from lms.db import stop_reading, unit_of_work
from lms.practice import services
from lms.practice.forms import KeyForm
from lms.practice.queries import check
from lms.practice.queries.certificates import SITE, TOOL, USES, Authority
from lms.practice.services.authority import open_root
from lms.practice.services.certificates import (
    KeyLockedError,
    NoKeyError,
    check_password,
    claim_try,
    forget_wrong_pins,
    keep_certificate,
    make_for_site,
    make_for_tool,
    open_with_pin,
    refuse_another,
)
from lms.practice.views.bench import secret
from lms.practice.views.blueprint import TASK, bp
from lms.practice.views.handing_in import SIGNED
from lms.practice.views.opening import OPEN, Page, Problem, open_task
from lms.practice.views.showing import show
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence
from lms.web.turns import one_after_another

P12 = "chung-thu-thuc-hanh.p12"


@bp.post(f"{TASK}/chung-thu")
@signed_in
def certificate(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Give the learner a practice certificate: its key stays here under a PIN, or goes along in a .p12 file."""
    page = open_task(slug, lesson, item)
    use = USES.get(page.task.kind.key)
    if use is None:
        raise NotFoundError
    if page.bench is None or not _is_workable(page):
        return redirect(page.path, 303)
    form, authority = KeyForm(), page.bench.lab.authority
    try:
        refuse_another(actor().id, _id_of(authority), use, clock.now())
        return _for_site(page, form, authority) if use == SITE else _for_tool(form, authority)
    except DomainError as refused:
        return show(page, problems=(Problem("new_pin" if use == SITE else "password", sentence(refused)),))


def _for_site(page: Page, form: KeyForm, authority: Authority | None) -> ResponseReturnValue:
    pin = form.new_pin.data or ""
    check_pin(pin)
    if pin != form.pin_again.data:
        text = gettext("Hai lần nhập PIN chưa giống nhau. Thầy cô nhập lại cả hai ô.")
        return show(page, problems=(Problem("pin_again", text),))
    root, name, now = open_root(authority, secret()), actor().full_name, clock.now()
    stop_reading()
    with one_after_another():
        made = make_for_site(root, name, pin, secret(), now)
    with unit_of_work():
        keep_certificate(actor().id, _id_of(authority), SITE, made, now)
    flash(gettext("Thầy cô đã có chứng thư thực hành. Giờ nhập PIN vừa chọn để ký."))
    return redirect(page.path, 303)


def _for_tool(form: KeyForm, authority: Authority | None) -> ResponseReturnValue:
    password = form.password.data or ""
    check_password(password)
    root, name, now = open_root(authority, secret()), actor().full_name, clock.now()
    stop_reading()
    with one_after_another():
        made, p12 = make_for_tool(root, name, password, now)
    with unit_of_work():
        keep_certificate(actor().id, _id_of(authority), TOOL, made, now)
    headers = {"Content-Disposition": f"attachment; filename={P12}"}
    return Response(p12, mimetype="application/x-pkcs12", headers=headers)


def _id_of(authority: Authority | None) -> int:
    return authority.id if authority else 0


def _is_workable(page: Page) -> bool:
    return page.state in OPEN and not page.missing and not page.trouble


@bp.post(f"{TASK}/ky")
@signed_in
def sign(slug: str, lesson: str, item: str) -> ResponseReturnValue:
    """Sign the learner's own document with the key that the PIN opens, and hand it in; two taps sign once."""
    page, form = open_task(slug, lesson, item), KeyForm()
    _sheet(page)
    if not _is_workable(page):
        return redirect(f"{page.path}#ket-qua", 303)
    pin = form.pin.data or ""
    if not is_pin(pin):  # left out or cut short: no try at the PIN
        return show(page, problems=(Problem("pin", sentence(NoPinError())),))
    stop_reading()
    try:
        with one_after_another():
            return _sign(slug, lesson, item, pin, form.last_seen)
    except (NoKeyError, KeyLockedError):
        return redirect(page.path, 303)  # which says so
    except TransitionRefusedError:
        return redirect(f"{page.path}#ket-qua", 303)


def _sign(slug: str, lesson: str, item: str, pin: str, seen: int) -> ResponseReturnValue:
    page = open_task(slug, lesson, item)
    if not _is_workable(page):
        return redirect(f"{page.path}#ket-qua", 303)  # the other tap was first
    with unit_of_work():
        held = claim_try(actor().id, clock.now())
    identity = open_with_pin(held, pin, secret())
    if identity is None:
        return _wrong(open_task(slug, lesson, item))
    with unit_of_work():
        forget_wrong_pins(held.id)
    return _hand_in_signed(open_task(slug, lesson, item), identity, seen)


def _wrong(page: Page) -> ResponseReturnValue:
    left = page.bench.held.tries_left if page.bench and page.bench.held else 0
    if left:
        text = gettext("PIN chưa đúng. Còn %(left)s lần thử nữa.", left=left)
    else:
        text = gettext("PIN chưa đúng lần thứ năm, nên khóa ký đã tự khóa lại để giữ an toàn.")
    return show(page, problems=(Problem("pin" if left else "", text),))  # a locked key has no field to go to


def _sheet(page: Page) -> tuple[SignHere, PaperSpec]:
    """Return the kind and what it declares; a task of another kind cannot be signed here."""
    kind, spec = page.task.kind, page.task.spec
    if not isinstance(kind, SignHere) or not isinstance(spec, PaperSpec):
        raise NotFoundError
    return kind, spec


def _hand_in_signed(page: Page, identity: Identity, seen: int) -> ResponseReturnValue:
    (kind, spec), variant = _sheet(page), page.variant
    stop_reading()
    signed = kind.sign(spec, variant, identity, variant.kit.now)
    sent = {UPLOAD: Upload(SIGNED, signed)}
    report = check(page.task, variant, sent)
    with unit_of_work():
        services.submit(actor().id, page.task, sent, report, "", seen, clock.now())
    return redirect(f"{page.path}#ket-qua", 303)
