"""Specs as the first release stored them, before tasks had hints: a course that was published then still loads."""

import json
from typing import Any

import pytest

from lms.core.practice import KINDS, Attempt, spec_from_json

SELF_CHECK = """
{"kind": "self-check", "points": "2",
 "items": [{"id": "02cac2b7", "text": "Tôi mở được C-Thái Nguyên"},
           {"id": "2a5754cf", "text": "Tôi biết ai không được hỏi mã OTP"}]}
"""
EVIDENCE = """
{"kind": "evidence", "points": "10", "most_photos": 2,
 "rubric": [{"id": "d721dd70", "points": "6", "text": "Thấy rõ dấu chữ ký số hợp lệ"},
            {"id": "3f67dbfa", "points": "4", "text": "Đã che số căn cước, số điện thoại"}]}
"""
OBSERVED = """
{"kind": "observed", "points": "10",
 "items": [{"id": "db51bbc2", "text": "Tự mở tệp cần ký", "is_required": true},
           {"id": "b805a665", "text": "Nói được chữ ký hợp lệ trông thế nào", "is_required": false}]}
"""
SORT = """
{"kind": "sort", "points": "4", "needed": 2,
 "classes": [{"id": "7f19a122", "title": "Thật"}, {"id": "54382c10", "title": "Giả"}],
 "items": [{"id": "654c1d22", "text": "Ứng dụng xin mã OTP qua Zalo", "class_id": "54382c10",
            "why": "Không cơ quan nào xin mã OTP."},
           {"id": "bd5aeb80", "text": "Cài từ CH Play theo phiếu địa phương", "class_id": "7f19a122", "why": ""}]}
"""
FORMER = [json.loads(stored) for stored in (SELF_CHECK, EVIDENCE, OBSERVED, SORT)]


def holds(now: Any, then: Any) -> bool:
    """Return whether all that was stored then is still said, whatever has been added since."""
    if isinstance(then, dict):
        return all(name in now and holds(now[name], value) for name, value in then.items())
    if isinstance(then, list):
        return len(now) == len(then) and all(holds(*pair) for pair in zip(now, then, strict=True))
    return bool(now == then)


@pytest.mark.parametrize("stored", FORMER, ids=lambda stored: stored["kind"])
def test_a_spec_of_the_first_release_loads_with_all_it_said_and_can_be_shown_and_checked(
    stored: dict[str, Any],
) -> None:
    kind, spec = KINDS[stored["kind"]], spec_from_json(stored["kind"], stored)
    assert holds(spec.to_json(), stored)
    task = kind.prepare(spec, 7)
    report = kind.check(spec, task, {})
    assert len(report.rows) >= 1
    assert kind.view(spec, task, Attempt({}, report)).context
    assert kind.hint(spec)
