"""What the contract tests need of a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from lms.core.practice import Block, Spec, Submission, Task

FIRST_LINE = 21


def block(kind: str, text: str, first_line: int = FIRST_LINE) -> Block:
    """Return ``text`` as the block of a task whose heading stands one line above."""
    lines = tuple(enumerate(text.strip("\n").splitlines(), start=first_line))
    return Block(kind, "nv", "bai.md", first_line - 1, lines)


@dataclass(frozen=True)
class Sample:
    """One well-formed block, blocks that must be refused, and a submission that the check accepts.

    ``kit`` makes what a kind with ``needs_kit`` is given; ``assets`` are the course's media that the block names. Where a
    hand-in ``is_signed_by_site``, the site puts the file into it and the learner uploads none.
    """

    good: str
    bad: tuple[str, ...]
    complete: Callable[[Spec, Task], Submission]
    kit: Callable[[], object] | None = None
    assets: tuple[str, ...] = ()
    is_signed_by_site: bool = False
