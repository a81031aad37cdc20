"""The PDF: text that can be extracted unchanged, for the owner and officers only."""

import io
import unicodedata
from pathlib import Path

import pypdf
import pytest

from lms.paths import static
from tests.content import publish
from tests.credentials.makers import certify
from tests.factories import Site
from tests.units.cast import make_cast, statuses

needs_fonts = pytest.mark.skipif(
    not (static() / "fonts" / "be-vietnam-pro-bold.ttf").exists(),
    reason="the faces are cut when the wheel is built",
)


@needs_fonts
def test_the_text_of_the_pdf_extracts_unchanged(site: Site) -> None:
    publish(site)
    person = site.person("Nguyễn Hoàng Phượng Vỹ")
    code = certify(site, person)
    answer = site.client(person).get(f"/chung-nhan/{code}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert "filename*=UTF-8''Gi%E1%BA%A5y" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    text = pypdf.PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert unicodedata.is_normalized("NFC", text)
    for words in ("Nguyễn Hoàng Phượng Vỹ", "Khóa thử nghiệm", "2 việc thực hành", "1 bài kiểm tra", code):
        assert words in text
    assert "người hướng dẫn xác nhận" in text


@needs_fonts
def test_only_the_owner_and_officers_get_it(site: Site) -> None:
    publish(site)
    cast = make_cast(site)
    path = f"/chung-nhan/{certify(site, cast.learner)}.pdf"
    assert statuses(cast, path, "learner", "officer", "trainer", "other_officer", "stranger") == {
        "learner": 200,
        "officer": 200,
        "trainer": 404,
        "other_officer": 404,
        "stranger": 303,
    }


def test_a_site_without_fonts_says_so_and_offers_to_print(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    publish(site)
    person = site.person()
    code = certify(site, person)
    monkeypatch.setattr("lms.credentials.views.static", lambda: tmp_path)
    answer = site.client(person).get(f"/chung-nhan/{code}.pdf")
    assert answer.status_code == 503
    assert "chọn In" in answer.text
