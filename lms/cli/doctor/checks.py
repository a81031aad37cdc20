"""What a check is, and how a group of checks that itself breaks is told of."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One line of the report: what was looked at, what to do when it is not well, and what was seen.

    A check that is not ``is_grave`` is a note: worth knowing, but the site serves people rightly.
    """

    name: str
    is_well: bool
    mend: str
    seen: str = ""
    is_grave: bool = True

    @property
    def is_bad(self) -> bool:
        return self.is_grave and not self.is_well

    @property
    def line(self) -> str:
        if self.is_well:
            return f"ok    {self.name}"
        seen = f" ({self.seen})" if self.seen else ""
        return f"{'FAIL' if self.is_grave else 'note'}  {self.name}{seen} → {self.mend}"


def note(name: str, seen: list[str], mend: str) -> Check:
    """Return a note that lists what was seen, or that nothing was."""
    return Check(name, not seen, mend, shortened(seen), is_grave=False)


def shortened(seen: list[str]) -> str:
    """Return the first few of ``seen`` in one line, with how many there are in all."""
    text = ", ".join(seen[:3])
    return text if len(seen) <= 3 else f"{text} … {len(seen)} in all"


def guarded(name: str, checks: Iterator[Check], mend: str) -> Iterator[Check]:
    """Yield the checks; one that cannot even be made is a trouble of its own, not the end of the report."""
    try:
        yield from checks
    except Exception as broken:
        yield Check(name, False, mend, f"{type(broken).__name__}: {str(broken).splitlines()[0][:200]}")
