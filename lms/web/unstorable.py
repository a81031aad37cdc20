"""What no database can hold is refused before any view reads it: a zero character, a number beyond every id."""

from collections.abc import Iterable

from flask import abort, request

NUL = "\0"  # PostgreSQL takes it in no text
HIGHEST_ID = 2**31 - 1


def refuse_unstorable() -> None:
    """Answer "not found" to an address that can name nothing, and "bad request" to texts that cannot be kept."""
    if not all(_can_be_named(value) for value in (request.view_args or {}).values()):
        abort(404)
    if not all(_can_be_kept(texts) for sent in (request.args, request.form) for _, texts in sent.lists()):
        abort(400)


def _can_be_named(value: object) -> bool:
    return value <= HIGHEST_ID if isinstance(value, int) else NUL not in str(value)


def _can_be_kept(texts: Iterable[str]) -> bool:
    return not any(NUL in text for text in texts)
