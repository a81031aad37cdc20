"""Publishing the small course again, at a later time."""

from collections.abc import Mapping
from datetime import date, timedelta

from lms import clock
from lms.authoring.queries import Content, compile_content
from lms.authoring.services import publish, store_media
from tests.content import BANK, GLOSSARY
from tests.factories import Site


def publish_at(site: Site, files: Mapping[str, bytes], minutes: int = 10, bank: str = BANK) -> None:
    """Publish some minutes from now: after everything that has happened so far."""
    content = Content({"thu-nghiem": files}, {"thu-nghiem": bank.encode()}, GLOSSARY.encode())
    with site.app.app_context():
        compiled = compile_content(content, date(2026, 11, 21))
        assert not compiled.errors, [problem.text("vi") for problem in compiled.errors]
        store_media(compiled, site.app.extensions["storage"])
    with site.working():
        publish(content, compiled, None, clock.now() + timedelta(minutes=minutes))
