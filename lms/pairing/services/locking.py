"""Holding a pair's row while something is written within the pair, so that two taps and two sides come one by one."""

from collections.abc import Collection

from sqlalchemy import select

from lms.core.errors import N_, ConflictError, NotFoundError
from lms.db import db
from lms.pairing.models import Pair

ACTIVE = ("active",)


class PairRestingError(ConflictError):
    message = N_("Cặp đang tạm nghỉ hoặc đã kết thúc, nên lúc này chỉ xem được, chưa ghi thêm được.")


def lock_pair(pair_id: int, states: Collection[str] = ACTIVE) -> Pair:
    """Return the pair as it is now, held until the transaction ends.

    Raises:
        NotFoundError: there is no such pair.
        PairRestingError: it is in none of ``states`` any more.
    """
    pair = db.session.scalars(
        select(Pair).where(Pair.id == pair_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if pair is None:
        raise NotFoundError
    if pair.state not in states:
        raise PairRestingError
    return pair
