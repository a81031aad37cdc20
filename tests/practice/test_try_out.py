"""Trying a prompt before it is handed in, and the optional AI behind its button. Nothing of it is kept or graded."""

import html
import socket
from collections.abc import Iterator

import pytest

from lms.assistant import Assistant
from tests.factories import Site, post
from tests.practice.ai_lab import FREE_PROMPT, OWN, PROMPT, SAFER, SPOT, make_lab
from tests.practice.makers import EVIDENCE, SLUG, events, submissions
from tests.practice.test_ai_lab import ways
from tests.test_assistant import Fake, http, said, sending, serving, settings_for

BUTTON = "Thử hỏi AI"


@pytest.fixture
def fake(site: Site, tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:  # type: ignore[no-untyped-def]
    """The site with an AI: a local server that answers kindly until a test changes its mood."""
    with serving(sending(said("Kính gửi <b>quý</b> phụ huynh"))) as fake:
        monkeypatch.setitem(site.app.extensions, "assistant", Assistant(settings_for(tmp_path, fake.url)))
        yield fake


def test_trying_shows_the_prompt_the_hints_and_the_recorded_answer_and_keeps_nothing(site: Site) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    answer = post(client, f"{FREE_PROMPT}/xem-thu", **ways(), **{"van-ban": "Soạn thư mời họp."})
    page = html.unescape(answer.text)
    assert answer.status_code == 200
    assert "Câu lệnh ghép từ các phần đã chọn" in page
    assert "Có thể chưa có phần “Vai”" in page
    assert "Câu trả lời mẫu do người soạn viết, không phải AI đang chạy" in page
    assert ">Soạn thư mời họp.</textarea>" in page
    assert submissions(site, school.learner) == []
    assert events(site, school.learner) == []


def test_trying_tells_nothing_of_which_ways_are_good(site: Site) -> None:
    client = site.client(make_lab(site).learner)
    page = post(client, f"{PROMPT}/xem-thu", **ways(good=False)).text
    assert "Khen AI" not in page
    assert "why wrong" not in page


def test_without_the_setting_there_is_no_button_and_no_line_is_opened(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = site.client(make_lab(site).learner)

    def refuse(*_args: object) -> None:
        raise AssertionError("a line was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert BUTTON not in client.get(PROMPT).text
    page = post(client, f"{PROMPT}/xem-thu", **ways(), hoi="ai").text
    assert "AI vừa trả lời" not in page
    assert BUTTON not in page


def test_the_button_stands_on_prompts_and_nowhere_else(site: Site, fake: Fake) -> None:
    client = site.client(make_lab(site).learner)
    assert BUTTON in client.get(PROMPT).text
    assert BUTTON in client.get(FREE_PROMPT).text
    assert "127.0.0.1" in client.get(PROMPT).text
    for path in (SPOT, SAFER, EVIDENCE):
        assert BUTTON not in client.get(path).text
    assert fake.requests == []


def test_what_the_ai_says_is_shown_as_text_labelled_and_not_kept(site: Site, fake: Fake) -> None:
    school = make_lab(site)
    client = site.client(school.learner)
    answer = post(client, f"{PROMPT}/xem-thu", **ways(), hoi="ai")
    assert "Kính gửi &lt;b&gt;quý&lt;/b&gt; phụ huynh" in answer.text
    assert "Máy viết, có thể sai hoặc bịa; không chấm điểm và không được lưu lại" in answer.text
    assert len(fake.requests) == 1
    assert submissions(site, school.learner) == []
    assert "&lt;b&gt;" not in client.get(PROMPT).text


def test_only_the_prompt_leaves_the_site(site: Site, fake: Fake) -> None:
    school = make_lab(site)
    post(site.client(school.learner), f"{FREE_PROMPT}/xem-thu", **ways(), **{"van-ban": OWN}, hoi="ai")
    (request,) = fake.requests
    sent = request.decode("unicode-escape", errors="replace")
    assert "Soạn thư mời họp phụ huynh" in sent
    for word in ("Nguyễn Thị Hòa", "Sông Cầu", "Minh", "session", "csrf"):
        assert word not in sent


def test_looking_without_asking_sends_nothing(site: Site, fake: Fake) -> None:
    client = site.client(make_lab(site).learner)
    post(client, f"{PROMPT}/xem-thu", **ways())
    client.get(PROMPT)
    post(client, PROMPT, **ways())
    assert fake.requests == []


@pytest.mark.parametrize("good", [True, False])
def test_what_may_be_personal_stays_here_and_the_page_says_why(site: Site, fake: Fake, good: bool) -> None:
    client = site.client(make_lab(site).learner)
    own = {"van-ban": "Viết nhận xét cho em Nguyễn Văn An lớp 5B."} if good else {}
    path = FREE_PROMPT if good else PROMPT
    page = html.unescape(post(client, f"{path}/xem-thu", **ways(good=good), **own, hoi="ai").text)
    assert "Chưa gửi cho AI, vì câu lệnh có thể có thông tin riêng: “Nguyễn Văn An lớp 5B”" in page
    assert fake.requests == []


def test_an_ai_in_trouble_costs_nothing_but_a_sentence(site: Site, fake: Fake) -> None:
    client = site.client(make_lab(site).learner)
    fake.behave = sending(http(b"<html>", "500 Internal Server Error"))
    answer = post(client, f"{PROMPT}/xem-thu", **ways(), hoi="ai")
    assert answer.status_code == 200
    assert "Lúc này không gọi được AI" in answer.text
    assert post(client, PROMPT, **ways()).status_code == 303
    assert "Thầy cô đã làm xong nhiệm vụ này" in client.get(PROMPT).text


def test_a_passed_task_is_not_tried_again(site: Site, fake: Fake) -> None:
    client = site.client(make_lab(site).learner)
    post(client, PROMPT, **ways())
    answer = post(client, f"{PROMPT}/xem-thu", **ways(), hoi="ai")
    assert (answer.status_code, answer.location) == (303, PROMPT)
    assert fake.requests == []


def test_strangers_and_other_tasks_have_nothing_to_try(site: Site, fake: Fake) -> None:
    school = make_lab(site)
    assert post(site.client(), f"{PROMPT}/xem-thu", hoi="ai").status_code == 401
    client = site.client(school.learner)
    for path in (SPOT, SAFER, f"/hoc/{SLUG}/bai-hai/nhiem-vu/khong-co"):
        assert post(client, f"{path}/xem-thu", hoi="ai").status_code == 404
    assert fake.requests == []
