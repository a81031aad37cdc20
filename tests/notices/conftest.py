"""A site whose mail goes to a server on this machine."""

from collections.abc import Iterator

import pytest

from tests.factories import Site
from tests.notices.post_office import PostOffice, open_post_office


@pytest.fixture
def office(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    with open_post_office() as office:
        monkeypatch.setitem(site.app.extensions, "mail", office.server)
        yield office
