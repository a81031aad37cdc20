"""Work on an author's text happens in a child process that is stopped when it takes too long."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lms.core import child
from lms.core.markup import compile_course_limited, compile_glossary, limited, limits, render_markdown
from lms.core.markup.rendering import Renderer
from tests.core.markup.folders import FRONT, KNOWN, TODAY, compiled, folder

MARK = "TREO"


def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make rendering any text with the mark in it take a minute; the child inherits this by fork."""
    original = Renderer.raw

    def raw(self: Renderer, text: str, *rest: object, **named: object) -> str:
        if MARK in text:
            busy(60)
        return original(self, text, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Renderer, "raw", raw)


def test_the_result_is_the_same_as_without_a_limit() -> None:
    source = folder("## Bước 1. Mở\n\n[a](mat.md)\n")
    assert compile_course_limited(source, KNOWN, TODAY) == compiled(source)
    assert compile_course_limited(folder(), KNOWN, TODAY) == compiled(folder())
    assert limited(render_markdown, "**a**") == render_markdown("**a**")
    words = "## từ {#tu}\nEnglish: word\n\nMột từ.\n".encode()
    assert limited(compile_glossary, words) == compile_glossary(words)


@pytest.mark.usefixtures("slow")
def test_a_lesson_that_takes_too_long_is_named_and_the_others_are_still_checked() -> None:
    files = {
        "02-hai.md": f"---\nid: hai\ntitle: Hai\nminutes: 1\n---\n{MARK}\n".encode(),
        "03-ba.md": (FRONT.replace("bai-mot", "ba") + "[a](mat.md)\n").encode(),
    }
    found = compile_course_limited(folder(files=files), KNOWN, TODAY, cpu=0.2)
    assert found.course is None
    assert {("ky-so/02-hai.md", "too-slow"), ("ky-so/03-ba.md", "broken-link")} <= {
        (problem.path, problem.code) for problem in found.problems
    }


@pytest.mark.usefixtures("slow")
def test_a_small_text_that_takes_too_long_raises() -> None:
    with pytest.raises(TimeoutError):
        limited(render_markdown, f"**{MARK}**", cpu=0.2)


@pytest.mark.usefixtures("slow")
def test_a_child_that_does_not_stop_itself_is_ended_by_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a process cannot limit its own processor time."""

    @contextmanager
    def no_limit(seconds: float) -> Iterator[None]:
        yield

    monkeypatch.setattr(limits, "processor_limit", no_limit)
    found = compile_course_limited(folder(f"{MARK}\n"), KNOWN, TODAY, patience=0.5)
    assert [(problem.path, problem.code) for problem in found.problems] == [
        ("ky-so/01-mo-may.md", "too-slow")
    ]


def test_a_fresh_interpreter_does_the_same_where_there_is_no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert compile_course_limited(folder(), KNOWN, TODAY, patience=60) == compiled(folder())


def test_the_callers_own_limits_and_signals_are_untouched() -> None:
    resource = pytest.importorskip("resource", reason="only where a process can limit its processor time")
    before = resource.getrlimit(resource.RLIMIT_CPU)
    compile_course_limited(folder(), KNOWN, TODAY)
    assert resource.getrlimit(resource.RLIMIT_CPU) == before
