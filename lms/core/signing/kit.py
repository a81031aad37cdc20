"""What the feature puts into the hands of the kinds of the signature lab (``task.kit``), and nothing about where it lies.

``signers`` is what ``authority.make_sample_signers`` made once for the site. For a document that is signed in the site the
view asks the kind: ``SignHere.sign(spec, task, identity, at)`` returns the signed PDF, which goes into the submission as
``UPLOAD``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from lms.core.signing.identity import Identity

KeyState = Literal["none", "ready", "locked"]


@dataclass(frozen=True)
class SigningKit:
    """``roots`` and ``certificates`` are DER; ``certificates`` are the learner's own, of the use that the kind needs.

    ``roots`` begins with the authority in use; retired ones follow, so that what they signed can still be read.
    """

    roots: tuple[bytes, ...]
    certificates: tuple[bytes, ...]
    name: str
    now: datetime
    key_state: KeyState = "none"
    tries_left: int = 0
    signers: Mapping[str, Identity] = field(default_factory=dict, repr=False)
