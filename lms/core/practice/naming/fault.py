"""A fault of a name, as a sentence with what to do; the sentences are translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """What is wrong and why, and how to mend it; ``values`` fill the places of both."""

    message: str
    next_step: str
    values: Mapping[str, str] = field(default_factory=dict)
