"""Printing sign-in cards: a single-use code and a square, for learners of the officer's own units only."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms import clock
from lms.accounts.policy import can_print_card
from lms.core.errors import N_, DomainError, NotFoundError
from lms.core.square import draw_square
from lms.core.whole_numbers import whole_number
from lms.db import unit_of_work
from lms.units import services
from lms.units.queries import Member, list_grant_paths, list_members_by_id
from lms.units.views.blueprint import bp
from lms.web.access import actor, coordinators_only

MOST_CARDS = 100


class NobodyChosenError(DomainError):
    message = N_("Chưa chọn ai để in thẻ. Quay lại, đánh dấu vào ô cạnh tên rồi bấm In thẻ.")


class TooManyCardsError(DomainError):
    message = N_("Mỗi lần in nhiều nhất %(most)s thẻ. Quay lại và chọn ít người hơn.")


@bp.post("/in-the")
@coordinators_only
def print_cards() -> ResponseReturnValue:
    """Make new cards and show them for printing, once: the codes are kept nowhere in clear."""
    ids = _chosen()
    settings = current_app.extensions["settings"]
    with unit_of_work():
        cards = services.print_cards(_printable(ids), actor().id, settings.secret_key, clock.now())
    squares = [
        draw_square(settings.site_url + url_for("accounts.card", token=card.token)) for _member, card in cards
    ]
    return render_template("units/cards.html", cards=list(zip(cards, squares, strict=True)))


def _chosen() -> set[int]:
    """Return the people of the one button that was pressed, or of the boxes that were ticked."""
    chosen = request.form.getlist("mot") or request.form.getlist("nguoi")
    ids = {number for number in map(whole_number, chosen) if number is not None}
    if not ids:
        raise NobodyChosenError
    if len(ids) > MOST_CARDS:
        raise TooManyCardsError(most=MOST_CARDS)
    return ids


def _printable(ids: set[int]) -> list[Member]:
    """Return these people if a card may be printed for each of them, else say that there is no such page."""
    members, grants = list_members_by_id(ids), list_grant_paths(ids)
    allowed = [
        each
        for each in members
        if can_print_card(actor(), each.user_id, each.unit_path, each.user_id in grants)
    ]
    if len(allowed) != len(ids):
        raise NotFoundError
    return allowed
