"""What is said about a paper that is not quite clear, in two languages, each with its mend."""

from lms.core.questions.importing.sentences import Sentence
from lms.core.questions.manuscript import Trouble

_MARK = ("Xem lại bản gốc rồi chọn đáp án đúng.", "Look at the original and choose the right answer.")
_LETTERS = (
    "Sửa lại chữ cái của các phương án, hoặc bỏ bớt.",
    "Mend the letters of the options, or remove some.",
)

DOUBTS = {
    "no-key": Sentence(
        "Chưa thấy dấu hiệu nào cho biết đáp án đúng.",
        "Nothing marks the right answer.",
        "Chọn đáp án đúng; hoặc trong tệp, in đậm hay gạch chân phương án đúng, thêm bảng đáp án rồi tải lại.",
        "Choose the right answer; or mark it in the file (bold, underlined, a key table) and send it again.",
    ),
    "all-marked": Sentence(
        "Mọi phương án đều được đánh dấu như nhau nên không biết ý nào đúng.",
        "Every option is marked alike, so none stands out as right.",
        *_MARK,
    ),
    "marks-disagree": Sentence(
        "Hai cách đánh dấu chỉ hai đáp án khác nhau: {first} ở {one}, {second} ở {two}.",
        "Two kinds of marks name different answers: {first_en} at {one}, {second_en} at {two}.",
        *_MARK,
    ),
    "mark-unlike-the-rest": Sentence(
        "Câu này chỉ có ý {one} {first}, trong khi cả bài đánh dấu đáp án bằng cách {second}.",
        "Here only {one} is {first_en}, while the paper marks its answers otherwise ({second_en}).",
        *_MARK,
    ),
    "key-disagrees": Sentence(
        "Bảng đáp án ghi {one}, nhưng trong bài ý được đánh dấu là {two}.",
        "The key gives {one}, but {two} is marked in the paper.",
        *_MARK,
    ),
    "key-words": Sentence(
        "Đáp án ghi chữ {one}, nhưng lời ghi bên cạnh lại là của phương án {two}.",
        "The key gives the letter {one}, but beside it stand the words of {two}.",
        *_MARK,
    ),
    "keys-differ": Sentence(
        "Có nhiều đáp án khác nhau cho câu này: {one}.",
        "Different answers are given for this question: {one}.",
        *_MARK,
    ),
    "key-of-other-paper": Sentence(
        "Bảng đáp án trong tệp là của mã đề khác, nên không dùng cho câu này.",
        "The key in the file belongs to another exam code, so it was not used here.",
        *_MARK,
    ),
    "key-letter": Sentence(
        "Đáp án ghi “{one}”, nhưng câu này không có phương án đó.",
        "The key says “{one}”, which is no option of this question.",
        *_MARK,
    ),
    "first-disagrees": Sentence(
        "Thầy cô chọn “ý đầu luôn đúng”, nhưng trong bài ý được đánh dấu là {one}.",
        "“The first is right” was chosen, but {one} is marked in the paper.",
        *_MARK,
    ),
    "duplicate-option": Sentence(
        "Hai phương án {one} và {two} có nội dung giống nhau.",
        "The options {one} and {two} say the same.",
        "Sửa một phương án, hoặc bỏ đi.",
        "Change one of them, or remove it.",
    ),
    "letter-twice": Sentence(
        "Chữ cái của các phương án bị lặp hoặc lẫn vào câu hỏi: {one}.",
        "Letters of the options are repeated: {one}.",
        *_LETTERS,
    ),
    "letter-missing": Sentence(
        "Chữ cái của các phương án không liền nhau: {one}.",
        "The letters of the options are not in sequence: {one}.",
        *_LETTERS,
    ),
    "empty-option": Sentence(
        "Phương án {one} không có nội dung.",
        "The option {one} is empty.",
        "Viết nội dung cho phương án này, hoặc bỏ đi.",
        "Write its text, or remove it.",
    ),
    "empty-stem": Sentence(
        "Chưa thấy nội dung câu hỏi.",
        "There is no question text.",
        "Viết nội dung câu hỏi.",
        "Write the question.",
    ),
    "no-options": Sentence(
        "Không thấy các phương án A, B, C, D và cũng không thấy đáp án.",
        "There are neither options A, B, C, D nor an answer.",
        "Nếu là câu tự luận thì giữ nguyên; nếu không, thêm phương án hoặc đáp án.",
        "Keep it if it is an essay; else add options or an answer.",
    ),
    "key-without-options": Sentence(
        "Đáp án ghi “{one}”, nhưng không thấy các phương án của câu này.",
        "The key says “{one}”, but no options are seen here.",
        "Thêm các phương án; trong tệp, mỗi phương án bắt đầu bằng “A.”, “B.”, “C.”, “D.”.",
        "Add the options; in the file each begins with “A.”, “B.” and so on.",
    ),
    "ambiguous-number": Sentence(
        "Đáp án “{one}” có thể là phần nghìn hoặc phần lẻ.",
        "The answer “{one}” may be thousands or decimals.",
        "Viết 1762 nếu là một nghìn bảy trăm…, 1,7620 nếu là một phẩy bảy….",
        "Write 1762 for thousands, 1.7620 for decimals.",
    ),
    "statements-unsure": Sentence(
        "Chưa rõ Đúng hay Sai ở ý: {one}.",
        "It is not said whether these are true or false: {one}.",
        "Chọn Đúng hoặc Sai cho từng ý.",
        "Choose true or false for each of them.",
    ),
    "picture": Sentence(
        "Câu này có hình hoặc công thức dạng ảnh; ngân hàng câu hỏi chưa chứa được hình, chỗ đó ghi “[hình]”.",
        "This question has a picture, which a bank cannot hold yet; “[hình]” stands in its place.",
        "Diễn tả hình bằng lời, hoặc bỏ câu này.",
        "Say in words what the picture shows, or leave the question out.",
    ),
}
"""What leaves a question's key or words unsure: a person has to decide."""

_REMARKS = {
    "equation": Sentence(
        "Công thức trong câu này được viết lại bằng chữ thường.",
        "An equation of this question was rewritten as plain text.",
        "So với bản gốc xem công thức còn đúng không.",
        "Compare it with the original.",
    ),
    "hidden": Sentence(
        "Ở đây có chữ ẩn; chữ ẩn không được lấy vào.",
        "There is hidden text here; it was left out.",
        "Nếu cần phần chữ ẩn, bỏ định dạng ẩn trong Word rồi tải lại.",
        "If it is needed, unhide it in Word and send the file again.",
    ),
    "column": Sentence(
        "Bảng có cột mà phần mềm không nhận ra; chữ ở cột đó của câu này không được lấy vào.",
        "The table has a column that was not recognised; its words for this question were left out.",
        "So với bản gốc, chép phần còn thiếu vào câu hỏi nếu cần.",
        "Compare with the original and copy what is missing, if it is needed.",
    ),
    "footnote": Sentence(
        "Chú thích cuối trang của câu này không được lấy vào.",
        "A footnote of this question was left out.",
        "Chép chú thích vào câu hỏi nếu cần.",
        "Copy it into the question if it is needed.",
    ),
    "struck": Sentence(
        "Câu này có chữ gạch ngang; chữ đó vẫn được giữ lại.",
        "Some words of this question are struck through; they were kept.",
        "Bỏ chữ gạch ngang nếu không dùng nữa.",
        "Remove them if they are not meant.",
    ),
    "underlined-part": Sentence(
        "Câu này có phần gạch chân trong chữ; ngân hàng câu hỏi chưa giữ được gạch chân.",
        "Parts of words are underlined here; a bank cannot show underlining yet.",
        "Viết phần gạch chân theo cách khác, ví dụ trong ngoặc.",
        "Show that part otherwise, such as in brackets.",
    ),
    "number-twice": Sentence(
        "Số câu {one} xuất hiện hai lần.",
        "Question number {one} comes twice.",
        "Xem có câu nào bị lặp hoặc đánh số nhầm không.",
        "Look for a repeated or misnumbered question.",
    ),
    "number-missing": Sentence(
        "Thiếu câu số {one}.",
        "Question number {one} is missing.",
        "Xem câu đó có bị sót hay dính vào câu trước không.",
        "See whether it was left out or runs into the one before.",
    ),
    "key-unused": Sentence(
        "Bảng đáp án có câu {one} nhưng không thấy câu đó trong bài.",
        "The key names question {one}, which is not in the paper.",
        "Xem câu đó có bị sót không.",
        "See whether it was left out.",
    ),
}
_REFUSALS = {
    "no-questions": Sentence(
        "Không tìm thấy câu hỏi nào trong tệp này.",
        "No question was found in this file.",
        "Mỗi câu bắt đầu bằng “Câu 1:”, các phương án bằng “A.”, “B.”, “C.”, “D.”; sửa tệp rồi tải lại.",
        "Begin each question with “Câu 1:” and its options with “A.”, “B.” …; then send the file again.",
    ),
    "too-long": Sentence(
        "Tệp này dài bất thường nên không đọc.",
        "This file is unusually long and was not read.",
        "Chia tệp thành nhiều tệp nhỏ hơn rồi tải từng tệp.",
        "Split it into smaller files.",
    ),
    "broken": Sentence(
        "Tệp Word này bị hỏng hoặc thiếu phần nội dung nên không đọc được.",
        "This Word file is damaged or incomplete and cannot be read.",
        "Mở tệp bằng Word, lưu thành một bản .docx mới rồi tải bản đó lên.",
        "Open it in Word, save a fresh .docx and send that.",
    ),
    "not-word": Sentence(
        "Đây là tệp Excel, không phải tệp Word.",
        "This is an Excel file, not a Word file.",
        "Chọn lại kiểu tệp là Excel (.xlsx) rồi tải lên.",
        "Choose Excel (.xlsx) as the kind of file and send it again.",
    ),
    "too-deep": Sentence(
        "Bảng hoặc khung trong tệp Word này lồng nhau quá nhiều tầng nên không đọc.",
        "Tables or boxes of this Word file are nested too deeply; it was not read.",
        "Chép nội dung sang một tài liệu mới (dán dạng chữ), lưu lại rồi tải lên.",
        "Copy the text into a new document, save it and send that.",
    ),
    "old-font": Sentence(
        "Tài liệu gõ bằng bảng mã cũ ({one}), không phải Unicode, nên chữ tiếng Việt sẽ sai.",
        "This document is typed in an old encoding ({one}) that is not Unicode, so its Vietnamese would be garbled.",
        "Chuyển tài liệu sang Unicode (ví dụ bằng UniKey, Ctrl+Shift+F6) rồi tải lại.",
        "Convert it to Unicode (with UniKey, for example) and send it again.",
    ),
    "lost-marks": Sentence(
        "Chữ tiếng Việt trong tệp này đã hỏng dấu.",
        "The Vietnamese letters of this file have been spoiled.",
        "Mở tệp gốc còn đúng dấu, lưu lại với mã UTF-8 rồi tải lên.",
        "Open the original with its marks in order, save it as UTF-8 and send that.",
    ),
}
_EVERY = DOUBTS | _REMARKS | _REFUSALS


def trouble(code: str, where: str, place: int, question: int | None = None, **words: str) -> Trouble:
    """Return the trouble ``code`` at a place, with its words filled in."""
    return _EVERY[code].trouble(code, where, place, question, words)
