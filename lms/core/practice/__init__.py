"""Practice activities: declared by trainers in Markdown, checked by pure functions.

A new kind is a module with a class that satisfies ``ActivityKind``, entered in ``KINDS``; the contract tests run over
all of them. Nothing here knows a database, a request or a template engine.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lms.core.completion import Trust
from lms.core.practice.contract import (
    UPLOAD,
    ActivityKind,
    Attempt,
    AuthoringError,
    AuthoringErrors,
    Block,
    ExampleLine,
    Field,
    Finding,
    Handout,
    Report,
    Row,
    RowState,
    Spec,
    Submission,
    Task,
    Upload,
    UploadRule,
    Verdict,
    ViewModel,
    report_from_json,
)
from lms.core.practice.evidence import Evidence
from lms.core.practice.match import Match
from lms.core.practice.naming import Naming
from lms.core.practice.observed import Observed, Support, observe, support_in
from lms.core.practice.order import Order
from lms.core.practice.prompt import Prompt
from lms.core.practice.read_signature import ReadSignature
from lms.core.practice.restore import Restore
from lms.core.practice.safer import Safer
from lms.core.practice.scan import Scan
from lms.core.practice.self_check import SelfCheck
from lms.core.practice.sign_here import SignHere
from lms.core.practice.sign_own import SignOwn
from lms.core.practice.simulation import Simulation
from lms.core.practice.sort import Sort
from lms.core.practice.spot import Spot
from lms.core.practice.spreadsheet import Spreadsheet

KINDS: Mapping[str, ActivityKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            Prompt(),
            Safer(),
            Spot(),
            SelfCheck(),
            Evidence(),
            Observed(),
            Sort(),
            Order(),
            Match(),
            Naming(),
            Simulation(),
            Spreadsheet(),
            ReadSignature(),
            SignHere(),
            SignOwn(),
            Scan(),
            Restore(),
        )
    }
)


def spec_from_json(kind: str, stored: Mapping[str, Any]) -> Spec:
    """Return the task of ``kind`` that ``Spec.to_json`` wrote. Raises KeyError for an unknown kind."""
    return KINDS[kind].spec_from_json(stored)


__all__ = [
    "KINDS",
    "UPLOAD",
    "ActivityKind",
    "Attempt",
    "AuthoringError",
    "AuthoringErrors",
    "Block",
    "ExampleLine",
    "Field",
    "Finding",
    "Handout",
    "Report",
    "Row",
    "RowState",
    "Spec",
    "Submission",
    "Support",
    "Task",
    "Trust",
    "Upload",
    "UploadRule",
    "Verdict",
    "ViewModel",
    "observe",
    "report_from_json",
    "spec_from_json",
    "support_in",
]
