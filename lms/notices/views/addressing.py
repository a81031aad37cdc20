"""Where I want notices sent: the address, the question to its owner, and no more letters."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.queries import get_user
from lms.core.errors import DomainError, NotFoundError
from lms.db import unit_of_work
from lms.notices.forms import AddressForm
from lms.notices.services import addresses
from lms.notices.views.blueprint import bp
from lms.web.access import actor, signed_in
from lms.web.translations import gettext, sentence


def _can_mail() -> bool:
    return current_app.extensions["mail"] is not None


def _key() -> str:
    return str(current_app.extensions["settings"].secret_key)


def _page(form: AddressForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("notices/address.html", form=form, user=get_user(actor().id), can_mail=_can_mail())
    return page, status


@bp.get("/thong-bao/thu")
@signed_in
def address() -> ResponseReturnValue:
    """Show where notices are sent, and the form to change it."""
    return _page(AddressForm(formdata=None, email=get_user(actor().id).email or ""))


@bp.post("/thong-bao/thu")
@signed_in
def ask() -> ResponseReturnValue:
    """Have notices sent to an address; its owner is asked first."""
    if not _can_mail():
        raise NotFoundError
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    try:
        with unit_of_work():
            addresses.ask_for_mail(get_user(actor().id), form.email.data, clock.now())
    except DomainError as refused:
        form.email.errors = [sentence(refused)]
        return _page(form, refused.status)
    return redirect(url_for("notices.address"), 303)


@bp.post("/thong-bao/thu/thoi")
@signed_in
def stop() -> ResponseReturnValue:
    """Send no more letters."""
    with unit_of_work():
        addresses.stop_mail(get_user(actor().id))
    flash(gettext("Từ nay không gửi thư nữa. Thông báo vẫn có đủ ở đây."))
    return redirect(url_for("notices.address"), 303)


@bp.post("/thong-bao/thu/quen")
@signed_in
def forget() -> ResponseReturnValue:
    """Forget the address."""
    with unit_of_work():
        addresses.forget_address(get_user(actor().id))
    flash(gettext("Đã xóa địa chỉ thư của thầy cô."))
    return redirect(url_for("notices.address"), 303)


@bp.get("/thong-bao/thu/xac-nhan/<proof>")
@signed_in
def asked(proof: str) -> ResponseReturnValue:
    """Show the question that a letter links to; opening it answers nothing, as programs open links too."""
    user = get_user(actor().id)
    addresses.check_proof(user, proof, _key(), clock.now())
    return render_template("notices/confirm.html", user=user, proof=proof)


@bp.post("/thong-bao/thu/xac-nhan/<proof>")
@signed_in
def confirm(proof: str) -> ResponseReturnValue:
    """Note that the address is the person's own."""
    with unit_of_work():
        addresses.confirm_address(get_user(actor().id), proof, _key(), clock.now())
    flash(gettext("Xong rồi. Từ nay khi có tin mới, thầy cô sẽ nhận được thư."))
    return redirect(url_for("notices.address"), 303)
