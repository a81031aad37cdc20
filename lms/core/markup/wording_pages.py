"""What the checker says of the text itself: steps, tasks, links, media, sentences, words of the glossary.

The same form as ``wording_files``.
"""

from collections.abc import Mapping

from lms.core.problems import ERROR, WARNING

PAGE_WORDING: Mapping[str, tuple[str, str, str]] = {
    # Steps, tasks, quizzes
    "title-missing": (
        ERROR,
        "Tiêu đề chưa có tên. Viết `## Bước 1. Mở ứng dụng {{#mo-ung-dung}}`.",
        "The heading has no title. Write `## Step 1. Open the app {{#open-app}}`.",
    ),
    "title-start": (
        WARNING,
        "Tên “{title}” nên bắt đầu bằng chữ, tốt nhất là một động từ: “Mở…”, “Tìm…”.",
        "The title “{title}” should begin with a letter, best with a verb: “Open…”, “Find…”.",
    ),
    "field-in-title": (
        ERROR,
        "Tiêu đề không dùng được ô địa phương. Chuyển {{{{…}}}} xuống đoạn văn bên dưới.",
        "A heading cannot hold a local field. Move {{{{…}}}} to the text below.",
    ),
    "heading-slip": (
        ERROR,
        "Dòng này chưa thành tiêu đề. Viết sát lề trái, hai dấu `##`, một dấu cách: `## {heading}`.",
        "This line is no heading yet. Begin at the left margin, with two marks `##` and a space: `## {heading}`.",
    ),
    "almost-a-step": (
        WARNING,
        "“{heading}” trông như một bước nhưng chưa đúng dạng. Viết `## Bước 1. Tên` hoặc `## Nhiệm vụ: Tên`.",
        "“{heading}” looks like a step but is not one. Write `## Bước 1. Title` or `## Nhiệm vụ: Title`.",
    ),
    "almost-a-task": (
        ERROR,
        "“{heading}” chưa thành nhiệm vụ. Viết `## Nhiệm vụ: Tên`, có dấu hai chấm.",
        "“{heading}” is no task yet. Write `## Nhiệm vụ: Title`, with the colon.",
    ),
    "plain-heading": (
        WARNING,
        "“{heading}” sẽ nằm trong bước ở trên. Muốn thành bước riêng, viết `## Bước n. Tên`; không thì dùng `###`.",
        "“{heading}” will stand inside the step above. For a step write `## Bước n. Title`, otherwise use `###`.",
    ),
    "step-number": (
        WARNING,
        "Đây là bước thứ {wanted} nhưng ghi số {found}. Viết `## Bước {wanted}.`",
        "This is step {wanted} but it says {found}. Write `## Bước {wanted}.`",
    ),
    "bad-duration": (
        ERROR,
        "Không hiểu thời gian “{value}”. Viết `Thời gian: 5 phút`, từ 1 đến 180.",
        "The duration “{value}” is not understood. Write `Thời gian: 5 phút`, from 1 to 180.",
    ),
    "duration-missing": (
        WARNING,
        "Bước “{title}” chưa ghi thời gian. Thêm dưới tiêu đề: `Thời gian: 5 phút`.",
        "The step “{title}” does not say how long it takes. Add below its heading: `Thời gian: 5 phút`.",
    ),
    "empty-section": (
        WARNING,
        "“{title}” chưa có nội dung. Viết việc cần làm, từ một đến sáu việc.",
        "“{title}” is empty. Write what to do, one to six actions.",
    ),
    "open-fence": (
        ERROR,
        "Khối mở bằng “{mark}” ở dòng này chưa đóng. Thêm một dòng chỉ có “{mark}” ở cuối khối.",
        "The block opened by “{mark}” on this line is not closed. Add a line with “{mark}” alone at its end.",
    ),
    "many-actions": (
        WARNING,
        "Danh sách này có hơn {allowed} việc. Tách thành hai bước.",
        "This list has more than {allowed} actions. Split it into two steps.",
    ),
    "hand-in-missing": (
        ERROR,
        "Nhiệm vụ chưa nói nộp gì. Viết dưới tiêu đề `Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10`, hoặc thêm khối {kinds}.",
        "The task does not say what to hand in. Write `Nộp: ảnh, tối đa 2 | Chấm: người hướng dẫn | Điểm: 10` below its heading, or add a block {kinds}.",
    ),
    "hand-in-part": (
        ERROR,
        "Không hiểu “{part}”. Viết `Nộp: … | Chấm: … | Điểm: …`.",
        "“{part}” is not understood. Write `Nộp: … | Chấm: … | Điểm: …`.",
    ),
    "unknown-hand-in": (
        ERROR,
        "Không có cách nộp “{found}”. Viết `Nộp: tự kiểm`, `Nộp: ảnh, tối đa 2` hoặc `Nộp: trực tiếp`.",
        "“{found}” cannot be handed in. Write `Nộp: tự kiểm`, `Nộp: ảnh, tối đa 2` or `Nộp: trực tiếp`.",
    ),
    "unknown-kind": (
        ERROR,
        "Không có loại nhiệm vụ `{kind}`. Viết {nearest}.",
        "There is no kind of task `{kind}`. Write {nearest}.",
    ),
    "bad-fence": (
        ERROR,
        "Khối `{kind}` mở và đóng bằng ba dấu huyền liền nhau (phím dưới phím Esc). Viết “```{kind}” ở dòng này, “```” ở cuối khối.",
        "A block `{kind}` is opened and closed by three backticks (the key below Esc). Write “```{kind}” here and “```” at its end.",
    ),
    "two-ways": (
        ERROR,
        "Dòng này ghi nộp “{found}”, nhưng dòng {block} là khối `{kind}`. Giữ một trong hai, hoặc tách thành hai nhiệm vụ.",
        "This line asks for “{found}”, but line {block} opens a block `{kind}`. Keep one of them, or make two tasks.",
    ),
    "odd-item": (
        ERROR,
        "Mục này sẽ không được tính. Viết sát lề, đúng dấu: “{mend}”",
        "This item would not count. Write it at the margin with these marks: “{mend}”",
    ),
    "kind-missing": (
        ERROR,
        "Khối này chưa ghi loại nhiệm vụ. Ngay sau ba dấu huyền viết {nearest}.",
        "This block does not say which kind of task it is. Right after the three backticks write {nearest}.",
    ),
    "two-blocks": (
        ERROR,
        "Mỗi nhiệm vụ chỉ có một khối, khối đầu ở dòng {first}. Tách thành hai nhiệm vụ.",
        "A task has one block only, the first is on line {first}. Split it into two tasks.",
    ),
    "block-in-step": (
        ERROR,
        "Khối `{kind}` phải nằm dưới `## Nhiệm vụ: Tên`, không nằm trong bước hay lời mở đầu.",
        "A block `{kind}` belongs below `## Nhiệm vụ: Title`, not in a step or an introduction.",
    ),
    "unknown-quiz": (
        ERROR,
        "Không tìm thấy bộ câu hỏi `{stem}`. <<Viết {nearest}, hoặc gửi|Gửi>> kèm tệp `quizzes/{stem}.md`.",
        "There is no question bank `{stem}`. <<Write {nearest}, or add|Add>> the file `quizzes/{stem}.md`.",
    ),
    "unknown-pool": (
        ERROR,
        "Bộ câu hỏi không có nhóm `#{pool}`. <<Viết {nearest}.|Bỏ phần sau dấu #.>>",
        "The question bank has no pool `#{pool}`. <<Write {nearest}.|Remove what follows the #.>>",
    ),
    "repeated-quiz": (
        ERROR,
        "Bài kiểm tra `{id}` đã có ở dòng {first}. Bỏ một chỗ, hoặc chọn nhóm khác.",
        "The quiz `{id}` is already on line {first}. Remove one, or choose another pool.",
    ),
    "quiz-inline": (
        ERROR,
        "Liên kết tới bài kiểm tra phải đứng riêng một dòng, cách trên và dưới một dòng trống, ngoài mục thiết bị.",
        "A link to a quiz must stand alone, with a blank line above and below, outside device passages.",
    ),
    "empty-variant": (
        WARNING,
        "Mục “{label}” chưa có nội dung. Viết các việc cho máy này, hoặc bỏ mục.",
        "The passage “{label}” is empty. Write the actions for this device, or remove it.",
    ),
    "check-in-variant": (
        WARNING,
        "Ô `- [ ]` trong mục thiết bị không đánh dấu được. Đưa danh sách lên trước mục Android, iPhone, Windows.",
        "A `- [ ]` box in a device passage cannot be ticked. Move the list above the device headings.",
    ),
    # Links and media
    "broken-link": (
        ERROR,
        "Liên kết `{target}` không dẫn tới đâu. Viết {nearest}.",
        "The link `{target}` leads nowhere. Write {nearest}.",
    ),
    "unknown-anchor": (
        ERROR,
        "Liên kết `{target}`: không có id đó ở đây. <<Viết {nearest}.|Bỏ phần sau dấu #.>>",
        "The link `{target}`: there is no such id here. <<Write {nearest}.|Remove what follows the #.>>",
    ),
    "unsafe-link": (
        ERROR,
        "Địa chỉ `{target}` không dùng được. Chỉ dùng https://, http://, mailto:, tel: hoặc tên tệp trong khóa.",
        "The address `{target}` cannot be used. Use https://, http://, mailto:, tel: or a file of the course.",
    ),
    "apk-link": (
        WARNING,
        "Liên kết tới tệp .apk dạy người học cài ngoài kho. Chỉ tới CH Play hoặc tên ứng dụng trên phiếu địa phương.",
        "A link to an .apk file teaches people to install from outside the store. Point to the store instead.",
    ),
    "unknown-term": (
        ERROR,
        "Từ điển chưa có `#{term}`. <<Viết {nearest}, hoặc thêm|Thêm>> từ vào `glossary.md`.",
        "The glossary has no `#{term}`. <<Write {nearest}, or add|Add>> the word to `glossary.md`.",
    ),
    "missing-media": (
        ERROR,
        "Không thấy tệp `{target}`. <<Viết {nearest}, hoặc thêm|Thêm>> tệp vào `media/`.",
        "There is no file `{target}`. <<Write {nearest}, or add|Add>> the file to `media/`.",
    ),
    "missing-alt": (
        ERROR,
        "Hình `{target}` chưa có lời tả. Viết giữa hai ngoặc vuông điều người đọc cần thấy: `![Nút Cài đặt ở góc phải](…)`.",
        "The picture `{target}` has no description. Write what matters in it: `![The Install button, top right](…)`.",
    ),
    "outside-picture": (
        ERROR,
        "Hình `{target}` nằm ở trang khác. Tải về thư mục `media/` rồi viết `media/ten-hinh.webp`.",
        "The picture `{target}` is on another site. Save it in `media/` and write `media/name.webp`.",
    ),
    "not-a-picture": (
        ERROR,
        "`{target}` không phải hình. Dùng tệp png, jpg, webp hoặc svg.",
        "`{target}` is no picture. Use a png, jpg, webp or svg file.",
    ),
    "media-name": (
        ERROR,
        "Đổi tên tệp thành `{suggestion}`, cả trong bài: tên chỉ có chữ không dấu, số và gạch nối.",
        "Rename the file `{suggestion}`, in the lesson too: plain letters, digits and hyphens only.",
    ),
    "media-kind": (
        ERROR,
        "Không nhận tệp đuôi `{suffix}`. Ảnh thì mở ra rồi lưu lại thành jpg hoặc png. Nhận: {allowed}.",
        "Files ending in `{suffix}` are not accepted. Save pictures as jpg or png. Accepted: {allowed}.",
    ),
    "media-content": (
        ERROR,
        "Bên trong tệp không phải `{suffix}`; chỉ đổi đuôi thì chưa đủ. Mở tệp ra, chọn Lưu thành `{suffix}`.",
        "Inside, this file is no `{suffix}`; changing the ending is not enough. Open it and save it as `{suffix}`.",
    ),
    "media-large": (
        ERROR,
        "Tệp nặng {size} KB, quá {allowed} KB. Thu nhỏ rồi thêm lại.",
        "The file has {size} KB, more than {allowed} KB. Make it smaller.",
    ),
    "media-pixels": (
        ERROR,
        "Hình {width} x {height} điểm, quá {allowed} triệu điểm. Thu nhỏ còn khoảng 1600 điểm chiều rộng.",
        "The picture has {width} x {height} pixels, more than {allowed} million. Scale it to about 1600 wide.",
    ),
    "media-animated": (
        ERROR,
        "Đây là ảnh động. Dùng một ảnh đứng yên, hoặc thêm phim dạng mp4.",
        "This picture moves. Use a still one, or add a film as mp4.",
    ),
    "media-broken": (
        ERROR,
        "Không đọc được hình này tới cuối. Mở bằng chương trình xem ảnh, lưu lại, rồi thêm lại.",
        "This picture cannot be read to its end. Open it in an image viewer, save it again, and add it again.",
    ),
    "media-heavy": (
        WARNING,
        "Hình này thu nhỏ rồi vẫn nặng {size} KB, quá {wanted} KB. Cắt bớt hình, hoặc chia thành hai hình.",
        "Made smaller, this picture still has {size} KB, more than {wanted} KB. Crop it, or split it in two.",
    ),
    "svg-refused": (
        ERROR,
        "Bản vẽ SVG có phần không được phép: {fault}. Bỏ phần đó, hoặc xuất lại dạng “SVG đơn giản”.",
        "The SVG drawing holds something that is not allowed: {fault}. Remove it, or export as “plain SVG”.",
    ),
    "unused-media": (
        WARNING,
        "Không bài nào dùng tệp này. Chèn vào bài, hoặc xóa đi.",
        "No lesson uses this file. Use it, or delete it.",
    ),
    "heavy-step": (
        WARNING,
        "Hình trên trang này nặng tổng cộng {size} KB, quá {allowed} KB. Bớt hình, hoặc chia bước.",
        "The pictures of this page weigh {size} KB, more than {allowed} KB. Use fewer, or split the step.",
    ),
    "video-size": (
        WARNING,
        "Phim chưa ghi cỡ. Viết trong ngoặc ở cuối lời liên kết: `[Xem: Cài VNeID (3 phút, 12 MB)](…)`.",
        "The video does not say its size. Write it at the end of the link's text: `[Watch: VNeID (3 min, 12 MB)](…)`.",
    ),
    "video-captions": (
        WARNING,
        "Phim chưa có phụ đề. Thêm tệp `{path}`.",
        "The video has no captions. Add the file `{path}`.",
    ),
    # Wording
    "long-sentence": (
        WARNING,
        "Câu này dài {words} chữ. Tách thành câu ngắn, nhiều nhất {allowed} chữ.",
        "This sentence has {words} words. Split it; {allowed} at most.",
    ),
    "raw-html": (
        WARNING,
        "`{tag}` sẽ hiện nguyên như chữ. Viết bằng Markdown, hoặc xóa đi.",
        "`{tag}` will be shown as text. Use Markdown, or delete it.",
    ),
    "unknown-box": (
        WARNING,
        "Không có loại hộp `{kind}`. Viết {nearest}.",
        "There is no box `{kind}`. Write {nearest}.",
    ),
    "box-text": (
        WARNING,
        "Dòng `> [!{kind}]` phải đứng một mình. Viết nội dung xuống dòng dưới, bắt đầu bằng `> `.",
        "The line `> [!{kind}]` must stand alone. Write the text on the next line, beginning with `> `.",
    ),
    "bad-field": (
        ERROR,
        "`{written}` không phải ô địa phương. Tên ô chỉ có chữ thường không dấu, số và gạch dưới: `{suggestion}`.",
        "`{written}` is no local field. Lower-case letters, digits and underscores only: `{suggestion}`.",
    ),
    "field-in-attribute": (
        ERROR,
        "Ô địa phương `{name}` chỉ đặt được trong chữ, không đặt trong địa chỉ hay lời tả hình.",
        "The local field `{name}` may stand in text only, not in an address or a picture's description.",
    ),
    # Glossary
    "field-in-glossary": (
        ERROR,
        "Từ điển dùng chung cho mọi đơn vị nên không có ô địa phương `{name}`. Viết “theo phiếu địa phương”.",
        "The glossary is the same for every unit, so it has no local field `{name}`. Write “see the local sheet”.",
    ),
    "term-id-missing": (
        WARNING,
        "Từ “{name}” chưa có id. Viết `## {name} {{#{suggestion}}}`.",
        "The word “{name}” has no id. Write `## {name} {{#{suggestion}}}`.",
    ),
    "term-empty": (
        ERROR,
        "Từ “{name}” chưa được giải thích. Viết một hai câu ngắn bên dưới.",
        "The word “{name}” is not explained. Write one or two short sentences below it.",
    ),
    "term-english": (
        WARNING,
        "Từ “{name}” thiếu dòng `English: …` ngay dưới tiêu đề.",
        "The word “{name}” lacks the line `English: …` below its heading.",
    ),
    "term-long": (
        WARNING,
        "Từ “{name}” giải thích bằng {found} câu. Giữ lại {allowed} câu dễ nhất.",
        "The word “{name}” is explained in {found} sentences. Keep the {allowed} plainest.",
    ),
    "glossary-empty": (
        WARNING,
        "Từ điển chưa có từ nào. Viết `## thuật ngữ {{#id}}`, `English: …`, rồi một hai câu.",
        "The glossary has no word. Write `## word {{#id}}`, `English: …`, then one or two sentences.",
    ),
}
