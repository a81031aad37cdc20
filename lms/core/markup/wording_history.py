"""What is said where a course or a bank does not fit what people have already done: code -> (level, vi, en)."""

from lms.core.problems import ERROR

HISTORY_WORDING = {
    "item-kind": (
        ERROR,
        "Mục `{id}` trước đây là {before}, nay là {after}: kết quả cũ của người học sẽ bị hiểu sai. Đặt id khác cho mục này.",
        "`{id}` used to be {before} and is now {after}: learners' records would be misread. Give it another id.",
    ),
    "alias-kind": (
        ERROR,
        "`aliases` nối `{old}` với `{id}`, nhưng `{old}` là {before} còn `{id}` là {after}. Bỏ dòng ấy khỏi `aliases`.",
        "`aliases` joins `{old}` to `{id}`, but `{old}` was {before} and `{id}` is {after}. Remove that entry.",
    ),
    "alias-claimed": (
        ERROR,
        "Id cũ `{old}` đã thuộc về `{owner}` và có người học đã làm. Bỏ nó khỏi `aliases` của `{id}`, để lại ở `{owner}`.",
        "The former id `{old}` belongs to `{owner}`, and learners have records under it. Leave it there, not at `{id}`.",
    ),
    "alias-dropped": (
        ERROR,
        'Có người học đã làm `{owner}` khi nó còn tên `{old}`. Ghi lại vào `aliases`: `"{line}"`, nếu không họ sẽ mất phần đã làm.',
        'Learners did `{owner}` while it was called `{old}`. Write `"{line}"` under `aliases`, or they lose what they did.',
    ),
    "question-type": (
        ERROR,
        "Câu hỏi `{id}` trước đây thuộc loại “{before}”, nay là “{after}”: bài đã làm sẽ bị chấm sai. Đặt id khác cho câu này.",
        "The question `{id}` used to be of type “{before}” and is now “{after}”: past answers would be misread. Give it another id.",
    ),
    "word-in-use": (
        ERROR,
        "Từ điển này thiếu từ “{word}” mà khóa “{course}” đang dùng. Thêm lại mục `## {word} {{#{id}}}`, hoặc bỏ `glossary.md` ra để giữ nguyên từ điển.",
        "This glossary lacks “{word}”, which the course “{course}” uses. Put `## {word} {{#{id}}}` back, or leave `glossary.md` out to keep the glossary as it is.",
    ),
    "pool-in-use": (
        ERROR,
        "Bộ câu hỏi này thiếu nhóm `#{pool}` mà khóa “{course}” đang dùng. Thêm lại nhóm ấy; nếu đây là bộ khác thì đặt `id` khác.",
        "This bank lacks the pool `#{pool}`, from which the course “{course}” draws. Put it back; if this is another bank, give it another `id`.",
    ),
}

KINDS = {"step": ("bước", "a step"), "task": ("nhiệm vụ", "a task"), "quiz": ("bài kiểm tra", "a quiz")}
