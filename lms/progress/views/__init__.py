"""What a learner studies on: home, course, lesson, step; and what is said where a course has changed meanwhile."""

from lms.progress.views import courses, home, moving, steps, updating
from lms.progress.views.blueprint import bp

__all__ = ["bp", "courses", "home", "moving", "steps", "updating"]
