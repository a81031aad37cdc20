"""Blocks of the kind sign-own: the same as for signing here; what differs is who signs."""

from tests.core.practice.samples import laboratory
from tests.core.practice.samples.shape import Sample
from tests.core.practice.samples.sign_here import BAD, signed

GOOD = """
tờ: Phiếu đăng ký mượn thiết bị
lý do: Đăng ký mượn
vị trí: trái
"""

SAMPLE = Sample(GOOD, BAD, signed, laboratory.kit)
