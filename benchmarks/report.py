"""The figures as a Markdown page: one table a subject, each figure with its floor, its bounds and the load beside it."""

from dataclasses import dataclass
from datetime import datetime

from benchmarks import machine
from benchmarks.budgets import Budget
from benchmarks.servers import CONNECTIONS, THREADS, WORKERS, Figure

WORDS = {"aim": "aim met", "must": "must met", "missed": "**missed**"}


@dataclass(frozen=True)
class Row:
    """One of our operations between two runs of its floor."""

    name: str
    floor: str
    before: Figure
    ours: Figure
    after: Figure
    load: float
    budget: Budget | None = None

    @property
    def floor_ms(self) -> float:
        return (self.before.cpu_ms + self.after.cpu_ms) / 2

    @property
    def ratio(self) -> float:
        return self.ours.cpu_ms / self.floor_ms

    @property
    def throughput(self) -> float:
        """Return how much of the floor's throughput ours reaches on the same processor time, in per cent."""
        return 100 / self.ratio


@dataclass(frozen=True)
class Alone:
    """A figure that is no request: a share, a size, a time."""

    name: str
    figure: float
    detail: str
    load: float
    budget: Budget | None = None


def page(
    server: str, at: datetime, rows: list[Row], floors: list[Row], others: list[Row], alone: list[Alone]
) -> str:
    """Return the whole page."""
    parts = [
        f"# Figures of {at:%Y-%m-%d %H:%M}",
        "How to read them: [README](../README.md). CPU-ms is user and system time of all server processes.",
        f"- Machine: {machine.description()}",
        f"- Versions: {machine.versions()}",
        f"- Server: {server}, {WORKERS} workers with {THREADS} threads; {CONNECTIONS} kept-alive connections; SQLite",
        "## Our operations, each between two runs of its floor",
        table(rows),
        "## The rest",
        _alone_table(alone),
        "## The same page on other servers",
        table(others),
        "## The floors among themselves",
        table(floors),
    ]
    return "\n\n".join(parts).replace("\n\n- ", "\n- ") + "\n"


def table(rows: list[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = [
        "| Operation | CPU-ms | must | aim | verdict | floor | floor before / after | ours / floor | a second | p50 / p99 ms | KB | load |",
        "|---|--:|--:|--:|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        must, aim, verdict = _bounds(row.budget, row.ours.cpu_ms)
        floors = f"{row.before.cpu_ms:.2f} / {row.after.cpu_ms:.2f}"
        times = f"{row.ours.p50:.1f} / {row.ours.p99:.1f}"
        cells = [
            row.name,
            f"{row.ours.cpu_ms:.2f}",
            must,
            aim,
            verdict,
            row.floor,
            floors,
            f"{row.ratio:.2f}",
        ]
        cells += [f"{row.ours.per_second:.0f}", times, f"{row.ours.kilobytes:.1f}", f"{row.load:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _bounds(budget: Budget | None, figure: float) -> tuple[str, str, str]:
    if budget is None:
        return "", "", ""
    return f"{budget.must:g}", f"{budget.aim:g}", WORDS[budget.verdict(figure)]


def _alone_table(alone: list[Alone]) -> str:
    lines = ["| What | figure | must | aim | verdict | detail | load |", "|---|--:|--:|--:|---|---|--:|"]
    for each in alone:
        must, aim, verdict = _bounds(each.budget, each.figure)
        unit = each.budget.unit if each.budget else ""
        lines.append(
            f"| {each.name} | {each.figure:.2f} {unit} | {must} | {aim} | {verdict} | {each.detail} | {each.load:.1f} |"
        )
    return "\n".join(lines)
