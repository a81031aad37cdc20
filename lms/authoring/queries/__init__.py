"""What a publication would do: read the folders, compile them, compare with what is published."""

from lms.authoring.queries.compiling import (
    CompiledBank,
    CompiledContent,
    compile_content,
    takes_from_others,
)
from lms.authoring.queries.exporting import (
    MissingMediaError,
    export_all,
    export_banks,
    export_course,
    export_glossary,
    glossary_text,
    source_texts,
)
from lms.authoring.queries.own_work import beside_own_work
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
from lms.authoring.queries.revisions import (
    PublicationRow,
    Revision,
    count_publications,
    get_course,
    get_revision,
    get_sources,
    list_publication_rows,
    list_revisions,
    report_on_revision,
)
from lms.authoring.queries.sheets import SheetField, SheetGroup, read_sheet
from lms.authoring.queries.shelf import CourseRow, NoteRow, list_course_rows, list_note_rows
from lms.authoring.queries.up_to_date import is_published
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
    "CourseRow",
    "MissingMediaError",
    "NoContentError",
    "NoteRow",
    "PublicationRow",
    "Report",
    "Revision",
    "SheetField",
    "SheetGroup",
    "TermChange",
    "beside_own_work",
    "compile_content",
    "content_of",
    "count_publications",
    "count_running_enrolments",
    "current_base",
    "export_all",
    "export_banks",
    "export_course",
    "export_glossary",
    "get_course",
    "get_revision",
    "get_sources",
    "get_upload",
    "get_waiting_upload",
    "glossary_text",
    "is_published",
    "list_course_rows",
    "list_due_uploads",
    "list_note_rows",
    "list_publication_rows",
    "list_revisions",
    "list_waiting_uploads",
    "read_content",
    "read_sheet",
    "report_on",
    "report_on_revision",
    "source_texts",
    "takes_from_others",
]
