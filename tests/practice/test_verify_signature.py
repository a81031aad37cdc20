"""``lms practice verify-signature``: the lab's report for any file, and never a traceback."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms import clock
from lms.core.signing.authority import issue, make_root
from lms.core.signing.identity import Identity
from lms.db import db
from lms.practice.cli import group
from lms.practice.models import PracticeAuthority
from tests.core.signing import hand_made
from tests.core.signing.attacks import ATTACKS, REAL_ROOT
from tests.core.signing.hand_made import make_holder, make_pdf, sign
from tests.factories import Site


def verify(site: Site, *words: object) -> Result:
    with site.app.app_context():
        return CliRunner().invoke(group, ["verify-signature", *map(str, words)])


def keep_authority(site: Site, *, slot: int | None = 1) -> Identity:
    with site.app.app_context():
        root = make_root("Trường thử", clock.now())
        db.session.add(
            PracticeAuthority(
                certificate=root.certificate, key=b"", signers={}, created_at=clock.now(), slot=slot
            )
        )
        db.session.commit()
    return root


def write(folder: Path, data: bytes, name: str = "to.pdf") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.fixture
def root_file(tmp_path: Path) -> Path:
    return write(tmp_path, hand_made.make_root().pem, "root.pem")


def test_a_practice_signature_is_told_row_by_row(site: Site, tmp_path: Path, root_file: Path) -> None:
    told = verify(site, write(tmp_path, sign(make_pdf())), "--root", root_file)
    assert told.exit_code == 0, told.output
    assert told.output.startswith("to.pdf: Chữ ký hợp lệ.\n+ Có chữ ký: ")
    assert "Người ký: Trần Thị Mai." in told.output


@pytest.mark.parametrize("slot", [1, None])
def test_the_site_s_authorities_are_believed_retired_ones_too(
    site: Site, tmp_path: Path, slot: int | None
) -> None:
    root = keep_authority(site, slot=slot)
    made = issue(root, "Trần Thị Mai", clock.now(), 30, False)
    signed = write(tmp_path, sign(make_pdf(), holder_of(made)))
    assert verify(site, signed).exit_code == 0


def holder_of(made: Identity) -> hand_made.Holder:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_der_private_key(made.key, None)
    return hand_made.Holder(x509.load_der_x509_certificate(made.certificate), key)


def test_without_a_root_the_issuer_is_unknown(site: Site, tmp_path: Path) -> None:
    told = verify(site, write(tmp_path, sign(make_pdf())))
    assert told.exit_code == 1
    assert "(unknown-issuer)" in told.output
    assert "- Phòng tập cấp: " in told.output


def test_the_report_as_json_keeps_its_shape(site: Site, tmp_path: Path, root_file: Path) -> None:
    told = verify(site, write(tmp_path, sign(make_pdf())), "--root", root_file, "--json")
    report = json.loads(told.output)
    assert list(report) == ["file", "verdict", "reason", "rows", "signatures"]
    assert (report["file"], report["verdict"], report["reason"]) == ("to.pdf", "pass", "")
    assert [list(row) for row in report["rows"]] == [["id", "verdict", "title", "message", "next_step"]] * 7
    (facts,) = report["signatures"]
    assert list(facts) == ["name", "serial", "signed_at", "digest", "mechanism"]
    assert facts["name"] == "Trần Thị Mai"
    assert facts["digest"] == "sha256"


def test_it_speaks_english(site: Site, tmp_path: Path) -> None:
    told = verify(site, write(tmp_path, make_pdf()), "--lang", "en")
    assert told.exit_code == 1
    assert "This file has no digital signature yet." in told.output


@pytest.mark.parametrize(
    "name", ["unsigned", "trailing bytes", "encrypted", "negative byte range", "expired"]
)
def test_what_is_refused_exits_with_one_and_its_reason(
    site: Site, tmp_path: Path, root_file: Path, name: str
) -> None:
    make, reason = ATTACKS[name]
    told = verify(site, write(tmp_path, make()), "--root", root_file, "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["reason"] == reason


def test_of_a_real_certificate_nothing_is_printed_and_nothing_is_said_to_be_deleted(
    site: Site, tmp_path: Path
) -> None:
    real = make_holder("CCCD 001085001234", root=REAL_ROOT, organization="Trường THCS Sông Cầu")
    signed = write(tmp_path, sign(make_pdf(), real))
    for more in ((), ("--json",)):
        told = verify(site, signed, *more)
        assert told.exit_code == 1
        assert "real-certificate" in told.output
        assert "001085001234" not in told.output
        assert "xoá" not in told.output
    assert signed.exists()


@pytest.mark.parametrize("name", ["khong-co.pdf", "."])
def test_what_is_no_file_is_said_in_a_sentence(site: Site, tmp_path: Path, name: str) -> None:
    told = verify(site, tmp_path / name)
    assert told.exit_code == 2
    assert told.output.startswith("Không có tệp")


def test_a_root_that_is_none_is_said_in_a_sentence(site: Site, tmp_path: Path) -> None:
    told = verify(site, write(tmp_path, make_pdf()), "--root", write(tmp_path, b"xin chao", "r.pem"))
    assert told.exit_code == 2
    assert "không phải chứng thư dạng PEM" in told.output


def test_a_file_of_200_mb_is_refused_by_its_size(site: Site, tmp_path: Path) -> None:
    large = tmp_path / "to.pdf"
    with large.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    told = verify(site, large, "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["reason"] == "too-large"


@pytest.mark.parametrize("seed", range(6))
def test_any_bytes_end_in_a_report(site: Site, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - seeded on purpose
    head = b"%PDF-1.7\n" if seed % 2 else b""
    told = verify(site, write(tmp_path, head + dice.randbytes(seed * 700)), "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["verdict"] in {"fail", "cannot_check"}
    assert "Traceback" not in told.output


def test_a_strange_name_is_printed_on_one_line(site: Site, tmp_path: Path) -> None:
    told = verify(site, write(tmp_path, b"", "a\nb\x1b[31m.pdf"))
    assert told.exit_code == 1
    assert told.output.startswith("a?b?[31m.pdf: ")
