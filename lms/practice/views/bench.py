"""What a learner signs and checks with: the kit that a task of the signature lab is given."""

from dataclasses import dataclass, replace

from flask import current_app

from lms import clock
from lms.core.practice import Task
from lms.core.signing.kit import SigningKit
from lms.practice.queries.certificates import USES, Held, Lab, find_lab
from lms.practice.services.authority import find_trouble, name_signers, open_signers
from lms.web.access import actor
from lms.web.translations import sentence


@dataclass(frozen=True)
class Bench:
    """The lab as it stands for the reader: the kit, or the sentence that says why there is none."""

    lab: Lab
    kit: SigningKit | None
    held: Held | None
    trouble: str = ""


def secret() -> str:
    """Return the site's secret, under which keys are kept."""
    kept: str = current_app.extensions["settings"].secret_key
    return kept


def lay_out(kind_key: str) -> Bench:
    """Return the lab with the reader's certificate of the use that the kind needs."""
    lab, now, use = find_lab(actor().id), clock.now(), USES.get(kind_key, "")
    trouble = find_trouble(lab, secret())
    if trouble is not None:
        return Bench(lab, None, None, sentence(trouble))
    held = lab.usable(use, now)
    kit = SigningKit(
        roots=lab.roots,
        certificates=(held.certificate,) if held else (),
        name=actor().full_name,
        now=now,
        key_state=lab.key_state(use, now),
        tries_left=held.tries_left if held else 0,
        signers={} if use else name_signers(),
    )
    return Bench(lab, kit, held)


def with_signers(variant: Task) -> Task:
    """Return a variant whose kit can sign sample files; their keys are opened for nothing else."""
    if not isinstance(variant.kit, SigningKit):
        return variant
    return replace(variant, kit=replace(variant.kit, signers=open_signers(secret())))
