"""What a printed paper says in words of its own, and how it looks on A4."""

WORDS = {
    "vi": {
        "tip": "Bấm Ctrl+P để in hoặc lưu thành PDF, khổ A4. Dòng này không in ra.",
        "unit": "Đơn vị",
        "name": "Họ và tên",
        "class": "Lớp/Tổ",
        "date": "Ngày",
        "mark": "Điểm",
        "minutes": "Thời gian làm bài: {n} phút",
        "count": "Đề có {n} câu, tổng {points} điểm.",
        "each": "Đề có {n} câu, mỗi câu {each} điểm, tổng {points} điểm.",
        "code": "Mã đề {n}",
        "part": "Phần {n}. {title}",
        "question": "Câu {n}.",
        "points": "({n} điểm)",
        "several": "(chọn mọi ý đúng)",
        "statement": "Ý",
        "true": "Đúng",
        "false": "Sai",
        "true_letter": "Đ",
        "false_letter": "S",
        "left": "Vế trái",
        "right": "Vế phải",
        "match": "Nối",
        "order": "Thứ tự đúng",
        "answer": "Trả lời",
        "end": "HẾT",
        "key": "Đáp án",
        "key_of": "Đáp án, mã đề {n}",
        "explained": "Lời giải",
        "by_person": "Người chấm đọc và cho điểm.",
        "rubric": "{n} điểm: ",
    },
    "en": {
        "tip": "Press Ctrl+P to print or to save as PDF, on A4. This line is not printed.",
        "unit": "School",
        "name": "Name",
        "class": "Class/Group",
        "date": "Date",
        "mark": "Mark",
        "minutes": "Time: {n} minutes",
        "count": "{n} questions, {points} points in all.",
        "each": "{n} questions of {each} points each, {points} points in all.",
        "code": "Paper {n}",
        "part": "Part {n}. {title}",
        "question": "Question {n}.",
        "points": "({n} points)",
        "several": "(choose all that are right)",
        "statement": "Statement",
        "true": "True",
        "false": "False",
        "true_letter": "T",
        "false_letter": "F",
        "left": "Left",
        "right": "Right",
        "match": "Match",
        "order": "Right order",
        "answer": "Answer",
        "end": "END",
        "key": "Key",
        "key_of": "Key, paper {n}",
        "explained": "Explanations",
        "by_person": "Read and marked by a person.",
        "rubric": "{n} points: ",
        "hoặc": "or",
        "từ %(low)s đến %(high)s": "from %(low)s to %(high)s",
    },
}

STYLE = """
@page { size: A4; margin: 15mm 16mm 17mm }
* { box-sizing: border-box }
html { font: 12pt/1.38 "Times New Roman", Tinos, "Liberation Serif", "Noto Serif", serif; color: #000; background: #fff }
body { margin: 0 auto; max-width: 178mm; padding: 6mm 0 }
p { margin: 0 0 .35em }
h1 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .2em; text-align: center }
h2 { font-size: 1.05rem; margin: 1.1em 0 .5em; break-after: avoid }
a { color: inherit; text-decoration: none }
table { border-collapse: collapse; width: 100%; margin: .3em 0 .5em; break-inside: avoid }
th, td { border: .5pt solid #000; padding: .22em .5em; text-align: left; vertical-align: top }
.sheet + .sheet, .key { break-before: page }
.top { display: grid; grid-template-columns: 1fr auto; gap: 1mm 6mm; align-items: end }
.top p { margin: 0 }
.head { text-align: center; margin: 3mm 0 }
.code { border: 1pt solid #000; padding: 1mm 3mm; font-weight: 700; text-align: center; white-space: nowrap }
.who { display: grid; grid-template-columns: 2fr 1fr 1fr 1fr; gap: 2mm 5mm; margin: 3mm 0 5mm; padding-bottom: 4mm; border-bottom: 1pt solid #000 }
.blank { display: flex; gap: 1.5mm; white-space: nowrap }
.blank::after { content: ""; flex: 1; border-bottom: .7pt dotted #000; transform: translateY(-.3em) }
.question { break-inside: avoid; margin: 0 0 .75em }
.question > :last-child { margin-bottom: 0 }
.body > :last-child, .why > :last-child { margin-bottom: .35em }
.options { list-style: none; margin: .15em 0 0; padding: 0; display: grid; gap: .12em 1.2em }
.options.two { grid-template-columns: 1fr 1fr }
.options.four { grid-template-columns: repeat(4, 1fr) }
.options li { display: grid; grid-template-columns: auto 1fr; gap: .4em }
.tick { width: 4.2em; text-align: center }
.box { display: inline-block; width: .95em; height: .95em; border: .8pt solid #000; vertical-align: -.12em }
.lines { height: 2em; border-bottom: .7pt dotted #000; margin: 0 }
.gap { display: inline-block; min-width: 7em; border-bottom: .7pt dotted #000 }
.gaps { margin: .2em 0 0; padding: 0; list-style: none }
.end { break-before: avoid; text-align: center; margin-top: 1.5em; font-weight: 700 }
.letters { width: auto }
.letters td { text-align: center; padding: .25em .1em; min-width: 17.8mm }
.sides th { width: 50% }
.tip { font: 15px/1.5 system-ui, sans-serif; background: #fdf0dd; border-left: 6px solid #b35c00; padding: 10px 14px; margin: 0 0 8mm }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
@media screen { body { padding: 8mm 6mm } .sheet + .sheet, .key { border-top: 2pt dashed #999; margin-top: 12mm; padding-top: 10mm } }
@media screen and (max-width: 40rem) { .options.two, .options.four, .who { grid-template-columns: 1fr } }
@media print { .tip { display: none } body { max-width: none; padding: 0 } }
"""

# Browsers count through the whole file, so pages are numbered only where the file is one paper.
NUMBERED = "@page { @bottom-right { content: counter(page); font: 9pt serif } }"
