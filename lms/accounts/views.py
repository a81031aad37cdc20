"""Signing in and out, one's own account, display settings and language."""

import json
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from flask_wtf.csrf import CSRFError

from lms import clock
from lms.accounts import services
from lms.accounts.forms import DisplayForm, PasswordForm, SignInForm
from lms.accounts.queries import get_user, list_open_sessions
from lms.accounts.services import Browser, SignedIn
from lms.core.errors import DomainError
from lms.core.people import Actor
from lms.db import unit_of_work
from lms.web.access import SignInNeeded, actor, public, safe_path, signed_in, wants_json
from lms.web.pages import DISPLAY_COOKIE
from lms.web.translations import COOKIE as LANGUAGE_COOKIE
from lms.web.translations import LANGUAGES, gettext, sentence

bp = Blueprint("accounts", __name__)

DEVICE_COOKIE = "device"
LONGEST_KEPT = 64_000
_NOT_KEPT = {
    "csrf_token",
    "password",
    "current",
    "new",
    "again",
    "pin",
    "new_pin",
    "pin_again",
    "confirmation_code",
}


def _browser() -> Browser:
    return Browser(
        address=request.remote_addr or "",
        agent=_agent_label(),
        device=request.cookies.get(DEVICE_COOKIE, "")[:64],
    )


def _agent_label() -> str:
    """Name the kind of browser in words that its owner recognises."""
    agent = request.headers.get("User-Agent", "")
    for word, label in (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
    ):
        if word in agent:
            return label
    return ""


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in form, or sign in with a password or a printed code."""
    form = SignInForm()
    if request.method == "GET":
        if actor().is_authenticated:
            return redirect(url_for("progress.home"), 303)
        form.next.data = safe_path(request.args.get("next"))
        return render_template("accounts/sign_in.html", form=form)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    try:
        signed = _check(form.identifier.data, form.password.data)
    except DomainError as refused:
        form.form_errors.append(sentence(refused))
        return render_template("accounts/sign_in.html", form=form), refused.status
    return _welcome(signed, form.next.data, form.kept.data)


def _check(name: str, secret: str) -> SignedIn:
    """Sign in, or raise. The try is on record before it is judged, so that tries at one moment see each other."""
    now, browser = clock.now(), _browser()
    user = services.find_by_sign_in_name(name)
    plain = services.sign_in_name(name)
    with unit_of_work():
        services.count_guess(user, plain, browser, now)
    if not services.is_guessing_allowed(user, plain, browser, now):
        raise services.TooManyGuessesError
    is_password = services.verify_secret(user, secret)
    with unit_of_work():
        user = services.find_by_sign_in_name(name)
        is_code = not is_password and services.use_code(user, secret, _key(), now)
        if user is None or not (is_password or is_code):
            raise services.WrongSignInError
        if is_password:
            services.rehash_if_old(user, secret)
        return services.open_session(user.id, "password" if is_password else "code", browser, now)


def _key() -> str:
    key: str = current_app.extensions["settings"].secret_key
    return key


def _welcome(signed: SignedIn, target: str | None, kept: str | None) -> ResponseReturnValue:
    """Begin the browser's session afresh and go on to where the person was heading."""
    session.clear()
    login_user(Actor(id=signed.user_id, session_key=signed.session_token))
    session.permanent = True
    g.pop("_login_user", None)
    again = _read_kept(kept)
    if again:
        answer = make_response(render_template("accounts/resume.html", path=again[0], fields=again[1]))
    else:
        answer = make_response(redirect(safe_path(target) or url_for("progress.home"), 303))
    answer.set_cookie(DEVICE_COOKIE, signed.device_token, max_age=365 * 86400, **_cookie_rules())
    return answer


def _read_kept(text: str | None) -> tuple[str, list[tuple[str, str]]] | None:
    """Return the path and fields of a form that met a lost session, if ``text`` holds one."""
    if not text or len(text) > LONGEST_KEPT:
        return None
    try:
        kept = json.loads(text)
        path = safe_path(kept["path"])
        fields = [(str(name), str(value)) for name, value in kept["fields"]]
    except (ValueError, KeyError, TypeError):
        return None
    return (path, fields) if path else None


@bp.app_errorhandler(SignInNeeded)
def invite(_reason: SignInNeeded) -> ResponseReturnValue:
    """Ask a stranger to sign in; a form that was sent keeps its fields."""
    if wants_json():
        return jsonify(
            error=gettext("Để giữ an toàn, mời thầy cô đăng nhập lại. Bài đang làm không mất.")
        ), 401
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    form = SignInForm(formdata=None)
    form.kept.data = _keep()
    return render_template("accounts/sign_in.html", form=form, is_lost=True), 401


@bp.app_errorhandler(CSRFError)
def stale(_reason: CSRFError) -> ResponseReturnValue:
    """A form came without a token of this session: sign in again, or confirm once more."""
    if wants_json() or not actor().is_authenticated:
        return invite(SignInNeeded())
    kept = _read_kept(_keep())
    if kept is None:
        return redirect(url_for("progress.home"), 303)
    return render_template("accounts/resume.html", path=kept[0], fields=kept[1]), 400


def _keep() -> str:
    """Write down the fields of the present request, secrets and files left out."""
    if request.endpoint and request.endpoint.startswith("accounts."):
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    text = json.dumps({"path": request.full_path.rstrip("?"), "fields": fields}, ensure_ascii=False)
    return text if fields and len(text) <= LONGEST_KEPT else ""


@bp.route("/the/<token>", methods=["GET", "POST"])
@public
def card(token: str) -> ResponseReturnValue:
    """Open the address in a printed card's QR code: one press signs in, and uses up the card."""
    if request.method == "GET":
        return render_template("accounts/card.html")
    now = clock.now()
    try:
        with unit_of_work():
            user_id = services.use_card(token, now)
            signed = services.open_session(user_id, "card", _browser(), now)
    except DomainError as refused:
        return render_template("accounts/card.html", error=sentence(refused)), refused.status
    return _welcome(signed, None, None)


@bp.post("/dang-xuat")
@public
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    who = actor()
    if who.is_authenticated:
        with unit_of_work():
            services.end_session(who.session_id, clock.now())
    return _farewell()


@bp.post("/dang-xuat-moi-noi")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the person, this one included."""
    with unit_of_work():
        services.end_sessions(actor().id, clock.now())
    return _farewell()


def _farewell() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/tai-khoan")
@signed_in
def account() -> ResponseReturnValue:
    """Show one's own account: sign-in names, open sessions, password form."""
    return _account_page(PasswordForm(formdata=None))


def _account_page(form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    who = actor()
    sessions = list_open_sessions(who.id, clock.now())
    page = render_template(
        "accounts/account.html",
        form=form,
        user=get_user(who.id),
        sessions=sessions,
        is_fresh_card=_is_fresh_card(sessions),
    )
    return page, status


def _is_fresh_card(sessions: list[Any]) -> bool:
    mine = next((each for each in sessions if each.id == actor().session_id), None)
    return mine is not None and mine.method != "password" and clock.now() - mine.created_at < services.FRESH


@bp.post("/tai-khoan/mat-khau")
@signed_in
def change_password() -> ResponseReturnValue:
    """Set a new password; every other browser is signed out."""
    form, who, now = PasswordForm(), actor(), clock.now()
    if not form.validate_on_submit():
        return _account_page(form, 422)
    try:
        with unit_of_work():
            is_fresh = _is_fresh_card(list_open_sessions(who.id, now))
            services.change_password(
                get_user(who.id), form.current.data, form.new.data, who.session_id, is_fresh, now
            )
    except services.WrongPasswordError as refused:
        form.current.errors = [sentence(refused)]
        return _account_page(form, refused.status)
    except DomainError as refused:
        form.new.errors = [sentence(refused)]
        return _account_page(form, refused.status)
    flash(gettext("Đã đổi mật khẩu. Các máy khác đã được đăng xuất."))
    return redirect(url_for("accounts.account"), 303)


@bp.route("/hien-thi", methods=["GET", "POST"])
@public
def display() -> ResponseReturnValue:
    """Choose text size, contrast and motion; kept in the account and in a cookie."""
    who = actor()
    kept = [who.text_size, who.contrast, who.motion]
    if not who.is_authenticated:
        kept = [*request.cookies.get(DISPLAY_COOKIE, "").split("."), "", "", ""][:3]
    form = DisplayForm(
        text_size=kept[0], contrast=kept[1], motion=kept[2], next=safe_path(request.args.get("next"))
    )
    if not form.validate_on_submit():
        return render_template("accounts/display.html", form=form), 200 if request.method == "GET" else 422
    chosen = {"text_size": form.text_size.data, "contrast": form.contrast.data, "motion": form.motion.data}
    if who.is_authenticated:
        with unit_of_work():
            services.set_display(who.id, **chosen)
    answer = make_response(redirect(safe_path(form.next.data) or url_for("progress.home"), 303))
    answer.set_cookie(DISPLAY_COOKIE, ".".join(chosen.values()), max_age=365 * 86400, **_cookie_rules())
    return answer


def _cookie_rules() -> dict[str, Any]:
    return {"secure": current_app.extensions["settings"].is_https, "httponly": True, "samesite": "Lax"}


@bp.post("/ngon-ngu")
@public
def change_language() -> ResponseReturnValue:
    """Switch the language of the pages; course texts stay in the language they were written in."""
    chosen = request.form.get("language", "")
    answer = make_response(redirect(safe_path(request.form.get("next")) or "/", 303))
    if chosen in LANGUAGES:
        if actor().is_authenticated:
            with unit_of_work():
                services.set_language(actor().id, chosen)
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=365 * 86400, **_cookie_rules())
    return answer
