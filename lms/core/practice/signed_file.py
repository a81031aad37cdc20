"""The report on a signed file, as every kind's report is: what ``lms.core.signing.inspecting`` found, in rows."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from lms.core.practice.contract import Report, Row, RowState, Verdict

if TYPE_CHECKING:  # it comes with a large library
    from lms.core.signing.inspecting import Inspection

_STATES: Final = {
    Verdict.PASSED: RowState.MET,
    Verdict.FAILED: RowState.NOT_MET,
    Verdict.NEEDS_PERSON: RowState.WAITING,
    Verdict.CANNOT_CHECK: RowState.NOT_MET,
}


def report_of(inspection: "Inspection") -> Report:
    """Return the report; what could not be checked weighs nothing."""
    rows = []
    for row in inspection.rows:
        verdict = Verdict(row.outcome)
        weight = Decimal(0 if verdict is Verdict.CANNOT_CHECK else 1)
        rows.append(
            Row(
                row.id,
                _STATES[verdict],
                weight,
                row.message,
                row.title,
                row.next_step,
                values=dict(row.values),
            )
        )
    return Report(Verdict(inspection.verdict), tuple(rows))
