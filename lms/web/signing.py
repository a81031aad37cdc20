"""Signed cookies and form tokens as Flask and Flask-WTF make them, with signers that are made once, not at every use."""

from flask import Flask, current_app, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode
from itsdangerous.url_safe import URLSafeSerializerMixin

FIELD = "csrf_token"
SALT = "wtf-csrf-token"


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions with one signer kept for the life of the app."""

    def __init__(self, app: Flask) -> None:
        self.kept = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self.kept


class FormSigner(URLSafeTimedSerializer):
    """Flask-WTF's signer without its try to compress: a random secret does not shrink, and trying costs the most."""

    def dump_payload(self, obj: object) -> bytes:
        return base64_encode(super(URLSafeSerializerMixin, self).dump_payload(obj))


def form_token() -> str:
    """Return this answer's form token, the one that Flask-WTF would sign for this session."""
    token: str | None = g.get(FIELD)
    if token is None and FIELD in session:
        token = str(current_app.extensions["form_signer"].dumps(session[FIELD]))
        setattr(g, FIELD, token)
    return token or str(generate_csrf())  # which puts a fresh secret into a new session


def install(app: Flask) -> None:
    """Sign with the app's key from here on; to be called after Flask-WTF's own set-up."""
    app.session_interface = Sessions(app)
    app.extensions["form_signer"] = FormSigner(app.config["SECRET_KEY"], salt=SALT)
    app.jinja_env.globals["csrf_token"] = form_token
