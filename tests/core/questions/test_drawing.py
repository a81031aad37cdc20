"""What a seed decides, and what it may not touch."""

import pytest

from lms.core.questions import draw
from lms.core.questions.wordings import names_letters, speaks_for_all
from tests.core.questions.banks import EXAMPLE, bank_of

FRONT = "---\nid: thu\ntitle: Thử\nshuffle: [options]\n---\n"


def orders(source: str, seeds: int = 40) -> list[list[str]]:
    """Return the option texts of the first question as forty seeds order them."""
    bank = bank_of(FRONT + source)
    texts = {option.id: option.text for option in (*bank.questions[0].options, *bank.questions[0].choices)}
    return [[texts[each] for each in draw(bank, seed).questions[0].order] for seed in range(seeds)]


def test_seeds_give_different_orders():
    assert len({tuple(order) for order in orders("## C {#c}\n- (x) a\n- ( ) b\n- ( ) c\n- ( ) d\n")}) > 10


def test_a_pinned_option_keeps_its_place_while_others_move():
    found = orders("## C {#c}\n- ( ) a\n- (x) b {pin}\n- ( ) c\n- ( ) d\n")
    assert {order[1] for order in found} == {"b"}
    assert {order[0] for order in found} == {"a", "c", "d"}


def test_all_of_the_above_goes_last_wherever_it_was_written():
    found = orders("## C {#c}\n- (x) a\n- ( ) Cả 3 đáp án trên\n- ( ) b\n- ( ) c\n")
    assert {order[-1] for order in found} == {"Cả 3 đáp án trên"}


def test_options_that_name_letters_stay_as_written():
    assert {tuple(order) for order in orders("## C {#c}\n- (x) x\n- ( ) y\n- ( ) A và B đều đúng\n")} == {
        ("x", "y", "A và B đều đúng")
    }


def test_true_comes_before_false_for_everybody():
    assert {tuple(order) for order in orders("## C {#c}\n- (x) Đúng\n- ( ) Sai\n")} == {("Đúng", "Sai")}


def test_items_and_right_hand_sides_are_shuffled_even_in_a_bank_that_shuffles_nothing():
    for source in (
        "## C {#c}\n1. a\n2. b\n3. c\n4. d\n",
        "## C {#c}\n- 1 -> a\n- 2 -> b\n- 3 -> c\n- 4 -> d\n",
    ):
        bank = bank_of("---\nid: thu\ntitle: Thử\n---\n" + source)
        assert len({draw(bank, seed).questions[0].order for seed in range(30)}) > 5


def test_one_pool_can_be_drawn_alone_and_an_unknown_one_is_refused():
    bank = bank_of(EXAMPLE)
    assert set(draw(bank, 5, "kien-thuc").question_ids) == {"ds", "so-dv", "ghep", "thu-tu", "dien"}
    assert len(draw(bank, 5, "an-toan").questions) == 1
    with pytest.raises(KeyError):
        draw(bank, 5, "khong-co")


def test_pools_keep_their_order_and_every_question_of_a_pool_gets_its_turn():
    bank = bank_of(EXAMPLE)
    firsts = {draw(bank, seed).question_ids[0] for seed in range(30)}
    assert firsts == {"otp", "lua-dao"}


def test_a_bank_that_does_not_shuffle_questions_keeps_the_order_of_the_source():
    questions = "".join(f"## C {{#c{index}}}\n- (x) a\n- ( ) b\n" for index in range(6))
    bank = bank_of(FRONT + f"# N {{#n draw=3}}\n{questions}")
    found = {draw(bank, seed).question_ids for seed in range(40)}
    assert len(found) > 5
    assert all(list(ids) == sorted(ids) for ids in found)


def test_a_draw_freezes_revisions_and_points():
    bank = bank_of(EXAMPLE)
    drawn = draw(bank, 1, "kien-thuc")
    assert drawn.points == 5
    assert drawn.question("ds").sha256 == bank.question("ds").sha256
    with pytest.raises(KeyError):
        drawn.question("otp")


def test_a_draw_is_the_same_on_every_machine_and_in_every_release():
    drawn = draw(bank_of(EXAMPLE), 2026)
    assert drawn.question_ids == ("otp", "dien", "ds", "so-dv", "thu-tu", "ghep")


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả đáp án trên", "Tất cả các đáp án trên", "Tất cả các phương án trên đều đúng.", "Cả 3 đáp án trên",
        "Cả ba ý trên đều sai", "Cả 4 câu trên", "Tất cả đều đúng", "Cả hai đều sai", "Tất cả những điều trên",
        "Không có đáp án nào đúng", "Không đáp án nào ở trên đúng", "Các đáp án trên đều sai", "All of the above",
        "Toàn bộ các ý kể trên", "TẤT CẢ ĐÁP ÁN TRÊN",
    ],
)  # fmt: skip
def test_an_option_that_speaks_for_all_above_is_recognised(text):
    assert speaks_for_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tất cả giáo viên", "Tất cả giáo viên trên toàn quốc", "Cả nước", "Không đúng", "Bấm nút ở trên",
        "Các tệp đã ký", "Không có gì sai", "Cả ba mật khẩu", "",
    ],
)  # fmt: skip
def test_an_ordinary_option_is_not_taken_for_all_above(text):
    assert not speaks_for_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "A và B đều đúng", "Cả A và B", "Cả A, B, C đều đúng", "A, C", "Đáp án A và B", "Câu C sai", "Ý A", "Chỉ B đúng",
        "(A) và (B)", "a và b đều đúng", "Cả a, b, c", "Chỉ A", "A đúng, B sai", "Both A and B",
    ],
)  # fmt: skip
def test_an_option_that_names_letters_is_recognised(text):
    assert names_letters(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anh và bạn",
        "Tệp A4",
        "Nhóm máu A",
        "Cột A",
        "Ba và má",
        "Ký số",
        "a",
        "Bấm A rồi Enter",
        "CH Play và Zalo",
    ],
)
def test_an_ordinary_option_is_not_taken_for_one_that_names_letters(text):
    assert not names_letters(text)
