"""Signing with one's own tool: a .p12 that leaves with its key, and a signed file of which nothing but the result stays."""

import os
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.core.practice.sign_own import SignOwn
from lms.core.signing.documents import Place
from lms.core.signing.identity import Identity
from lms.core.signing.sealing import seal
from lms.db import Base, db
from tests.core.practice.samples import laboratory
from tests.core.signing import hand_made
from tests.factories import Site, post
from tests.practice.lab import OWN, PASSWORD, READ, certificates, hand_in, make_lab
from tests.practice.makers import state_of, submissions

SPOOLED = 600 * 1024
"""Bytes above which the server keeps an upload in a file and not in memory."""


def take_p12(client: FlaskClient) -> Identity:
    """Download a certificate and open it as a tool would."""
    answer = post(client, f"{OWN}/chung-thu", password=PASSWORD)
    assert answer.mimetype == "application/x-pkcs12"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    key, certificate, _others = pkcs12.load_key_and_certificates(answer.data, PASSWORD.encode())
    assert key is not None
    assert certificate is not None
    opened = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Identity(certificate.public_bytes(Encoding.DER), opened)


def sheet(client: FlaskClient) -> bytes:
    return client.get(f"{OWN}/tep/to-giay.pdf").data


def signed_by(client: FlaskClient, identity: Identity) -> bytes:
    """Sign the learner's sheet as a tool would."""
    return seal(sheet(client), identity, laboratory.root().certificate, clock.now(), Place("right"))


def test_the_key_leaves_with_the_file_and_only_the_certificate_stays(site: Site) -> None:
    school = make_lab(site)
    identity = take_p12(site.client(school.learner))
    (only,) = certificates(site, school.learner)
    assert (only.use, only.key) == ("tool", None)
    assert only.certificate == identity.certificate


@pytest.mark.parametrize("password", ["", "12345", "x" * 65, "mật khẩu dài"])
def test_a_password_that_tools_disagree_about_is_refused(site: Site, password: str) -> None:
    school = make_lab(site)
    answer = post(site.client(school.learner), f"{OWN}/chung-thu", password=password)
    assert answer.status_code == 422
    assert "từ 6 đến 64 ký tự" in answer.text
    assert certificates(site, school.learner) == []


def test_the_learners_own_sheet_signed_with_it_passes(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    answer = hand_in(client, signed_by(client, take_p12(client)), "CCCD 024193000001 Hoa.pdf")
    assert (answer.status_code, answer.location) == (303, f"{OWN}#ket-qua")
    (only,) = submissions(site, school.learner)
    assert only.state == "passed", only.report
    assert "024193000001" not in str(only.payload)
    assert state_of(site, school.learner, "bai-hai/nv-ky-may") == "done"


def test_anothers_certificate_does_not_pass(site: Site) -> None:
    school = make_lab(site)
    client, other = site.client(school.learner), site.client(school.colleague)
    take_p12(client)
    hand_in(client, signed_by(client, take_p12(other)))
    assert submissions(site, school.learner)[0].state == "not_passed"


def test_a_replaced_certificate_does_not_pass_any_more(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    data = signed_by(client, take_p12(client))
    take_p12(client)
    hand_in(client, data)
    assert submissions(site, school.learner)[0].state == "not_passed"
    assert [each.replaced_at is None for each in certificates(site, school.learner)] == [False, True]


def real_file(size: int) -> bytes:
    """Return a PDF signed by a certificate that does not say it is for practice, ``size`` bytes or more."""
    root = hand_made.make_root("CA That", organization="Nha cung cap that")
    holder = hand_made.make_holder("CCCD 024193000001", root=root, organization="Truong that")
    filling = hand_made.stream(b"x" * size)
    return hand_made.sign(hand_made.make_pdf(more={7: filling}), holder)


def remains(site: Site, folder: Path, before: set[Path]) -> list[Any]:
    """Return what stayed of an upload: files anywhere the site writes, open files without a name, rows."""
    fresh = [path for path in folder.rglob("*") if path.is_file() and path not in before]
    if os.path.isdir("/proc/self/fd"):
        names = [os.path.realpath(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd")]
        fresh += [Path(name) for name in names if str(folder) in name and "(deleted)" in name]
    with site.app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                fresh += [value for value in row if "024193000001" in str(value)]
    return fresh


def die(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("size", [0, SPOOLED])
@pytest.mark.parametrize("is_dying", [False, True])
def test_a_file_signed_for_real_leaves_nothing_behind(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, is_dying: bool
) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    take_p12(client)
    data = real_file(size)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stored = site.app.extensions["settings"].instance / "files"
    before = {path for folder in (stored, tmp_path) for path in folder.rglob("*")}
    if is_dying:
        monkeypatch.setattr(SignOwn, "check", die)
    answer = hand_in(client, data, "CCCD 024193000001.pdf")
    assert answer.status_code == 303
    (only,) = submissions(site, school.learner)
    assert only.state == ("could_not_check" if is_dying else "not_passed")
    assert remains(site, tmp_path, before) == []
    assert remains(site, stored, before) == []
    assert "024193000001" not in client.get(OWN).text


def test_sample_files_are_handed_out_and_read_on_the_page_without_their_keys(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    page = client.get(READ)
    assert page.status_code == 200
    assert "Bảng kiểm tra tệp 1" in page.text
    for number in range(1, 5):
        file = client.get(f"{READ}/tep/tep-{number}.pdf")
        assert file.data.startswith(b"%PDF")
        assert client.get(f"{READ}/tep/tep-{number}.pdf").data == file.data
