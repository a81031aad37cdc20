"""A published bank in another program's format, made in a child process that is stopped when it takes too long."""

from lms.core import markup
from lms.core.errors import N_, DomainError
from lms.core.questions.exporting import Exported, write_file
from lms.core.questions.native import read_native

CPU_SECONDS = 30.0
"""Processor time for one file; two thousand questions need a third of it in the slowest format."""


class SlowExportError(DomainError):
    status = 503
    message = N_(
        "Ngân hàng này lớn quá nên máy dừng trước khi viết xong tệp. Nhờ người quản trị chạy lệnh lms quizzes export."
    )


def export_bank(source: bytes, name: str, format_name: str) -> Exported:
    """Return a bank's source in this format, with what the format cannot say.

    Raises:
        SlowExportError: it took too long.
    """
    try:
        return markup.limited(_export, source, name, format_name, cpu=CPU_SECONDS)
    except TimeoutError as slow:
        raise SlowExportError from slow


def _export(source: bytes, name: str, format_name: str) -> Exported:
    return write_file(read_native(source, name).manuscript, format_name)
