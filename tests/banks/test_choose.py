"""The key by one tap: stored at once, never over what somebody changed meanwhile."""

from tests.banks.drafting import PAPER, choose, main_of, others, pasted, row_of, trainer
from tests.factories import Site, post


def test_one_tap_makes_a_question_ready(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    answer = choose(client, site, address, 1)
    assert answer.status_code == 303
    row = row_of(site, address)
    assert (row.status, row.version, row.troubles) == ("ready", 2, [])
    assert [option["fraction"] for option in row.written["options"]] == ["0", "1", "0"]
    assert "Đã ghi đáp án câu 3." in main_of(client.get(answer.location))


def test_the_page_goes_on_at_the_next_question_that_waits(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client, PAPER.replace("Đáp án: A\n", ""))
    first, second = row_of(site, address, 1), row_of(site, address, 2)
    answer = choose(client, site, address, 0, position=1)
    assert answer.location == f"{address}?xem=can-xem&vua={first.id}#vua-xong"
    went_on = client.get(answer.location).text
    assert went_on.count("Đã ghi đáp án câu 1.") == 1
    assert went_on.index("Đã ghi đáp án câu 1.") < went_on.index(f'id="cau-{second.id}"')
    assert went_on.index("Đã ghi đáp án câu 1.") > went_on.index('role="search"')
    answer = choose(client, site, address, 0, position=3)
    went_on = client.get(answer.location).text
    assert went_on.index("Đã ghi đáp án câu 3.") < went_on.index(f'id="cau-{second.id}"')


def test_a_page_that_mending_has_emptied_gives_way_to_the_last_that_is_not(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client, "".join(f"Câu {n}: Hỏi {n}?\nA. Có\nB. Không\n" for n in range(1, 22)))
    page = main_of(client.get(f"{address}?xem=can-xem&trang=2"))
    assert "Hỏi 21?" in page
    choose(client, site, address, 0, position=21)
    page = main_of(client.get(f"{address}?xem=can-xem&trang=2"))
    assert "Hỏi 20?" in page
    assert "Không còn câu nào cần xem." not in page


def test_what_was_just_changed_is_looked_for_in_this_draft_alone(site: Site) -> None:
    client = site.client(trainer(site))
    address, other = pasted(client), pasted(client)
    for odd in (row_of(site, other).id, "x", "9" * 5000):
        answer = client.get(f"{address}?vua={odd}")
        assert answer.status_code == 200
        assert 'id="vua-xong"' not in answer.text


def test_several_right_answers_make_a_question_with_several(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 0, 2)
    row = row_of(site, address)
    assert (row.written["type"], row.status) == ("multiple", "ready")


def test_no_answer_or_one_that_does_not_exist_changes_nothing(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    for places in ((), (7,)):
        answer = choose(client, site, address, *places)
        assert answer.status_code == 303
        assert "Thầy cô chọn ít nhất một đáp án đúng" in main_of(client.get(answer.location))
    assert row_of(site, address).status == "draft"


def test_a_stale_tap_is_answered_with_both_texts_and_a_choice(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 1)
    answer = choose(client, site, address, 0, version=1)
    assert answer.status_code == 409
    page = main_of(answer)
    assert "<title>Lỗi: " in answer.text
    assert "- (x) Cạnh trên" in page
    assert "- (x) Cạnh phải" in page
    assert row_of(site, address).written["options"][1]["fraction"] == "1"
    row = row_of(site, address)
    mine = (
        "## Nút nguồn ở đâu? {#" + row.written["id"] + "}\n- (x) Cạnh phải\n- ( ) Cạnh trên\n- ( ) Mặt sau\n"
    )
    again = post(client, f"{address}/cau/{row.id}", version="2", cach="markdown", text=mine)
    assert again.status_code == 303
    assert row_of(site, address).written["options"][0]["fraction"] == "1"


def test_somebody_elses_draft_is_not_found(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    other, learner = others(site)
    assert choose(site.client(other), site, address, 0).status_code == 404
    assert choose(site.client(learner), site, address, 0).status_code == 403
    assert row_of(site, address).status == "draft"


def test_a_question_of_another_draft_is_not_found(site: Site) -> None:
    client = site.client(trainer(site))
    address, second = pasted(client), pasted(client)
    row = row_of(site, second)
    answer = post(client, f"{address}/cau/{row.id}/dap-an", version="1", dung="0")
    assert answer.status_code == 404


def test_a_key_that_the_file_gave_is_shown_while_the_question_waits_for_a_look(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    row = row_of(site, address, 1)
    fields = {"stem": "Mã OTP?", "type": "single", "option-0": "Xác nhận", "option-1": "Đọc", "right": "0"}
    post(client, f"{address}/cau/{row.id}", version="1", unsure="1", **fields)
    card = client.get(f"{address}?xem=can-xem").text.split(f'id="cau-{row.id}"')[1].split("</article>")[0]
    assert row_of(site, address, 1).status == "draft"
    right, wrong = card.split("<li ")[1:3]
    assert "Đáp án</span>" in right
    assert "Đáp án</span>" not in wrong
    assert "Đáp án đúng là B" in wrong


def test_both_sides_of_a_stale_tap_are_shown_as_learners_would_read_them(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    choose(client, site, address, 1)
    page = choose(client, site, address, 0, version=1).text
    theirs, mine = page.split("Bản của thầy cô")
    for text, right in ((theirs, "Cạnh trên"), (mine, "Cạnh phải")):
        assert next(each for each in text.split("<li ") if "Đáp án</span>" in each).count(right) == 1
