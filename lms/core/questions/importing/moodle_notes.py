"""What an importer of Moodle files has to say about a question: the sentences, and which of them make it a draft."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """A sentence about one question and its mend, in two languages; an unsure one makes the question a draft."""

    code: str
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    unsure: bool = False


@dataclass
class Notes:
    """The notes of one question, each sentence once."""

    said: dict[str, Note] = field(default_factory=dict)

    def say(self, code: str, *parts: object) -> None:
        """Add the sentence with this code; ``parts`` fill its places."""
        vi, en, mend_vi, mend_en = (text.format(*parts) for text in _SENTENCES[code])
        self.said.setdefault(vi, Note(code, vi, en, mend_vi, mend_en, code.startswith("unsure")))

    @property
    def unsure(self) -> bool:
        """Return whether a person has to decide something."""
        return any(note.unsure for note in self.said.values())


_MARK_KEY = ("Đánh dấu ý đúng rồi dùng câu này.", "Mark what is right, then use the question.")
_CHECK_KEY = ("Xem lại đáp án rồi dùng câu này.", "Check the key, then use the question.")
_LOOK = ("Xem lại câu này trước khi dùng.", "Look at this question before using it.")
_WRITE_WORDS = (
    "Viết bằng chữ điều cần thấy, hoặc bỏ câu này.",
    "Say in words what has to be seen, or leave the question out.",
)
_SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "unsure-key": (
        "Không rõ đáp án: có {0} ý được trọn điểm, câu một lựa chọn cần đúng một.",
        "The key is unclear: {0} options earn full marks, a single choice needs exactly one.",
        *_MARK_KEY,
    ),
    "unsure-no-key": ("Không có ý nào được điểm.", "No option earns marks.", *_MARK_KEY),
    "unsure-all-right": ("Mọi ý đều được điểm.", "Every option earns marks.", *_MARK_KEY),
    "unsure-too-few": (
        "Câu này có chưa tới hai ý.",
        "The question has fewer than two options.",
        "Thêm các ý còn thiếu.",
        "Add what is missing.",
    ),
    "unsure-too-many": (
        "Câu này có quá {0} phần; chỉ {0} phần đầu được đọc.",
        "The question has more than {0} parts; only the first {0} were read.",
        "Bớt các ý cho vừa một câu hỏi.",
        "Leave only what one question needs.",
    ),
    "unsure-twice": (
        "Có hai ý giống nhau.",
        "Two options are alike.",
        "Sửa hoặc bỏ một ý.",
        "Change or remove one.",
    ),
    "unsure-weights": (
        "Các trọng số dương cộng thành {0}%, không phải 100%.",
        "The positive weights make {0}%, not 100%.",
        "Sửa trọng số cho đủ 100%.",
        "Mend the weights so that they make 100%.",
    ),
    "unsure-answer": ("Không đáp án nào được trọn điểm.", "No answer earns full marks.", *_CHECK_KEY),
    "unsure-wildcard": (
        "Đáp án “{0}” dùng dấu * của Moodle (thay cho chữ bất kỳ), ở đây không có.",
        "The answer “{0}” uses Moodle's * (any words), which does not exist here.",
        "Viết rõ từng cách trả lời được chấp nhận.",
        "Write out each answer that is accepted.",
    ),
    "unsure-number": (
        "Không đọc được số “{0}”.",
        "“{0}” cannot be read as a number.",
        "Viết lại đáp số, ví dụ 2803 ± 5.",
        "Write the answer again, such as 2803 ± 5.",
    ),
    "unsure-gap": (
        "Chỗ trống {0} chưa đọc được: {1}",
        "Gap {0} could not be read: {1}",
        "Viết lại chỗ trống này, ví dụ [[VNeID]] hoặc [[(x) đúng | sai]].",
        "Write the gap again, such as [[VNeID]] or [[(x) right | wrong]].",
    ),
    "unsure-no-gap": ("Câu điền chỗ trống mà không có chỗ trống nào.", "A cloze without a gap.", *_LOOK),
    "unsure-picture": (
        "Câu này có hình. Ngân hàng chưa giữ được hình; chỗ của hình ghi [hình].",
        "This question has a picture. A bank cannot hold one yet; [hình] stands in its place.",
        *_WRITE_WORDS,
    ),
    "unsure-media": (
        "Câu này có phần nghe nhìn ({0}) mà ngân hàng chưa giữ được.",
        "This question has media ({0}) that a bank cannot hold yet.",
        *_WRITE_WORDS,
    ),
    "unsure-drawn": (
        "Câu này trả lời trên hình, ở đây chưa có loại ấy; giữ lại các chữ.",
        "This question is answered on a picture, which does not exist here; its words were kept.",
        *_WRITE_WORDS,
    ),
    "unsure-formula": (
        "Câu này tính đáp số bằng công thức với số ngẫu nhiên: {0}",
        "This question computes its answer by a formula with random numbers: {0}",
        "Chọn một bộ số cụ thể rồi viết đáp số.",
        "Choose fixed numbers and write the answer.",
    ),
    "unsure-description": (
        "Đây là đoạn dẫn, không phải câu hỏi.",
        "This is a passage to read, not a question.",
        "Chép đoạn này vào các câu cần nó, rồi bỏ mục này.",
        "Copy it into the questions that need it, then leave this entry out.",
    ),
    "unsure-type": (
        "Loại câu “{0}” không có ở đây; giữ lại các chữ dưới dạng bài viết.",
        "The type “{0}” does not exist here; its words were kept as an essay.",
        "Viết lại thành một loại câu khác, hoặc bỏ câu này.",
        "Write it as another type, or leave it out.",
    ),
    "unsure-hidden": (
        "Trong Moodle câu này đã bị ẩn.",
        "This question is hidden in Moodle.",
        "Dùng lại, hoặc bỏ câu này.",
        "Use it again, or leave it out.",
    ),
    "unsure-statements": (
        "Không rõ cột nào là “Đúng”.",
        "It is unclear which column means “true”.",
        *_CHECK_KEY,
    ),
    "unsure-draft": (
        "Khi xuất, câu này còn là bản nháp.",
        "This question was still a draft when it was exported.",
        *_LOOK,
    ),
    "snapped": (
        "Trọng số {0}% được hiểu là {1}%.",
        "The weight {0}% was taken as {1}%.",
        *_LOOK,
    ),
    "partial-lost": (
        "Ý được điểm một phần nay tính là sai: câu một lựa chọn chỉ có một ý đúng.",
        "Options that earned part of the marks now count as wrong: a single choice has one right option.",
        *_LOOK,
    ),
    "penalty-lost": (
        "Ý sai bị trừ điểm nay chỉ không được điểm.",
        "Wrong options that cost marks now just earn none.",
        *_LOOK,
    ),
    "units-lost": (
        "Đơn vị đo ({0}) không được chấm riêng; người làm gõ kèm đơn vị vẫn được.",
        "Units ({0}) are not marked by themselves; they may be typed after the number.",
        *_LOOK,
    ),
    "gap-weights": (
        "Các chỗ trống có điểm khác nhau; ở đây mỗi chỗ tính như nhau.",
        "The gaps are worth different marks; here they count alike.",
        *_LOOK,
    ),
    "gap-partial": (
        "Đáp án được điểm một phần và lời nhận xét trong chỗ trống không giữ được.",
        "Answers for part of the marks, and feedback inside gaps, could not be kept.",
        *_LOOK,
    ),
    "grader-note": (
        "Ghi chú cho người chấm được giữ thành một dòng thang điểm.",
        "The note for graders was kept as one line of a rubric.",
        *_LOOK,
    ),
    "template-lost": (
        "Mẫu bài viết sẵn không giữ được: {0}",
        "The template for the answer could not be kept: {0}",
        "Nếu cần, chép mẫu vào đề bài.",
        "Copy it into the question if it is needed.",
    ),
    "partly-lost": (
        "Lời “đúng một phần” không giữ được: {0}",
        "The feedback for partly right answers could not be kept: {0}",
        *_LOOK,
    ),
    "points-lost": (
        "Điểm “{0}” không dùng được; câu này được 1 điểm.",
        "Marks “{0}” cannot be used; the question is worth 1.",
        *_LOOK,
    ),
    "file-lost": (
        "Tệp đính kèm không giữ được: {0}",
        "Attached files could not be kept: {0}",
        "Đưa tệp vào bài học nếu người học cần.",
        "Put the file into the lesson if learners need it.",
    ),
    "layout-lost": ("Một phần trình bày không giữ được: {0}", "Some layout could not be kept: {0}", *_LOOK),
    "edited": (
        "Câu này đã được sửa sau khi xuất; đọc theo phần của Moodle, các thiết lập riêng của ta không còn.",
        "This question was changed after its export; Moodle's part was read, and settings that only we have are gone.",
        *_LOOK,
    ),
}
