"""What is said of the faults of a GIFT file, in two languages, each with its mend; and which of them make a draft."""

from lms.core.questions.importing.sentences import Sentence
from lms.core.questions.manuscript import Trouble

SENTENCES = {
    "stray-brace": Sentence(
        "Có dấu ngoặc { hoặc } thừa.",
        "There is a stray { or }.",
        "Nếu đó là chữ của câu, viết \\{ hoặc \\}; nếu không, bỏ dấu ấy đi.",
        "If it is text, write \\{ or \\}; otherwise take it out.",
        is_unsure=True,
    ),
    "open-brace": Sentence(
        "Phần đáp án mở bằng { mà chưa đóng bằng }.",
        "The answers are opened by { and never closed.",
        "Thêm dấu } sau đáp án cuối cùng của câu.",
        "Add } after the last answer of the question.",
        is_unsure=True,
    ),
    "second-block": Sentence(
        "Một câu có hai phần đáp án { }; chỉ phần đầu được đọc.",
        "One question has two answer blocks { }; only the first was read.",
        "Tách thành hai câu, giữa hai câu để một dòng trống.",
        "Make two questions of it, with a blank line between them.",
        is_unsure=True,
    ),
    "no-blank-line": Sentence(
        "Câu này đứng sát câu trước, giữa hai câu thiếu dòng trống.",
        "This question follows the one before it without a blank line.",
        "Đã tách thành hai câu; thầy cô xem lại, và thêm một dòng trống vào tệp.",
        "It was read as two questions; look at them, and add a blank line to the file.",
    ),
    "blank-line": Sentence(
        "Có dòng trống ở giữa phần đáp án.",
        "A blank line stands inside the answers.",
        "Đã đọc tiếp qua dòng trống; bỏ dòng ấy trong tệp để phần mềm khác cũng đọc được.",
        "It was read across; remove the line so that other programs can read the file too.",
    ),
    "open-title": Sentence(
        "Tên câu mở bằng :: mà chưa đóng bằng ::.",
        "The title is opened by :: and never closed.",
        "Viết ::tên câu:: rồi mới đến câu hỏi, hoặc bỏ dấu :: ở đầu.",
        "Write ::title:: before the question, or drop the first ::.",
    ),
    "words-before-answers": Sentence(
        "Có chữ đứng trước đáp án đầu tiên, không có dấu = hay ~.",
        "Words stand before the first answer without = or ~.",
        "Đặt = trước ý đúng, ~ trước ý sai.",
        "Put = before the right answer, ~ before a wrong one.",
        is_unsure=True,
    ),
    "too-many-answers": Sentence(
        "Câu này có quá nhiều đáp án; chỉ phần đầu được đọc.",
        "This question has too many answers; only the first were read.",
        "Bỏ bớt đáp án, hoặc viết \\= và \\~ nếu các dấu ấy là chữ.",
        "Remove answers, or write \\= and \\~ where these signs are text.",
        is_unsure=True,
    ),
    "half-matching": Sentence(
        "Câu này có dòng ghép (->) lẫn dòng không ghép.",
        "Some answers of this question have an arrow (->) and some have none.",
        "Viết mọi dòng theo kiểu =vế trái -> vế phải, hoặc thay -> bằng →.",
        "Write every line as =left -> right, or write → instead of ->.",
        is_unsure=True,
    ),
    "bad-weight": Sentence(
        "Không đọc được tỉ lệ điểm của một đáp án.",
        "The weight of an answer cannot be read.",
        "Viết tỉ lệ từ -100 đến 100 giữa hai dấu %, ví dụ ~%50%.",
        "Write a number from -100 to 100 between two % signs, as in ~%50%.",
        is_unsure=True,
    ),
    "no-number": Sentence(
        "Không đọc được số trong đáp án.",
        "There is no number in the answer.",
        "Viết {#3}, {#3:0.5} (sai số), hoặc {#1..5} (khoảng), dùng dấu chấm cho phần lẻ.",
        "Write {#3}, {#3:0.5} (tolerance) or {#1..5} (range), with a decimal point.",
        is_unsure=True,
    ),
    "small-truth": Sentence(
        "Đáp án giống Đúng/Sai nhưng viết bằng chữ thường, nên được đọc là câu gõ chữ.",
        "The answer looks like true/false but is not in capitals, so it was read as words to type.",
        "Nếu là câu Đúng/Sai, viết {TRUE} hoặc {FALSE} bằng chữ in hoa.",
        "If it is a true/false question, write {TRUE} or {FALSE} in capitals.",
        is_unsure=True,
    ),
    "tag-equals": Sentence(
        "Dấu = trong thẻ HTML chưa viết thành \\=, nên đáp án bị cắt đôi.",
        "An = inside an HTML tag is not written \\=, so the answer was cut in two.",
        'Viết \\= trong thẻ HTML, ví dụ <a href\\="…">.',
        'Write \\= inside HTML tags, as in <a href\\="…">.',
        is_unsure=True,
    ),
    "unsure-no-key": Sentence(
        "Chưa có đáp án nào được đánh dấu đúng.",
        "No answer is marked right.",
        "Chọn đáp án đúng cho câu này.",
        "Choose the right answer of this question.",
        is_unsure=True,
    ),
    "unsure-all-right": Sentence(
        "Mọi đáp án đều được đánh dấu đúng.",
        "Every answer is marked right.",
        "Xem lại: bỏ dấu đúng ở những ý sai, hoặc thêm một ý sai.",
        "Look again: unmark the wrong ones, or add a wrong one.",
        is_unsure=True,
    ),
    "unsure-several-right": Sentence(
        "Nhiều ý cùng được đánh dấu = trong khi câu chỉ cho chọn một.",
        "Several options have =, while only one may be chosen.",
        "Giữ một ý đúng, hoặc để câu cho chọn nhiều ý.",
        "Keep one right option, or let several be chosen.",
        is_unsure=True,
    ),
    "too-few": Sentence(
        "Câu này chưa đủ đáp án để chọn hoặc để ghép.",
        "This question has too few answers to choose from or to match.",
        "Thêm đáp án cho đủ ít nhất hai.",
        "Add answers until there are at least two.",
        is_unsure=True,
    ),
    "unsure-weights": Sentence(
        "Tỉ lệ của các ý đúng không cộng thành 100%.",
        "The weights of the right options do not make 100%.",
        "Sửa tỉ lệ để các ý đúng cộng lại đủ 100%.",
        "Change the weights so that those of the right options make 100%.",
        is_unsure=True,
    ),
    "mixed-weights": Sentence(
        "Câu này lẫn dấu = với tỉ lệ điểm cho ý khác.",
        "This question mixes = with weights of other options.",
        "Ý đúng được trọn điểm; điểm cho ý gần đúng thì ngân hàng câu hỏi không ghi được với câu chọn một.",
        "The right option earns full points; a bank cannot give part of them for another option of a single choice.",
    ),
    "no-full-answer": Sentence(
        "Chưa có đáp án nào được trọn điểm.",
        "No answer earns full points.",
        "Bỏ tỉ lệ ở đáp án đúng nhất, hoặc viết %100%.",
        "Drop the weight of the best answer, or write %100%.",
        is_unsure=True,
    ),
    "negative-answer": Sentence(
        "Đáp án gõ vào không thể bị trừ điểm; tỉ lệ âm được đọc là 0%.",
        "A typed answer cannot cost points; its negative weight was read as 0%.",
        "Không cần làm gì, trừ khi thầy cô muốn đổi đáp án ấy.",
        "Nothing to do, unless you want to change that answer.",
    ),
    "wildcard": Sentence(
        "Đáp án có dấu * (thay cho chữ bất kỳ), ngân hàng câu hỏi không dùng được.",
        "An answer has the wildcard *, which a bank does not know.",
        "Viết ra từng đáp án được chấp nhận.",
        "Write out each answer that is accepted.",
        is_unsure=True,
    ),
    "unreadable-number": Sentence(
        "Số trong đáp án quá dài hoặc có thể hiểu hai cách.",
        "A number of the answers is too long, or may be read in two ways.",
        "Viết lại số ngắn hơn, ví dụ 1762 hoặc 1,7620.",
        "Write the number shorter, such as 1762 or 1.7620.",
        is_unsure=True,
    ),
    "no-stem": Sentence(
        "Câu này chưa có câu hỏi, mới có đáp án.",
        "This question has answers but no words.",
        "Viết câu hỏi trước dấu {.",
        "Write the question before the {.",
        is_unsure=True,
    ),
    "html-dropped": Sentence(
        "Một phần định dạng của câu không giữ được; chữ vẫn còn đủ.",
        "Some formatting of this question could not be kept; the words are all there.",
        "Xem lại cách trình bày của câu.",
        "Look at how the question is laid out.",
    ),
    "cut-short": Sentence(
        "Một đoạn chữ quá dài nên chỉ đọc được phần đầu.",
        "A text is too long; only its beginning was read.",
        "Rút gọn đoạn ấy, hoặc chia thành nhiều câu.",
        "Shorten it, or make several questions of it.",
        is_unsure=True,
    ),
    "unsure-picture": Sentence(
        "Câu này có hình; ngân hàng câu hỏi chưa giữ được hình.",
        "This question has a picture, which a bank cannot hold yet.",
        "Thay [hình] bằng lời mô tả, hoặc bỏ đi nếu câu vẫn đủ ý.",
        "Describe the picture in place of [hình], or remove it if the question does without.",
        is_unsure=True,
    ),
    "description": Sentence(
        "Đoạn này chỉ có chữ, không có câu hỏi, nên không đưa vào ngân hàng câu hỏi.",
        "This is text without a question, so it did not go into the bank.",
        "Nếu câu nào cần đoạn này, chép vào đầu câu ấy.",
        "If a question needs it, copy it to the beginning of that question.",
    ),
    "joined-description": Sentence(
        "Đoạn đọc đứng trước đã được ghép vào đầu câu này.",
        "The passage before this question was joined to its beginning.",
        "Nếu đoạn ấy dùng cho nhiều câu, chép vào từng câu.",
        "If several questions need it, copy it to each.",
    ),
}


def trouble(code: str, line: int, question: int | None = None) -> Trouble:
    """Return the sentence of a fault at a line."""
    return SENTENCES[code].trouble(code, f"dòng {line}", line, question)
