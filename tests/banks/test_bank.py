"""One bank as its trainer sees it: rules, questions with the key, filters, history."""

import pytest

from tests.banks.people import BANK, SECRETS, SHELF, at_the_shelf, bank_text, refuse_all_but_trainers
from tests.content import publish
from tests.factories import Site
from tests.quizzes.makers import main_of

MANY = "# Chung {#chung}\n" + "".join(
    f"## Câu hỏi số {number}? {{#cau-{number}}}\n- (x) Đúng\n- ( ) Sai\n" for number in range(1, 46)
)


def test_a_trainer_sees_key_feedback_hints_and_rules(site: Site) -> None:
    said = main_of(at_the_shelf(site).get(BANK))
    for secret in SECRETS:
        assert secret in said
    assert "Đạt khi đúng từ 50% số điểm." in said
    assert "Làm lại bao nhiêu lần cũng được." in said
    assert "Gợi ý 1, bớt 25% điểm" in said
    assert "3 điểm: Nêu được rủi ro" in said
    assert "Kiểm tra nhanh" in said


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ("time: 45\noverdue: grace\ngrace: 5", "Hết giờ còn 5 phút để bấm nộp"),
        ("time: 45\noverdue: abandon", "Hết giờ mà chưa nộp thì bài không tính."),
        ("time: 45", "Có 45 phút, tính từ lúc bấm Bắt đầu. Hết giờ, máy nộp giúp"),
        ("open: 2026-11-20 08:00\nclose: 2026-11-30 17:00", "Mở 08:00 20/11/2026. Đóng 17:00 30/11/2026."),
        ("attempts: 1", "Chỉ làm được một lần."),
        ("attempts: 3\ngrade: average", "Làm được 3 lần. Tính trung bình các lần."),
        ("shuffle: [questions, options]", "Mỗi lần làm, câu hỏi và phương án đổi chỗ."),
        ("shuffle: [options]", "phương án đổi chỗ; câu hỏi giữ nguyên."),
        ("review: never", "không xem lại từng câu."),
        ("show_key: false", "Khi xem lại không hiện đáp án đúng."),
    ],
)
def test_each_rule_is_a_sentence(site: Site, rules: str, sentence: str) -> None:
    text = f"---\nid: thu-nghiem\ntitle: Thử\n{rules}\n---\n# Chung {{#chung}}\n## Có? {{#co}}\n- (x) Có\n- ( ) Không\n"
    said = main_of(at_the_shelf(site, text).get(BANK)).replace("  ", " ")
    assert sentence in said


def test_twenty_questions_stand_on_a_page(site: Site) -> None:
    client = at_the_shelf(site, bank_text(MANY))
    first, third = main_of(client.get(BANK)), main_of(client.get(f"{BANK}?trang=3"))
    assert "Câu hỏi số 20?" in first
    assert "Câu hỏi số 21?" not in first
    assert "45. Câu hỏi số 45?" in third
    assert "Trang 3 trên 3" in third


def test_questions_are_found_by_words_pool_and_type(site: Site) -> None:
    client = at_the_shelf(site)
    by_word = main_of(client.get(f"{BANK}?tim=giuc+lam"))
    assert "1 câu tìm thấy" in by_word
    assert "2. Dấu hiệu lừa đảo?" in by_word
    by_pool = main_of(client.get(f"{BANK}?nhom=kien-thuc"))
    assert "3. Quận có bao nhiêu" in by_pool
    assert "1. Ai được biết" not in by_pool
    by_type = main_of(client.get(f"{BANK}?loai=essay"))
    assert "4. Vì sao không đọc mã OTP?" in by_type
    assert "1 câu tìm thấy" in by_type
    assert "Không có câu nào như vậy" in main_of(client.get(f"{BANK}?tim=zzz"))


def test_odd_filters_are_no_filters(site: Site) -> None:
    client = at_the_shelf(site)
    for query in ("nhom=khong-co", "loai=khong-co", "trang=x", "nhom=-", "trang=99999"):
        assert client.get(f"{BANK}?{query}").status_code == 200


def test_the_history_says_when_and_how_many_questions(site: Site) -> None:
    client = at_the_shelf(site)
    publish(site, bank=bank_text(MANY))
    said = main_of(client.get(BANK))
    assert "45 câu" in said
    assert "4 câu" in said
    assert said.count("Đang dùng") == 1


def test_a_bank_that_no_course_uses_says_how_to_use_it(site: Site) -> None:
    client = at_the_shelf(site)
    from tests.banks.test_shelf import put_on_shelf

    put_on_shelf(site, "rieng", "Bài riêng")
    assert "[Bài riêng](../../quizzes/rieng.md)" in main_of(client.get(f"{SHELF}/rieng"))


def test_a_bank_that_is_not_there_is_not_found(site: Site) -> None:
    assert at_the_shelf(site).get(f"{SHELF}/khong-co").status_code == 404


def test_only_trainers_see_a_banks_key(site: Site) -> None:
    publish(site, bank=bank_text())
    refuse_all_but_trainers(site, BANK)
