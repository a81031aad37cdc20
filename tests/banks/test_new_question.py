"""Questions written here: a type first, then the same form; into a draft of one's own."""

import pytest
from flask.testing import FlaskClient

from tests.banks.drafting import draft_of, main_of, others, pasted, rows_of, trainer
from tests.factories import Site, post

BEGIN = "/soan-bai/cau-hoi/nhap"


def begun(client: FlaskClient) -> str:
    answer = post(client, BEGIN, ten="Ôn bài 1")
    assert answer.status_code == 303
    return str(answer.location).removesuffix("/them")


def test_a_draft_can_begin_with_nothing(site: Site) -> None:
    client = site.client(trainer(site))
    address = begun(client)
    assert draft_of(site, address).title == "Ôn bài 1"
    assert "Thêm câu hỏi loại nào?" in main_of(client.get(f"{address}/them"))
    assert "Bản nháp chưa có câu nào" in main_of(client.get(address))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("single", {"option-0": "Một", "option-1": "Hai", "right": "1"}),
        ("multiple", {"option-0": "Một", "option-1": "Hai", "option-2": "Ba", "right": ["0", "2"]}),
        ("truefalse", {"option-0": "Đúng", "option-1": "Sai", "right": "0"}),
        ("cluster", {"option-0": "Ý một", "option-1": "Ý hai", "right": "0"}),
        ("short", {"lines": "mã OTP\nOTP"}),
        ("number", {"lines": "2803 ± 5"}),
        ("matching", {"lines": "a -> b\nc -> d"}),
        ("ordering", {"lines": "Chọn tệp\nBấm Ký số"}),
        ("essay", {"lines": "2đ: Nêu hai ví dụ"}),
        ("evidence", {"lines": "1đ: Thấy rõ chữ ký"}),
    ],
)
def test_every_type_can_be_written_in_the_fields(site: Site, kind: str, fields: dict[str, object]) -> None:
    client = site.client(trainer(site))
    address = begun(client)
    assert client.get(f"{address}/them?loai={kind}").status_code == 200
    answer = post(client, f"{address}/them", loai=kind, type=kind, stem="Câu mới?", **fields)
    assert answer.status_code == 303, main_of(answer)
    (row,) = rows_of(site, address)
    assert (row.written["type"], row.status, row.position) == (kind, "ready", 1)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/cau/{row.id}").status_code == 200


def test_a_cloze_is_written_with_its_gaps(site: Site) -> None:
    client = site.client(trainer(site))
    address = begun(client)
    stem = "Mở [[VNeID]] rồi bấm [[(x) Đăng nhập | Thoát]]."
    assert post(client, f"{address}/them", loai="cloze", type="cloze", stem=stem).status_code == 303
    assert rows_of(site, address)[0].status == "ready"
    empty = post(client, f"{address}/them", loai="cloze", type="cloze", stem="Không có chỗ trống")
    assert empty.status_code == 422


def test_a_new_question_comes_last_and_a_faulty_one_not_at_all(site: Site) -> None:
    client = site.client(trainer(site))
    address = pasted(client)
    faulty = post(client, f"{address}/them", loai="single", type="single", stem="")
    assert faulty.status_code == 422
    text = "## Câu bốn\n- (x) A\n- ( ) B\n"
    assert post(client, f"{address}/them", loai="single", cach="markdown", text=text).status_code == 303
    rows = rows_of(site, address)
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert rows[-1].written["id"] == "cau-bon"


def test_nobody_adds_to_somebody_elses_draft(site: Site) -> None:
    address = pasted(site.client(trainer(site)))
    other, learner = others(site)
    for person, status in ((other, 404), (learner, 403)):
        client = site.client(person)
        assert client.get(f"{address}/them").status_code == status
        assert post(client, f"{address}/them", loai="short", stem="Chen vào", lines="x").status_code == status
    assert post(site.client(learner), BEGIN, ten="Của tôi").status_code == 403
    assert len(rows_of(site, address)) == 3
