"""Tasks in a revision of their course, with the kind that knows how to show and check them."""

import hashlib
from dataclasses import dataclass

from lms.core.errors import N_, NotFoundError
from lms.core.markup import Item, Lesson
from lms.core.markup import Task as Declared
from lms.core.practice import KINDS, ActivityKind, Spec, Task
from lms.courses.queries import Published, get_published


class KindGoneError(NotFoundError):
    """The stored task is of a kind that this program does not know: a newer one wrote it, or an older one could do it."""

    message = N_(
        "Nhiệm vụ này đang tạm nghỉ vì trang chưa mở được loại bài này. Những gì thầy cô đã nộp vẫn còn. "
        "Thầy cô làm việc khác trước, và nhờ người hướng dẫn báo quản trị trang."
    )


@dataclass(frozen=True)
class PublishedTask:
    """A task in one revision of its course, with the kind that knows how to show and check it."""

    published: Published
    lesson: Lesson
    item: Item
    declared: Declared

    @property
    def kind(self) -> ActivityKind:
        """The kind that shows and checks the task. Lists that only name the task do without it.

        Raises:
            KindGoneError: this program does not know the kind.
        """
        known = KINDS.get(self.declared.kind)
        if known is None:
            raise KindGoneError
        return known

    @property
    def spec(self) -> Spec:
        return self.kind.spec_from_json(self.declared.spec)

    @property
    def keys(self) -> list[str]:
        """The task's key and the ones it had before."""
        return self.published.keys_of(self.item.key)

    def variant_for(self, user_id: int, again: int = 0) -> Task:
        """Return the person's own variant: the same at each try, so that a second look shows the same page.

        Whoever does a passed task ``again`` gets a fresh one, for each time.
        """
        seed = f"{user_id}:{self.item.key}:{again}" if again else f"{user_id}:{self.item.key}"
        digest = hashlib.sha256(seed.encode()).digest()
        return self.kind.prepare(self.spec, int.from_bytes(digest[:6]))


def get_task(published: Published, lesson_id: str, item_id: str) -> PublishedTask:
    """Return a task of a revision.

    Raises:
        NotFoundError: the revision has no such task.
    """
    lesson, item = published.item(lesson_id, item_id)
    if item.task is None:
        raise NotFoundError
    return PublishedTask(published, lesson, item, item.task)


def task_of(revision_id: int, item_key: str) -> PublishedTask:
    """Return the task as it was when it was handed in; a later revision may have changed or dropped it."""
    return get_task(get_published(revision_id), *item_key.split("/", 1))
