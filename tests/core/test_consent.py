"""The words both agree to: what the mentor sees and does not see, and that either may stop."""

from lms.core.consent import consent_words


def test_it_names_the_work_and_what_is_seen_and_not_seen() -> None:
    work, seen, unseen, known, stop = consent_words(
        "thầy Minh", "cô Hòa", ["Ký số vào tệp", "Đọc chữ ký"]
    ).splitlines()
    assert work == "Thầy Minh kèm cô Hòa việc: Ký số vào tệp; Đọc chữ ký."
    assert seen.startswith("Thầy Minh thấy: bài và bước đã xong của những việc ấy")
    assert unseen.startswith("Thầy Minh không thấy: câu trả lời sai, điểm")
    assert known.startswith("Cô Hòa thấy tên và đơn vị của thầy Minh.")
    assert "dừng bất cứ lúc nào" in stop


def test_without_goals_nothing_is_seen_but_what_is_sent() -> None:
    words = consent_words("thầy Minh", "cô Hòa", [])
    assert "hai người cùng đặt mục tiêu trong buổi gặp đầu" in words
    assert "Thầy Minh thấy: việc cô Hòa nộp để xác nhận, lời nhờ giúp" in words
    assert "bước đã xong" not in words
