"""A draft's settings in labelled fields, checked as the front matter will be."""

import pytest

from tests.banks.drafting import draft_of, main_of, others, pasted, row_of, rows_of, trainer
from tests.factories import Site, post

SAID = {
    "title": "Ôn tập OTP",
    "slug": "on-tap-otp",
    "pass_share": "60%",
    "attempts": "3",
    "grade": "last",
    "time": "15",
    "open": "2026-11-21T07:30",
    "close": "2026-11-28T17:00",
    "review": "after-close",
    "shuffle_options": "y",
}


def test_settings_are_stored_as_the_front_matter_says_them(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    assert client.get(f"{address}/thiet-lap").status_code == 200
    assert post(client, f"{address}/thiet-lap", version="1", **SAID).status_code == 303
    draft = draft_of(site, address)
    assert (draft.title, draft.slug, draft.version) == ("Ôn tập OTP", "on-tap-otp", 2)
    assert draft.front == {
        "pass": "60%",
        "attempts": "3",
        "grade": "last",
        "time": "15",
        "open": "2026-11-21T07:30",
        "close": "2026-11-28T17:00",
        "shuffle": "[options]",
        "review": "after-close",
        "show_key": "false",
    }
    page = client.get(f"{address}/thiet-lap").text
    assert 'value="2026-11-21T07:30"' in page
    assert '<option value="last" selected>' in page
    assert 'name="shuffle_options" type="checkbox"' in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Viết tên ngân hàng câu hỏi."),
        ({"slug": "Ôn tập"}, "Mã chỉ gồm chữ thường không dấu"),
        ({"pass_share": "140%"}, "Viết từ 0% đến 100%"),
        ({"attempts": "nhiều"}, "Viết số lần làm"),
        ({"time": "-3"}, "Viết số phút"),
        ({"close": "2026-11-20T07:30"}, "Lúc đóng phải sau lúc mở."),
        ({"overdue": "grace"}, "Viết số phút cho thêm"),
        ({"close": "mai", "review": "each"}, "Viết ngày giờ"),
        ({"close": ""}, "Chọn lúc đóng bài"),
        ({"grade": "lung-tung"}, "không dùng được"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_kept(
    site: Site, changed: dict[str, str], said: str
) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    answer = post(client, f"{address}/thiet-lap", version="1", **{**SAID, **changed})
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.text
    assert said in main_of(answer)
    assert 'value="Ôn tập OTP"' in answer.text or "title" in changed
    assert draft_of(site, address).version == 1


def test_questions_are_drawn_from_a_pool(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    for position in (1, 2):
        row = row_of(site, address, position)
        fields = {"stem": row.stem_text, "type": "single", "option-0": "A", "option-1": "B", "right": "0"}
        post(client, f"{address}/cau/{row.id}", version="1", pool="An toàn", **fields)
    page = client.get(f"{address}/thiet-lap").text
    assert "Số câu rút từ nhóm “An toàn”" in page
    assert post(client, f"{address}/thiet-lap", version="1", **SAID, **{"rut-0": "1"}).status_code == 303
    assert [row.pool["draw"] for row in rows_of(site, address)] == [1, 1, None]


def test_stale_settings_are_answered_with_both_texts(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    post(client, f"{address}/thiet-lap", version="1", **SAID)
    answer = post(client, f"{address}/thiet-lap", version="1", **{**SAID, "title": "Tên khác"})
    assert answer.status_code == 409
    assert "đang có “Ôn tập OTP”, thầy cô viết “Tên khác”" in main_of(answer)
    assert draft_of(site, address).title == "Ôn tập OTP"
    assert 'name="version" value="2"' in answer.text


def test_nobody_changes_the_settings_of_somebody_elses_draft(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        client = site.client(person)
        assert client.get(f"{address}/thiet-lap").status_code == status
        assert post(client, f"{address}/thiet-lap", version="1", **SAID).status_code == status
    assert draft_of(site, address).version == 1
