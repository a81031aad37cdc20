"""A draft as the bank that publishing it would make, to be tried before that."""

from collections import OrderedDict
from datetime import date

from lms.authoring.queries import Content, compile_content
from lms.banks.models import BankDraft
from lms.banks.queries.drafts import manuscript_of
from lms.banks.queries.publishing import PATIENCE_SECONDS
from lms.core.markup import Budget
from lms.core.questions import Bank
from lms.core.questions.native import write_native

MOST_KEPT = 4

# By the text itself, because a try compiles the same one for each of its pages.
_kept: OrderedDict[tuple[str, bytes], Bank | None] = OrderedDict()


def draft_bank(draft: BankDraft, today: date) -> Bank | None:
    """Return the bank that a draft's ready questions make, or None where they make none yet.

    Raises:
        OverBudgetError: compiling takes too long.
    """
    text = write_native(manuscript_of(draft))
    name = (draft.slug, text)
    if name not in _kept:
        content = Content(banks={draft.slug: text})
        compiled = compile_content(content, today, Budget(PATIENCE_SECONDS))
        _kept[name] = None if compiled.errors else compiled.banks[draft.slug].bank
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[name]
