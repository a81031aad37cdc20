"""The types of questions as people name them in a column of a table."""

import re
from collections.abc import Mapping

from lms.core.questions.model import QuestionType
from lms.core.vietnamese import fold

_KINDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "choice": "trac nghiem|multiple choice|multiplechoice|mcq|nhieu lua chon|trac nghiem nhieu lua chon|quiz|tn|chon|"
        "lua chon|trac nghiem khach quan|cau hoi trac nghiem|choice|multichoice|phan i",
        "single": "mot dap an|1 dap an|mot lua chon|1 lua chon|single|single choice|chon mot|chon 1|radio|mot dap an dung|"
        "trac nghiem 1 dap an|trac nghiem mot dap an|trac nghiem 1 lua chon|one answer|1 dap an dung|chon mot dap an|single answer",
        "multiple": "nhieu dap an|chon nhieu|checkbox|checkboxes|multiple|multiple answer|multiple answers|multi select|"
        "multiple select|multiselect|multiple response|nhieu dap an dung|trac nghiem nhieu dap an|chon nhieu dap an|nhieu y dung",
        "truth": "dung sai|true false|truefalse|true or false|tf|t f|d s|ds|trac nghiem dung sai|yes no|dung hay sai|menh de dung sai",
        "cluster": "cum dung sai|cluster|chum dung sai|dung sai 4 y|dung sai nhieu y|nhom dung sai",
        "short": "tra loi ngan|dien|dien khuyet|dien tu|dien vao cho trong|fill in the blank|fill in the blanks|short|"
        "short answer|shortanswer|text|dien cho trong|tu ngan|typed answer|type answer|dap an ngan",
        "number": "so|number|numeric|numerical|dien so|so hoc|tra loi bang so|so lieu",
        "matching": "ghep|ghep doi|ghep noi|noi|match|matching|ghep cap|noi cot|ghep cot",
        "ordering": "sap xep|thu tu|order|ordering|sequence|sap thu tu|xep thu tu|reorder|sap xep thu tu|puzzle",
        "essay": "tu luan|essay|open ended|openended|open|long answer|paragraph|viet|cau hoi mo|tra loi dai|open question",
    }.items()
    for word in words.split("|")
}
CHOICE_TYPES = {
    "multiple": QuestionType.MULTIPLE,
    "truth": QuestionType.TRUE_FALSE,
    "cluster": QuestionType.CLUSTER,
}
"""The types of questions to tick by their kind; any other kind is a single choice until the key says otherwise."""


def kind_named(label: str) -> str | None:
    """Return the kind that a type's name says, "" for no name, None for one that nobody knows."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(label)).strip()
    return _KINDS.get(words) if words else ""
