"""A sample of each kind; a new kind joins the contract tests by adding its module here."""

from tests.core.practice.samples import (
    evidence,
    match,
    observed,
    order,
    prompt,
    safer,
    self_check,
    simulation,
    sort,
    spot,
    spreadsheet,
)
from tests.core.practice.samples.shape import FIRST_LINE, Sample, block

SAMPLES: dict[str, Sample] = {
    "prompt": prompt.SAMPLE,
    "safer": safer.SAMPLE,
    "spot": spot.SAMPLE,
    "self-check": self_check.SAMPLE,
    "evidence": evidence.SAMPLE,
    "observed": observed.SAMPLE,
    "sort": sort.SAMPLE,
    "order": order.SAMPLE,
    "match": match.SAMPLE,
    "simulation": simulation.SAMPLE,
    "spreadsheet": spreadsheet.SAMPLE,
}

__all__ = ["FIRST_LINE", "SAMPLES", "Sample", "block"]
