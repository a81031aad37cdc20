"""What most kinds answer alike: light, checked by machine, nothing handed out, nothing uploaded, nothing kept."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from lms.core.completion import Trust
from lms.core.errors import N_
from lms.core.practice.contract import (
    ExampleLine,
    Field,
    Finding,
    Handout,
    Report,
    Task,
    UploadRule,
)


def place_of(seed: int, name: str) -> bytes:
    """Return what to sort by, so that each learner sees another order; a hash gives the same one on every Python."""
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()


class Ordinary:
    """The common answers of a kind; each kind overrides what is different about it."""

    heavy: bool = False
    needs_kit: bool = False
    trust: Trust = Trust.MACHINE

    def lint(self, spec: Any, assets: Collection[str]) -> list[Finding]:
        return []

    def media(self, spec: Any) -> tuple[str, ...]:
        return ()

    def prepare(self, spec: Any, seed: int) -> Task:
        return Task(seed)

    def fields(self, spec: Any, task: Any) -> Mapping[str, Field]:
        return {}

    def upload(self, spec: Any) -> UploadRule | None:
        return None

    def handouts(self, spec: Any, task: Any) -> tuple[Handout, ...]:
        return ()

    def handout(self, spec: Any, task: Any, name: str) -> bytes:
        raise KeyError(name)

    def get_ready(self) -> None:
        pass

    def hint(self, spec: Any) -> str:
        said: str = spec.hint
        return said or N_("Đọc to từng mục chưa đúng, rồi so với lời giải thích ngay bên dưới mục đó.")

    def example(self, spec: Any, task: Any, report: Report | None) -> tuple[ExampleLine, ...]:
        return ()

    def retention(self, spec: Any) -> timedelta:
        return timedelta(0)
