"""What a publication would do: read the folders, compile them, compare with what is published."""

from lms.authoring.queries.compiling import CompiledBank, CompiledContent, compile_content
from lms.authoring.queries.reading import Content, NoContentError, content_of, read_content
from lms.authoring.queries.reporting import (
    BankChange,
    CourseChange,
    Report,
    TermChange,
    count_running_enrolments,
    current_base,
    report_on,
)
from lms.authoring.queries.uploads import (
    get_upload,
    get_waiting_upload,
    list_due_uploads,
    list_waiting_uploads,
)

__all__ = [
    "BankChange",
    "CompiledBank",
    "CompiledContent",
    "Content",
    "CourseChange",
    "NoContentError",
    "Report",
    "TermChange",
    "compile_content",
    "content_of",
    "count_running_enrolments",
    "current_base",
    "get_upload",
    "get_waiting_upload",
    "list_due_uploads",
    "list_waiting_uploads",
    "read_content",
    "report_on",
]
