"""What may be unsure about a table or one of its rows, as sentences in two languages. Where it is found out is elsewhere."""

from collections.abc import Mapping

from lms.core.questions.importing.sentences import WHOLE_FILE, Sentence
from lms.core.questions.manuscript import Trouble

_KEY_MENDS = (
    "Chọn đáp án đúng; hoặc trong tệp, ghi vào cột “Đáp án” chữ cái (A), số thứ tự (1) hay đúng lời của phương án, rồi tải lại.",
    "Choose the right answer; or in the file, write a letter (A), a number (1) or the option's own words in the answer column, and upload it again.",
)
_SAY: Mapping[str, Sentence] = {
    "no-key": Sentence("Câu này chưa có đáp án đúng.", "This question has no key.", *_KEY_MENDS),
    "unsure-key": Sentence(
        "Đáp án “{quote}” không chỉ rõ phương án nào đúng.",
        "The key “{quote}” does not say clearly which option is right.",
        *_KEY_MENDS,
    ),
    "all-marked": Sentence(
        "Mọi phương án đều được đánh dấu đúng nên không rõ đáp án.",
        "Every option is marked right, so the key is unclear.",
        "Chỉ để lại dấu ở phương án đúng.",
        "Leave the mark only on what is right.",
    ),
    "several-right": Sentence(
        "Câu ghi là một đáp án đúng nhưng có {count} phương án được đánh dấu.",
        "The type says one right option, but {count} are marked.",
        "Bỏ bớt dấu, hoặc ghi loại câu là “Nhiều đáp án”.",
        "Remove marks, or write the type as “multiple answers”.",
    ),
    "unsure-look": Sentence(
        "Không có cột đáp án, và định dạng (đậm, màu) không chỉ rõ một phương án.",
        "There is no answer column, and bold or colour does not single out one option.",
        "Thêm cột “Đáp án” và ghi chữ cái của phương án đúng.",
        "Add a column “Answer” with the letter of the right option.",
    ),
    "key-against-look": Sentence(
        "Cột đáp án ghi “{quote}”, nhưng phương án được đánh dấu (màu, đậm, dấu sao) lại là ý khác.",
        "The answer column says “{quote}”, but another option is marked (colour, bold, a star).",
        *_KEY_MENDS,
    ),
    "key-without-options": Sentence(
        "Đáp án ghi “{quote}”, nhưng không thấy các phương án của câu này.",
        "The key says “{quote}”, but no options are seen here.",
        "Thêm các phương án; trong tệp, mỗi phương án một cột, hoặc mỗi dòng trong ô bắt đầu bằng “A.”, “B.”….",
        "Add the options; in the file, give each a column, or begin each line of the cell with “A.”, “B.” and so on.",
    ),
    "too-few-options": Sentence(
        "Câu này có {count} phương án; cần ít nhất hai.",
        "This question has {count} option(s); at least two are needed.",
        "Thêm phương án, hoặc ghi loại câu (Trả lời ngắn, Tự luận).",
        "Add options, or name the type (short answer, essay).",
    ),
    "too-many-options": Sentence(
        "Câu này có {count} phương án, nhiều hơn 40.",
        "This question has {count} options, more than 40.",
        "Bớt phương án, hoặc tách thành nhiều câu.",
        "Remove options, or split the question.",
    ),
    "duplicate-option": Sentence(
        "Hai phương án của câu này giống nhau: “{quote}”.",
        "Two options of this question are the same: “{quote}”.",
        "Sửa lại một phương án.",
        "Change one of them.",
    ),
    "excel-date": Sentence(
        "Excel đã đổi một phương án thành ngày tháng: “{quote}”.",
        "Excel turned an option into a date: “{quote}”.",
        "Trong Excel chọn ô đó, Định dạng ô > Văn bản, gõ lại (ví dụ 1/2), rồi tải lên lần nữa; hoặc sửa ngay ở đây.",
        "In Excel format the cell as Text, type it again (for example 1/2) and send the file once more; or mend it here.",
    ),
    "error-cell": Sentence(
        "Dòng này có ô công thức chưa có kết quả hoặc bị lỗi ({quote}).",
        "This row has a formula without a result, or with an error ({quote}).",
        "Mở bằng Excel, sửa công thức hoặc chép rồi dán dạng giá trị, lưu lại.",
        "Open it in Excel, mend the formula or paste it as values, and save.",
    ),
    "picture": Sentence(
        "Câu này có hình; ngân hàng câu hỏi chưa chứa được hình.",
        "This question has a picture; question banks cannot hold pictures yet.",
        "Viết điều cần thấy trong hình thành lời, thay cho chữ [hình].",
        "Say in words what the picture shows, in place of [hình].",
    ),
    "unknown-type": Sentence(
        "Không rõ loại câu “{quote}”.",
        "The type “{quote}” is not known.",
        "Dùng: Trắc nghiệm, Nhiều đáp án, Đúng/Sai, Trả lời ngắn, Số, Ghép, Sắp xếp, Tự luận.",
        "Use: single choice, multiple answers, true/false, short answer, number, matching, ordering, essay.",
    ),
    "assumed-short": Sentence(
        "Câu này không có phương án nên được hiểu là câu trả lời ngắn.",
        "This question has no options, so it is read as a short answer.",
        "Nếu không phải, ghi loại câu vào cột “Loại câu”.",
        "If it is not, name the type in a column “Type”.",
    ),
    "long-answer": Sentence(
        "Câu này không có phương án, và đáp án dài quá để người học gõ đúng từng chữ.",
        "This question has no options, and its answer is too long to be typed word for word.",
        "Ghi loại câu là “Tự luận”, hoặc thêm phương án.",
        "Name the type “essay”, or add options.",
    ),
    "unsure-number": Sentence(
        "Số “{quote}” có thể hiểu hai cách, hoặc không phải là số.",
        "The number “{quote}” can be read in two ways, or is none.",
        "Viết số không có dấu ngăn hàng nghìn, ví dụ 2803 hoặc 1,5.",
        "Write it without thousands separators, such as 2803 or 1.5.",
    ),
    "unsure-pairs": Sentence(
        "Chưa rõ các cặp để ghép.",
        "The pairs to match are unclear.",
        "Viết mỗi cặp trong một ô: vế trái -> vế phải.",
        "Write each pair in a cell: left -> right.",
    ),
    "unsure-order": Sentence(
        "Chưa rõ thứ tự đúng.",
        "The right order is unclear.",
        "Ghi thứ tự đúng vào cột “Đáp án”, ví dụ B, A, C.",
        "Write the right order in the answer column, such as B, A, C.",
    ),
    "order-as-written": Sentence(
        "Thứ tự các phương án trong bảng được lấy làm thứ tự đúng.",
        "The order of the options in the table is taken for the right order.",
        "Nếu không phải, ghi thứ tự đúng vào cột “Đáp án”, ví dụ B, A, C.",
        "If it is not, write the right order in the answer column, such as B, A, C.",
    ),
    "bad-points": Sentence(
        "Điểm “{quote}” không phải là số từ 0,01 đến 1000.",
        "The points “{quote}” are no number from 0.01 to 1000.",
        "Ghi điểm bằng số, ví dụ 1 hoặc 0,5.",
        "Write points as a number, such as 1 or 0.5.",
    ),
    "no-question": Sentence(
        "Dòng này có phương án hoặc đáp án nhưng không có câu hỏi.",
        "This row has options or a key but no question.",
        "Viết câu hỏi vào cột “Câu hỏi”, hoặc xóa dòng.",
        "Write the question into its column, or delete the row.",
    ),
    "row-skipped": Sentence(
        "Dòng này không phải câu hỏi nên được bỏ qua: “{quote}”.",
        "This row is no question and was passed over: “{quote}”.",
        "Không cần làm gì nếu đúng vậy.",
        "Nothing to do if that is so.",
    ),
    "sheet-skipped": Sentence(
        "Trang tính “{quote}” không có bảng câu hỏi nên được bỏ qua.",
        "The sheet “{quote}” holds no table of questions and was passed over.",
        "Nếu có câu hỏi ở đó, đặt tên cột: Câu hỏi, A, B, C, D, Đáp án.",
        "If there are questions, name its columns: Question, A, B, C, D, Answer.",
    ),
    "hidden-sheet": Sentence(
        "Trang tính “{quote}” đang ẩn nên được bỏ qua.",
        "The sheet “{quote}” is hidden and was passed over.",
        "Nếu cần câu hỏi ở đó, bấm chuột phải vào tên trang tính, chọn Bỏ ẩn, rồi lưu lại.",
        "If its questions are wanted, unhide it in Excel and save.",
    ),
    "no-headings": Sentence(
        "Không thấy dòng tiêu đề của bảng câu hỏi.",
        "There is no row of headings of a table of questions.",
        "Đặt tên cột: Câu hỏi, A, B, C, D, Đáp án; hoặc tự chọn cột nào là gì.",
        "Name the columns Question, A, B, C, D, Answer; or say by hand which column is which.",
    ),
    "no-rows": Sentence(
        "Bảng có tiêu đề nhưng không có câu hỏi nào bên dưới.",
        "The table has headings but no question below them.",
        "Viết mỗi câu hỏi một dòng dưới dòng tiêu đề.",
        "Write a question a row below the headings.",
    ),
    "too-many-cells": Sentence(
        "Bảng này có quá nhiều ô (kể cả ô trống được tô màu, kẻ khung) nên máy không mở.",
        "This table has too many cells (empty ones with colours and borders included), so it is not opened.",
        "Chép riêng các dòng câu hỏi sang một tệp mới rồi tải tệp đó lên.",
        "Copy just the rows of questions into a new file and send that.",
    ),
    "csv-too-large": Sentence(
        "Tệp CSV này lớn quá 10 MB.",
        "This CSV file is larger than 10 MB.",
        "Chia thành nhiều tệp rồi tải từng tệp lên.",
        "Split it into several files and send each.",
    ),
    "open-quote": Sentence(
        "Dấu nháy kép mở ở đây không được đóng lại, nên các dòng sau bị dính vào nhau.",
        "A quotation mark opened here never closes, so the rows after it run together.",
        'Thêm dấu " ở cuối ô, hoặc xóa dấu " thừa, rồi tải lên lần nữa.',
        'Add the closing " or remove the spare one, and send the file again.',
    ),
    "not-text": Sentence(
        "Không đọc được chữ trong tệp này.",
        "The words in this file cannot be read.",
        "Trong Excel chọn Lưu thành > CSV UTF-8, rồi tải tệp mới lên.",
        "In Excel choose Save As > CSV UTF-8 and send the new file.",
    ),
    "old-font": Sentence(
        "Chữ trong tệp dùng phông cũ ({quote}), đọc ra sẽ sai dấu.",
        "The words are in an old Vietnamese font encoding ({quote}) and would be read wrongly.",
        "Dùng UniKey (Ctrl+Shift+F6) chuyển sang Unicode, lưu lại rồi tải lên.",
        "Convert it to Unicode with UniKey (Ctrl+Shift+F6), save and send it again.",
    ),
    "lost-marks": Sentence(
        "Dấu tiếng Việt trong tệp đã mất, thành dấu “?” hoặc ký tự lạ.",
        "The Vietnamese diacritics in this file were lost when it was saved.",
        "Mở tệp gốc bằng Excel, chọn Lưu thành > CSV UTF-8 (hoặc .xlsx), rồi tải tệp mới lên.",
        "Open the original in Excel, choose Save As > CSV UTF-8 (or .xlsx) and send the new file.",
    ),
    "not-a-table": Sentence(
        "Đây là tệp Word, không phải bảng Excel.",
        "This is a Word file, not a table.",
        "Chọn nhập từ Word.",
        "Choose to import from Word.",
    ),
}
_LONGEST_QUOTE = 60


def trouble(code: str, where: str = WHOLE_FILE, place: int = 0, **words: object) -> Trouble:
    """Return one of this module's sentences about a place in a table."""
    short = {name: _short(str(word)) for name, word in words.items()}
    return _SAY[code].trouble(code, where, place, words=short)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + "…"
