"""The factory: wiring only, reads top to bottom."""

import importlib
from dataclasses import asdict

from flask import Flask, g, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from lms import assistant, clock, mail, storage
from lms.config import Settings, load
from lms.core.people import Actor
from lms.db import db, engine_options, prepare_engine
from lms.pairing.queries.actor import find_actor
from lms.paths import shipped
from lms.progress.queries import find_enrolment
from lms.web import access, assets, errors, headers, pages, sharing
from lms.web.unstorable import refuse_unstorable

LARGEST_REQUEST = 12 * 1024 * 1024
FEATURES = (
    "accounts",
    "units",
    "notices",
    "pairing",
    "courses",
    "progress",
    "quizzes",
    "practice",
    "skills",
    "credentials",
    "mentoring",
    "matching",
    "authoring",
    "assessment",
    "banks",
    "reports",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application.

    Raises:
        SettingError: a setting is unknown or unsafe.
        RuntimeError: a view has no declared permission.
    """
    settings = settings or load()
    app = Flask("lms", template_folder=str(shipped("templates")), static_folder=None)
    app.extensions["settings"] = settings
    app.extensions["storage"] = storage.open_storage(settings)
    app.extensions["assistant"] = assistant.open_assistant(settings)
    app.extensions["mail"] = mail.open_mail(settings)
    app.config.update(_flask_config(settings))
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    _open_database(app)
    _know_people(app)
    app.extensions["find_enrolment"] = find_enrolment  # courses ask for it, and stand a floor below
    CSRFProtect(app)
    app.before_request(access.guard)
    app.before_request(refuse_unstorable)
    app.after_request(assets.remember_style_sheet)
    headers.install(app, settings)
    errors.install(app)
    pages.install(app, settings)
    app.jinja_env.undefined = StrictUndefined
    app.register_blueprint(assets.bp)
    app.register_blueprint(pages.bp)
    app.register_blueprint(sharing.bp)
    for feature in FEATURES:
        views = importlib.import_module(f"lms.{feature}.views")
        app.register_blueprint(views.bp)
    access.refuse_undeclared(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    prefix = "__Host-" if settings.is_https else ""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": 60 * 86400,
        "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as the session it is signed for
        "WTF_CSRF_SSL_STRICT": True,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2_000,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "SITE": {
            name: value for name, value in asdict(settings).items() if name in ("site_name", "support_phone")
        },
    }


def _open_database(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)


def _know_people(app: Flask) -> None:
    """Let Flask-Login find people by the server-side session table; it sets no cookie of its own."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Actor

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load_actor(token: str) -> Actor | None:
        return find_actor(token, clock.now())

    @app.before_request
    def begin() -> None:
        g.gate = None if request.endpoint is None else access.PUBLIC
