"""Blocks of the kind sign-here."""

from lms.core.practice import UPLOAD, Spec, Submission, Task, Upload
from lms.core.practice.sign_here import SignHere
from lms.core.practice.sign_paper import PaperSpec
from tests.core.practice.samples import laboratory
from tests.core.practice.samples.shape import Sample

GOOD = """
tờ: Giấy xác nhận tham gia tập huấn
nội dung: Tôi đã dự buổi tập huấn “Ký số trên điện thoại” và tự ký tờ giấy này.
lý do: Xác nhận đã tham gia
vị trí: phải
điểm: 10
"""

BAD = (
    "",
    "tờ:",
    "lý do: Xác nhận",
    f"tờ: {'a' * 91}",
    f"tờ: Giấy\nlý do: {'a' * 61}",
    f"tờ: Giấy\nnội dung: {'a' * 401}",
    "tờ: Giấy\nvị trí: giữa",
    "tờ: Giấy\n- một mục",
    "tờ: Giấy\ntờ: Giấy khác",
)


def signed(spec: Spec, task: Task) -> Submission:
    """Return the learner's sheet, signed with the learner's key, as the site puts it into the submission."""
    assert isinstance(spec, PaperSpec)
    data = SignHere().sign(spec, task, laboratory.learner(), laboratory.NOW)
    return {UPLOAD: Upload("da-ky.pdf", data)}


SAMPLE = Sample(GOOD, BAD, signed, laboratory.kit, is_signed_by_site=True)
