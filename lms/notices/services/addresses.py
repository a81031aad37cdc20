"""Where a person wants notices sent. Nothing but one question goes to an address before its owner said yes.

Anybody could write a stranger's address down, so the question goes out few times a day, and the link in it opens only for
the account that asked.
"""

from datetime import datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from lms.accounts.models import User
from lms.core.errors import N_, DomainError
from lms.db import db
from lms.notices.models import Notice
from lms.notices.queries.mail import CONFIRM, list_confirmations

LINK_LIFE = timedelta(days=3)
MOST_QUESTIONS_A_DAY = 3


class ManyQuestionsError(DomainError):
    """The person had this asked too often today."""

    status = 429
    message = N_("Hôm nay đã gửi 3 thư xác nhận rồi. Mời thầy cô tìm trong hộp thư rác, hoặc mai thử lại.")


class LinkEndedError(DomainError):
    """The link is too old, is about another address, or was never ours."""

    status = 410
    message = N_("Đường dẫn trong thư này không còn dùng được. Mời thầy cô xin một thư xác nhận mới.")


def ask_for_mail(user: User, email: str, now: datetime) -> None:
    """Have notices sent to this address, once its owner has said yes.

    Raises:
        ManyQuestionsError: the question went out as often as it may in a day.
    """
    db.session.refresh(user, with_for_update={"key_share": True})  # so that two taps are one question
    if email != user.email:
        user.email, user.email_confirmed_at = email, None
    user.wants_mail = True
    if user.email_confirmed_at is None:
        _ask(user, now)
    db.session.flush()


def _ask(user: User, now: datetime) -> None:
    """Put the question on the way, unless it is; what was on its way to another address is not sent any more."""
    asked = list_confirmations(user.id, now - timedelta(days=1))
    waiting = [each for each in asked if each.mailed_at is None and each.tries == 0]
    if any(each.values.get("address") == user.email for each in waiting):
        return
    if len(asked) >= MOST_QUESTIONS_A_DAY:
        raise ManyQuestionsError
    for each in asked:
        each.mailed_at = each.mailed_at or each.at
    db.session.add(
        Notice(
            user_id=user.id,
            kind=CONFIRM,
            key=f"{CONFIRM}:{user.id}:{now.isoformat()}",
            path="/thong-bao/thu",
            values={"address": user.email},
            at=now,
            read_at=now,  # the page that asked for it has said so
        )
    )


def stop_mail(user: User) -> None:
    """Send no more letters; the address stays for whoever changes their mind."""
    user.wants_mail = False
    db.session.flush()


def forget_address(user: User) -> None:
    """Send no more letters and forget where they went."""
    user.wants_mail, user.email, user.email_confirmed_at = False, None, None
    db.session.flush()


def sign_address(user_id: int, email: str, key: str, now: datetime) -> str:
    """Return what the link in the question carries."""
    return str(_signer(key).dumps([user_id, email, int((now + LINK_LIFE).timestamp())]))


def confirm_address(user: User, proof: str, key: str, now: datetime) -> None:
    """Note that the owner of the address said yes.

    Raises:
        LinkEndedError: ``proof`` is not for this account's present address, or no longer.
    """
    check_proof(user, proof, key, now)
    user.email_confirmed_at = user.email_confirmed_at or now
    user.wants_mail = True
    db.session.flush()


def check_proof(user: User, proof: str, key: str, now: datetime) -> None:
    """Look whether a link is good.

    Raises:
        LinkEndedError: it is not.
    """
    try:
        user_id, email, until = _signer(key).loads(proof)
    except (BadSignature, ValueError, TypeError) as forged:
        raise LinkEndedError from forged
    if user_id != user.id or email != user.email or now.timestamp() > until:
        raise LinkEndedError


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="where notices are mailed")
