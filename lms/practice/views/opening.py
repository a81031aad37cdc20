"""A task as one learner has it open: where it stands, and the learner's own variant."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from lms.core.errors import NotFoundError
from lms.core.practice import Task
from lms.core.practice.states import TaskState
from lms.courses.queries import Head, get_published
from lms.practice.models import EvidenceFile
from lms.practice.queries import PublishedTask, Try, find_try, get_task, list_photos, state_after
from lms.practice.views.bench import Bench, lay_out
from lms.progress.queries import Missing, Prerequisites, Standing, find_standing
from lms.web.access import actor
from lms.web.pages import item_path

# In these states the form is shown again; what was sent last still stands in it.
OPEN = frozenset(TaskState) - {TaskState.WAITING, TaskState.PASSED, TaskState.HANDED_IN}


@dataclass(frozen=True)
class Problem:
    """Something to mend before the task can be handed in, and the field where; or an item that is left out."""

    field: str
    text: str
    is_left_out: bool = False


@dataclass(frozen=True)
class Page:
    """A task as one learner has it open."""

    head: Head
    standing: Standing
    task: PublishedTask
    last: Try | None
    photos: list[EvidenceFile] = field(default_factory=list)
    missing: Missing | None = None

    @property
    def state(self) -> TaskState:
        is_done = self.standing.state(self.task.item.key) == "done"
        if self.last is not None:
            return state_after(self.last.state, self.last.again, is_done=is_done)
        return TaskState.PASSED if is_done else TaskState.NEW

    @property
    def again(self) -> int:
        """Which time the reader does the passed task again; 0 before it is passed."""
        return self.last.again if self.last is not None and self.state is not TaskState.NEW else 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN and self.missing is None

    @property
    def path(self) -> str:
        return item_path(self.head.slug, self.task.item.key, "task")

    @property
    def place(self) -> str:
        """What a request for help is about."""
        return f"{self.head.slug}/{self.task.item.key}"

    @property
    def failures(self) -> int:
        return self.last.failures if self.last else 0

    @cached_property
    def bench(self) -> Bench | None:
        """What the reader signs and checks with, where the kind needs it."""
        return lay_out(self.task.kind.key) if self.task.kind.needs_kit else None

    @property
    def trouble(self) -> str:
        """Why the task cannot be worked on at present, for no fault of the reader's."""
        return self.bench.trouble if self.bench else ""

    @cached_property
    def variant(self) -> Task:
        """The reader's own variant."""
        variant = self.task.variant_for(actor().id, self.again)
        return replace(variant, kit=self.bench.kit) if self.bench else variant


def open_task(slug: str, lesson_id: str, item_id: str) -> Page:
    """Return the task as whoever asks has it open.

    Raises:
        NotFoundError: there is no such task for this person.
    """
    found = find_standing(actor().id, slug)
    if found is None:
        raise NotFoundError
    head, standing = found
    published = get_published(head.revision_id)
    task = get_task(published, lesson_id, item_id)
    missing = Prerequisites(actor().id, standing, published).missing_for(task.lesson)
    last = find_try(actor().id, head.id, task.keys)
    shut = (TaskState.RETURNED, TaskState.REVOKED)
    has_photos = task.kind.key == "evidence" and last and last.state not in shut
    return Page(head, standing, task, last, list_photos(last.id) if last and has_photos else [], missing)
