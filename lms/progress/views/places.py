"""Finding what an address names for whoever asks, and the card of what comes next there."""

from lms.core.completion import ItemState
from lms.core.errors import NotFoundError
from lms.core.markup import Item
from lms.courses.queries import Head, Published, get_published
from lms.progress.queries import Standing, find_standing
from lms.web.access import actor
from lms.web.pages import item_path

MINUTES = {"task": 4, "quiz": 2}


def find_course(slug: str) -> tuple[Head, Standing, Published]:
    """Return a published course with this person's standing, or say that there is no such page."""
    found = find_standing(actor().id, slug)
    if found is None:
        raise NotFoundError
    head, standing = found
    return head, standing, get_published(head.revision_id)


def next_card(head: Head, standing: Standing) -> dict[str, object]:
    """Return what the card "Học tiếp" says: the exact next item, or that everything waits for a person."""
    published = get_published(head.revision_id)
    card: dict[str, object] = {"head": head, "item": None, "minutes_left": _minutes_left(published, standing)}
    if standing.next_key in published.items:
        lesson, item = published.items[standing.next_key]
        number = lesson.items.index(item) + 1
        card |= {
            "lesson": lesson,
            "item": item,
            "number": number,
            "minutes": _minutes(item),
            "path": item_path(head.slug, item.key, item.kind),
        }
    return card


def _minutes(item: Item) -> int:
    return item.minutes or MINUTES.get(item.kind, 1)


def _minutes_left(published: Published, standing: Standing) -> int:
    open_items = (
        item for _lesson, item in published.items.values() if standing.state(item.key) != ItemState.DONE
    )
    return sum(_minutes(item) for item in open_items)
