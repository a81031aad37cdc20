"""The words to which both people of a pair agree before it begins; they are kept as they stood. Pure.

They name both, so that whoever reads them second reads the very same words. They are a record, and stay in Vietnamese.
"""

import hashlib
from collections.abc import Sequence


def consent_words(mentor: str, mentee: str, goals: Sequence[str]) -> str:
    """Return what the two agree to: what they work at, what the mentor sees and does not see, how it stops."""
    first, other = mentor[:1].upper() + mentor[1:], mentee[:1].upper() + mentee[1:]
    if goals:
        work = f"{first} kèm {mentee} việc: {'; '.join(goals)}."
        seen = f"{first} thấy: bài và bước đã xong của những việc ấy, ngày làm xong, việc {mentee} nộp để xác nhận, lời nhờ giúp."
    else:
        work = f"{first} kèm {mentee}; hai người cùng đặt mục tiêu trong buổi gặp đầu."
        seen = f"{first} thấy: việc {mentee} nộp để xác nhận, lời nhờ giúp; khi đã có mục tiêu thì thấy thêm bài của mục tiêu ấy."
    return "\n".join(
        (
            work,
            seen,
            f"{first} không thấy: câu trả lời sai, điểm, ảnh chưa nộp, ghi chép của người khác.",
            f"{other} thấy tên và đơn vị của {mentor}. Số điện thoại chỉ hiện khi chính người ấy cho hiện.",
            "Hai người tự hẹn giờ gặp. Ai cũng có thể tạm nghỉ hay dừng bất cứ lúc nào.",
        )
    )


def mark_of(words: str) -> str:
    """Return what a page sends back to say which words it showed: nobody agrees to others."""
    return hashlib.sha256(words.encode()).hexdigest()[:32]
