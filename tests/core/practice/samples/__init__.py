"""A sample of each kind; a new kind joins the contract tests by adding its module here."""

from tests.core.practice.samples import (
    evidence,
    match,
    naming,
    observed,
    order,
    prompt,
    read_signature,
    restore,
    safer,
    scan,
    self_check,
    sign_here,
    sign_own,
    simulation,
    sort,
    spot,
    spreadsheet,
)
from tests.core.practice.samples.shape import FIRST_LINE, Sample, block

SAMPLES: dict[str, Sample] = {
    "read-signature": read_signature.SAMPLE,
    "sign-here": sign_here.SAMPLE,
    "sign-own": sign_own.SAMPLE,
    "prompt": prompt.SAMPLE,
    "safer": safer.SAMPLE,
    "spot": spot.SAMPLE,
    "self-check": self_check.SAMPLE,
    "evidence": evidence.SAMPLE,
    "observed": observed.SAMPLE,
    "sort": sort.SAMPLE,
    "order": order.SAMPLE,
    "match": match.SAMPLE,
    "naming": naming.SAMPLE,
    "simulation": simulation.SAMPLE,
    "spreadsheet": spreadsheet.SAMPLE,
    "scan": scan.SAMPLE,
    "restore": restore.SAMPLE,
}

__all__ = ["FIRST_LINE", "SAMPLES", "Sample", "block"]
