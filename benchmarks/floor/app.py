"""F1 to F3: a lesson page as one would write it in an afternoon, in three grades of care; and one insert with commit.

No CSRF, translation, access rule, compression or security header: ours has them all and is compared with this. The
database file is named by FLOOR_DATABASE.
"""

import os
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from flask import Flask, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, ForeignKey, Index, Text, bindparam, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.floor.bare import page
from lms.db import prepare_engine

LESSONS, PEOPLE = 60, 64
BODY_BYTES = 17_000  # with the page around it this makes 20 KB


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class User(UserMixin, Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    unit: Mapped[str]


class Lesson(Base):
    __tablename__ = "lessons"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)


class Progress(Base):
    __tablename__ = "progress"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    done_at: Mapped[datetime] = mapped_column(DateTime)
    __table_args__ = (Index(None, "user_id", "lesson_id", unique=True),)


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    at: Mapped[datetime] = mapped_column(DateTime)


_users, _lessons, _progress = User.__table__, Lesson.__table__, Progress.__table__
_USER = select(_users).where(_users.c.id == bindparam("user_id"))
_LESSON = select(_lessons).where(_lessons.c.slug == bindparam("slug"))
_PROGRESS = select(_progress).where(
    _progress.c.user_id == bindparam("user_id"), _progress.c.lesson_id == bindparam("lesson_id")
)
_NOTE = insert(Note.__table__)


def create_app(database: str | None = None) -> Flask:
    """Build the floors over one small database."""
    app = Flask("floor", root_path=os.path.dirname(__file__))
    app.config["SECRET_KEY"] = "floor-" * 6
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{database or os.environ['FLOOR_DATABASE']}"
    db.init_app(app)
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader
    def load(user_id: str) -> User | None:
        return db.session.get(User, int(user_id))

    with app.app_context():
        prepare_engine(db.engine)
    _add_pages(app)
    return app


def make_floor(database: str) -> tuple[str, ...]:
    """Make the database with people, lessons, and progress for each; return a signed-in cookie for each person."""
    app = create_app(database)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        now = datetime.now(UTC)
        db.session.add_all(User(id=n, name=f"Cô Hòa {n}", unit="THCS Sông Cầu") for n in range(1, PEOPLE + 1))
        db.session.add_all(
            Lesson(id=n, slug=f"bai-{n}", title=f"Bài {n}", body=page(BODY_BYTES))
            for n in range(1, LESSONS + 1)
        )
        db.session.flush()
        db.session.add_all(
            Progress(user_id=user, lesson_id=lesson, done_at=now)
            for user in range(1, PEOPLE + 1)
            for lesson in range(1, LESSONS + 1)
        )
        db.session.commit()
        db.engine.dispose()
    return tuple(_cookie(app, user_id) for user_id in range(1, PEOPLE + 1))


def _cookie(app: Flask, user_id: int) -> str:
    client = app.test_client()
    client.get(f"/enter/{user_id}")
    cookie = client.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"


def _add_pages(app: Flask) -> None:
    menu = [(f"Mục {n}", f"bai-{n}") for n in range(1, 26)]

    @app.get("/enter/<int:user_id>")
    def enter(user_id: int) -> str:
        login_user(db.session.get(User, user_id))
        return "in"

    @app.get("/f1/<slug>")
    def naive(slug: str) -> ResponseReturnValue:
        lesson = db.session.scalars(select(Lesson).where(Lesson.slug == slug)).one()
        done = db.session.scalars(
            select(Progress).where(Progress.user_id == current_user.id, Progress.lesson_id == lesson.id)
        ).one_or_none()
        return render_template("lesson.html", user=current_user, lesson=lesson, done=done, menu=menu)

    @app.get("/f2/<slug>")
    def prepared(slug: str) -> ResponseReturnValue:
        user, lesson, done = _rows(slug)
        return render_template("lesson.html", user=user, lesson=lesson, done=done, menu=menu)

    @lru_cache
    def shell(slug: str) -> list[str]:
        lesson = db.session.execute(_LESSON, {"slug": slug}).one()
        user = {"name": "<<slot>>", "unit": "<<slot>>"}
        drawn = render_template("lesson.html", user=user, lesson=lesson, done=None, menu=menu)
        return drawn.split("&lt;&lt;slot&gt;&gt;")

    @app.get("/f3/<slug>")
    def cached(slug: str) -> ResponseReturnValue:
        user, _lesson, _done = _rows(slug)
        first, second, third = shell(slug)
        return f"{first}{user.name}{second}{user.unit}{third}"

    @app.post("/note")
    def note() -> ResponseReturnValue:
        db.session.execute(
            _NOTE,
            {"user_id": int(session["_user_id"]), "text": request.form["text"], "at": datetime.now(UTC)},
        )
        db.session.commit()
        return "", 204


def _rows(slug: str) -> tuple[Any, Any, Any]:
    user = db.session.execute(_USER, {"user_id": int(session["_user_id"])}).one()
    lesson = db.session.execute(_LESSON, {"slug": slug}).one()
    done = db.session.execute(_PROGRESS, {"user_id": user.id, "lesson_id": lesson.id}).one_or_none()
    return user, lesson, done
