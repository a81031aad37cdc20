"""What the checker says of whole files, of front matter and of what parts of a course have to do with each other.

For each code its level and its sentence in Vietnamese and English. A sentence names what is wrong and what to write
instead; ``{names}`` are filled by whoever finds the problem.
"""

from collections.abc import Mapping

from lms.core.problems import ERROR, WARNING

FILE_WORDING: Mapping[str, tuple[str, str, str]] = {
    # Files and text
    "too-long": (
        ERROR,
        "Tệp dài {size} KB, quá {allowed} KB. Tách thành hai bài.",
        "The file has {size} KB, more than {allowed} KB. Split it into two lessons.",
    ),
    "not-utf8": (
        ERROR,
        "Dòng này có chữ không đọc được. Lưu lại tệp, ô Mã hóa (Encoding) chọn UTF-8.",
        "This line cannot be read. Save the file again, with UTF-8 as its encoding.",
    ),
    "hidden-character": (
        ERROR,
        "Dòng này có ký tự ẩn {char}. Xóa chỗ đó rồi gõ lại.",
        "This line holds the hidden character {char}. Delete it and type the text again.",
    ),
    "line-too-long": (
        ERROR,
        "Dòng này dài {found} chữ cái, quá {allowed}. Xuống dòng giữa các câu.",
        "This line has {found} characters, more than {allowed}. Break it between sentences.",
    ),
    "too-deep": (
        ERROR,
        "Dòng này lồng quá {allowed} cấp danh sách hoặc trích dẫn. Bớt cấp, nhiều nhất nên là ba.",
        "This line is nested more than {allowed} levels deep. Use three levels at most.",
    ),
    "too-many-marks": (
        ERROR,
        "Đoạn này có quá {allowed} dấu đặc biệt (`[ * _ ~ # < & \\` hay nháy ngược). Tách ra bằng dòng trống.",
        "This block has more than {allowed} special marks (`[ * _ ~ # < & \\` or backticks). Split it with blank lines.",
    ),
    "too-much": (
        ERROR,
        "Bài có quá nhiều dòng, ô bảng hoặc cấp danh sách ({found}, nhiều nhất {allowed}). Tách thành nhiều bài.",
        "The lesson has too many lines, table cells or list levels ({found}, at most {allowed}). Split it.",
    ),
    "too-many-blocks": (
        ERROR,
        "Bài có {found} khối mã hoặc định nghĩa viết tắt, quá {allowed}. Tách thành nhiều bài.",
        "The lesson has {found} code blocks or abbreviations, more than {allowed}. Split it.",
    ),
    "unrenderable": (
        ERROR,
        "Đoạn bắt đầu ở dòng này không dựng được ({reason}). Viết lại đơn giản hơn, bớt lồng danh sách.",
        "The passage that begins here cannot be rendered ({reason}). Write it more simply, with less nesting.",
    ),
    "too-slow": (
        ERROR,
        "Tệp này dựng quá lâu nên đã dừng. Tách các đoạn dài, bớt dấu ngoặc và dấu sao đứng liền nhau.",
        "Rendering this file took too long and was stopped. Split long passages; avoid long runs of brackets and stars.",
    ),
    "unused-file": (
        WARNING,
        "Tệp này không thuộc khóa học. Bài học để ở thư mục chính dạng `02-ten-bai.md`, tệp kèm để trong `media/`.",
        "This file is no part of the course. Lessons stand in the folder as `02-name.md`, other files in `media/`.",
    ),
    "course-file-missing": (
        ERROR,
        "Thư mục chưa có tệp `course.md`. Tạo tệp đó, bắt đầu bằng `---`, `id: …`, `title: …`, `---`.",
        "The folder has no `course.md`. Create it, beginning with `---`, `id: …`, `title: …`, `---`.",
    ),
    "no-lessons": (
        WARNING,
        "Khóa học chưa có bài nào. Thêm tệp `01-ten-bai.md`.",
        "The course has no lesson yet. Add a file `01-name.md`.",
    ),
    "folder-name": (
        ERROR,
        "`id: {id}` khác tên thư mục `{folder}`. Đổi một trong hai cho giống nhau.",
        "`id: {id}` differs from the folder's name `{folder}`. Make them the same.",
    ),
    # Front matter
    "front-matter-missing": (
        ERROR,
        "Tệp thiếu phần đầu trang. Dòng đầu là ba dấu trừ `---`, rồi `id: …`, `title: …`, rồi một dòng `---`.",
        "The file has no front matter. Write three hyphens `---` on the first line, then `id: …`, `title: …`, then `---`.",
    ),
    "front-matter-long": (
        ERROR,
        "Phần đầu trang dài quá {allowed} chữ cái. Chuyển nội dung xuống dưới dòng `---`.",
        "The front matter has more than {allowed} characters. Move text below the `---`.",
    ),
    "front-matter-broken": (
        ERROR,
        "Máy không hiểu phần đầu trang từ dòng này. {vi}",
        "The front matter cannot be read from this line on. {en}",
    ),
    "unknown-key": (
        ERROR,
        "Không có mục `{key}`. Ý thầy cô là {nearest}?",
        "There is no key `{key}`. Did you mean {nearest}?",
    ),
    "foreign-key": (
        ERROR,
        "Tệp này không có mục `{key}`. Các mục hay dùng: {usual}. Xem bảng các mục ở cuối bản hướng dẫn.",
        "This file has no key `{key}`. The usual ones: {usual}. The guide ends with a table of all keys.",
    ),
    "curly-quotes": (
        WARNING,
        'Ngoặc kép cong “…” ở mục `{key}` sẽ hiện ra cùng chữ. Gõ lại bằng ngoặc kép thẳng: `"…"`.',
        'The curly quotes “…” at `{key}` will be shown with the text. Type straight ones: `"…"`.',
    ),
    "repeated-key": (
        ERROR,
        "Mục `{key}` đã viết ở dòng {first}. Chỉ giữ một dòng.",
        "The key `{key}` is already on line {first}. Keep one of them.",
    ),
    "wrong-type": (
        ERROR,
        "Mục `{key}` cần {vi}.",
        "The key `{key}` wants {en}.",
    ),
    "unknown-choice": (
        ERROR,
        "`{key}` không nhận `{value}`. Viết {nearest}.",
        "`{key}` does not take `{value}`. Write {nearest}.",
    ),
    "title-key-missing": (
        ERROR,
        'Phần đầu trang thiếu tên. Viết `title: "Bài 2. Ký số"`.',
        'The front matter has no title. Write `title: "Lesson 2. Signing"`.',
    ),
    "missing-course-id": (
        WARNING,
        "Phần đầu trang thiếu id. Viết `id: {suggestion}`.",
        "The front matter has no id. Write `id: {suggestion}`.",
    ),
    "missing-lesson-id": (
        WARNING,
        "Bài chưa có id. Viết `id: {suggestion}` ở đầu trang.",
        "The lesson has no id. Write `id: {suggestion}` in the front matter.",
    ),
    "checked-in-future": (
        WARNING,
        "`checked_on: {date}` là ngày chưa tới. Viết ngày đã kiểm tra thật.",
        "`checked_on: {date}` is in the future. Write the day on which the facts were checked.",
    ),
    "review-before-check": (
        ERROR,
        "`review_by: {date}` phải sau ngày kiểm tra {checked}. Đặt muộn hơn, nhiều nhất sáu tháng.",
        "`review_by: {date}` must be after the check on {checked}. Set a later day, at most six months on.",
    ),
    "review-past": (
        WARNING,
        "Đã quá hạn kiểm tra lại ({date}). Đối chiếu nguồn, rồi sửa `checked_on` và `review_by`.",
        "The review date {date} has passed. Check the sources, then change `checked_on` and `review_by`.",
    ),
    "review-missing": (
        WARNING,
        "Bài có `sources` nhưng chưa có hạn kiểm tra lại. Thêm `review_by: 2027-05-21`.",
        "The lesson has `sources` but no review date. Add `review_by: 2027-05-21`.",
    ),
    "minutes-missing": (
        WARNING,
        "Bài chưa ghi số phút. Thêm `minutes: {total}` ở đầu trang.",
        "The lesson does not say how long it takes. Add `minutes: {total}` to the front matter.",
    ),
    "minutes-differ": (
        WARNING,
        "`minutes: {promised}` khác tổng các bước là {total} phút. Sửa một trong hai.",
        "`minutes: {promised}` differs from the {total} minutes of its parts. Change one of them.",
    ),
    "minutes-short": (
        WARNING,
        "`minutes: {promised}` chưa đủ: các phần {total} phút, đọc {words} chữ thêm {reading} phút. Ghi `minutes: {needed}`.",
        "`minutes: {promised}` is too short: {total} for the parts, {reading} to read {words} words. Write `minutes: {needed}`.",
    ),
    "course-minutes": (
        WARNING,
        "`minutes: {promised}` khác tổng các bài là {total} phút. Sửa thành `minutes: {total}`.",
        "`minutes: {promised}` differs from the {total} minutes of the lessons. Write `minutes: {total}`.",
    ),
    # Ids and relations
    "missing-id": (
        WARNING,
        "“{title}” chưa có id, đổi tên sẽ mất dấu người đã học. Thêm ` {{#{suggestion}}}` vào cuối dòng.",
        "“{title}” has no id; a new title would lose people's progress. Add ` {{#{suggestion}}}` at the end of the line.",
    ),
    "bad-id": (
        ERROR,
        "`{{#{id}}}` không dùng được. Chỉ chữ thường không dấu, số, gạch nối: `{{#{suggestion}}}`.",
        "`{{#{id}}}` cannot be used. Lower-case letters, digits and hyphens only: `{{#{suggestion}}}`.",
    ),
    "repeated-id": (
        ERROR,
        "Id `{id}` đã dùng ở dòng {first}. Đặt id khác cho chỗ này.",
        "The id `{id}` is already used on line {first}. Give this one another id.",
    ),
    "repeated-lesson-id": (
        ERROR,
        "Id `{id}` đã dùng trong `{file}`. Đặt id khác cho bài này.",
        "The id `{id}` is already used in `{file}`. Give this lesson another id.",
    ),
    "alias-target": (
        ERROR,
        "`aliases` trỏ tới `{new}` nhưng bài không có id đó. <<Viết {nearest}.|Bỏ dòng ấy.>>",
        "`aliases` points to `{new}`, which is no id of this lesson. <<Write {nearest}.|Remove that entry.>>",
    ),
    "alias-taken": (
        ERROR,
        "Id cũ `{old}` trong `aliases` đang được dùng. Bỏ nó khỏi `aliases`.",
        "The former id `{old}` in `aliases` is in use. Remove it from `aliases`.",
    ),
    "unknown-prerequisite": (
        ERROR,
        "`requires` ghi `{id}` nhưng không có bài hay khóa đó. <<Viết {nearest}, hoặc bỏ|Bỏ id ấy>> đi.",
        "`requires` names `{id}`, which does not exist. <<Write {nearest}, or remove|Remove>> it.",
    ),
    "circle": (
        ERROR,
        "`requires` đi vòng: bài `{id}` đòi học chính nó trước. Bỏ bớt một điều kiện.",
        "`requires` goes in a circle: `{id}` would have to come before itself. Remove one of them.",
    ),
    "module-lesson": (
        ERROR,
        "Nhóm “{module}” có bài `{id}` nhưng không tìm thấy bài đó. <<Viết {nearest}.|Bỏ id ấy đi.>>",
        "The group “{module}” names the lesson `{id}`, which does not exist. <<Write {nearest}.|Remove it.>>",
    ),
    "skill-lesson": (
        ERROR,
        "Kỹ năng `{skill}` có bài `{id}` nhưng không tìm thấy bài đó. <<Viết {nearest}.|Bỏ id ấy đi.>>",
        "The skill `{skill}` names the lesson `{id}`, which does not exist. <<Write {nearest}.|Remove it.>>",
    ),
    "module-twice": (
        ERROR,
        "Bài `{id}` nằm trong hai nhóm của `modules`. Chỉ giữ ở một nhóm.",
        "The lesson `{id}` is in two groups of `modules`. Keep it in one.",
    ),
    "module-left-out": (
        WARNING,
        "Bài `{id}` chưa thuộc nhóm nào trong `modules`. Thêm vào một nhóm.",
        "The lesson `{id}` is in no group of `modules`. Add it to one.",
    ),
    # Local fields
    "local-unlabelled": (
        WARNING,
        'Ô `{{{{{name}}}}}` chưa có nhãn, người điền phiếu sẽ không hiểu. Thêm vào `local_fields`: `- {{name: {name}, label: "…"}}`.',
        'The field `{{{{{name}}}}}` has no label for whoever fills in the sheet. Add to `local_fields`: `- {{name: {name}, label: "…"}}`.',
    ),
    "local-unused": (
        WARNING,
        "`local_fields` có ô `{name}` nhưng không bài nào dùng `{{{{{name}}}}}`. Bỏ dòng đó, hoặc viết ô vào bài.",
        "`local_fields` lists `{name}`, but no text uses `{{{{{name}}}}}`. Remove the line, or use the field.",
    ),
}

FAULTS: Mapping[str, tuple[str, str]] = {
    "\\t": ("Ở đây có dấu Tab; thay bằng dấu cách.", "There is a tab here; use spaces."),
    "mapping values": (
        'Giá trị có dấu hai chấm thì để trong ngoặc kép: `title: "Bài 1: Mở máy"`. Tên mục thì viết sát lề trái.',
        'Put a value with a colon in quotes: `title: "Lesson 1: Begin"`. Keys begin at the left margin.',
    ),
    "expected ':'": (
        "Sau tên mục cần dấu hai chấm và một dấu cách: `minutes: 5`.",
        "A key is followed by a colon and a space: `minutes: 5`.",
    ),
    "end of stream": (
        'Ngoặc kép mở ở đây chưa đóng. Thêm `"` ở cuối giá trị.',
        'The quote opened here is not closed. Add `"` at the end of the value.',
    ),
    "": (
        "Mỗi dòng viết `tên: giá trị`. Giá trị có dấu lạ thì để trong ngoặc kép, danh sách thì trong `[…]`.",
        "Write `key: value` on each line. Put values with odd marks in quotes, and lists in `[…]`.",
    ),
}
"""What may be wrong with front matter, by words of the YAML reader's complaint; the first that fits is said."""
