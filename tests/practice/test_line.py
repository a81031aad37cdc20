"""Files that learners hand in are checked in a line of their own: short, two at a time, and nobody fills it alone."""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from lms.web import turns
from lms.web.turns import AT_WORK, IN_LINE, OF_ONE, CheckingCrowdedError, in_line
from tests.content import SECOND, publish, small_course
from tests.core.practice.samples import scan as scan_sample
from tests.factories import Person, Site, post
from tests.practice.lab import OWN, certificates, make_lab
from tests.practice.makers import submissions

PATH = "/hoc/thu-nghiem/bai-hai/nhiem-vu/nv-tep"
CROWDED = "Nhiều người đang nộp tệp cùng lúc"
NOBODY = -1


@pytest.fixture
def learner(site: Site) -> Person:
    task = f"\n## Nhiệm vụ: Nộp tệp {{#nv-tep}}\nNộp một tệp.\n\n```scan\n{scan_sample.GOOD.strip()}\n```\n"
    publish(site, small_course(**{"02_bai_hai__md": SECOND.replace("requires: [bai-mot]\n", "") + task}))
    return site.person("Nguyễn Thị Hòa", site.unit("THCS Sông Cầu"))


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """Room for files that stand in the line while a test goes on."""
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    with ExitStack() as stack:
        yield stack


def file() -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"%PDF-1.4 khong phai"), "quet.pdf"


def test_one_person_stands_in_the_line_twice_at_most(waiting: ExitStack) -> None:
    for _ in range(OF_ONE):
        waiting.enter_context(in_line(1))
    with pytest.raises(CheckingCrowdedError), in_line(1):
        pass
    waiting.close()
    with in_line(1):
        pass


def test_the_line_has_an_end_and_nobody_who_left_it_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_line", Counter({NOBODY - number: 1 for number in range(IN_LINE)}))
    with pytest.raises(CheckingCrowdedError), in_line(1):
        pass
    turns._line.popitem()
    with in_line(1):
        assert turns._line[1] == 1
    assert 1 not in turns._line


def test_whoever_waits_too_long_is_asked_to_come_again(waiting: ExitStack) -> None:
    for number in range(AT_WORK):
        waiting.enter_context(in_line(number))
    with pytest.raises(CheckingCrowdedError), in_line(100):
        pass
    assert 100 not in turns._line


def test_a_file_that_finds_the_line_full_is_no_try_and_other_pages_answer(
    site: Site, learner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(learner)
    with monkeypatch.context() as crowded:
        crowded.setattr(turns, "_line", Counter({NOBODY: IN_LINE}))
        answer = post(client, PATH, file=file())
        assert answer.status_code == 422
        assert CROWDED in answer.text
        assert submissions(site, learner) == []
        assert client.get("/").status_code == 200
        assert client.get(PATH).status_code == 200
    assert post(client, PATH, file=file()).status_code == 303
    assert len(submissions(site, learner)) == 1


def test_who_had_ten_certificates_today_costs_no_more_keys(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    monkeypatch.setattr("lms.practice.services.certificates.MOST_A_DAY", 1)
    assert post(client, f"{OWN}/chung-thu", password="mat-khau-1").mimetype == "application/x-pkcs12"

    def make(*_arguments: object) -> None:
        raise AssertionError("a key was made for nothing")

    monkeypatch.setattr("lms.practice.views.signing.make_for_tool", make)
    answer = post(client, f"{OWN}/chung-thu", password="mat-khau-2")
    assert answer.status_code == 422
    assert "Hôm nay thầy cô đã nhận nhiều chứng thư rồi" in answer.text
    assert len(certificates(site, school.learner)) == 1
