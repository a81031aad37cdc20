"""The letters themselves: plain text in the reader's language, with whole addresses to open. Pure.

A header takes one line of what people wrote, so that no name can begin a header of its own.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from lms.core.errors import N_
from lms.core.notices import say_notice
from lms.notices.services.addresses import sign_address
from lms.notices.services.mailing import Bundle

MOST_TOLD = 20
"""Sentences in one letter; the page has the rest."""

LONGEST_SUBJECT = 120

HELLO = N_("Chào %(name)s,")
HELLO_NOBODY = N_("Chào thầy cô,")
NEWS = N_("Có %(n)s thông báo mới cho thầy cô")
MORE = N_("Còn %(n)s thông báo nữa ở đây:")
STOP = N_("Không muốn nhận thư như thế này nữa, mời thầy cô mở:")
MACHINE = N_("Thư này do máy gửi. Thầy cô không cần trả lời.")
QUESTION = N_("Thầy cô muốn nhận thông báo ở địa chỉ này?")
QUESTION_WORDS = N_(
    "Có người xin gửi thông báo của trang %(site)s tới địa chỉ này. Nếu đúng là thầy cô, mời mở đường dẫn sau, trên máy "
    "đã đăng nhập, trong vòng 3 ngày:"
)
QUESTION_ELSE = N_("Nếu không phải, thầy cô cứ bỏ qua thư này. Sẽ không có thư nào khác.")


@dataclass(frozen=True)
class House:
    """What a letter says of the site that it comes from."""

    url: str
    name: str
    sender: str
    key: str = field(repr=False)


def one_line(text: str) -> str:
    """Return ``text`` without whatever could end a line or hide within one."""
    plain = "".join(" " if unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") else each for each in text)
    return " ".join(plain.split())


def compose(bundle: Bundle, house: House, say: Callable[[str], str], now: datetime) -> EmailMessage:
    """Return the letter of a bundle."""
    subject, lines = (_question if bundle.is_question else _news)(bundle, house, say, now)
    name = one_line(bundle.call_name)
    hello = say(HELLO) % {"name": name} if name else say(HELLO_NOBODY)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = Address(one_line(house.name), addr_spec=house.sender)
    letter["To"] = Address(addr_spec=bundle.email)
    letter["Subject"] = one_line(subject)[:LONGEST_SUBJECT]
    letter["Date"] = format_datetime(now)
    # The same bundle again is the same letter, so that one which comes twice is shown once.
    host = urlsplit(house.url).hostname or "localhost"
    letter["Message-ID"] = f"<thong-bao.{bundle.user_id}.{bundle.ids[0]}-{bundle.ids[-1]}@{host}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{house.url}/thong-bao/thu>"
    letter.set_content("\n".join([hello, "", *lines, "", say(MACHINE), "", one_line(house.name), house.url]))
    return letter


def _question(
    bundle: Bundle, house: House, say: Callable[[str], str], now: datetime
) -> tuple[str, list[str]]:
    proof = sign_address(bundle.user_id, bundle.email, house.key, now)
    words = say(QUESTION_WORDS) % {"site": one_line(house.name)}
    link = f"{house.url}/thong-bao/thu/xac-nhan/{proof}"
    return say(QUESTION), [words, "", link, "", say(QUESTION_ELSE)]


def _news(bundle: Bundle, house: House, say: Callable[[str], str], _now: datetime) -> tuple[str, list[str]]:
    sentences = [say_notice(each.kind, each.values, say) for each in bundle.told]
    subject = say(NEWS) % {"n": len(sentences)} if len(sentences) > 1 else sentences[0].words
    lines = []
    for each, sentence in list(zip(bundle.told, sentences, strict=True))[:MOST_TOLD]:
        link = f"{house.url}/thong-bao/{each.id}"
        lines += [f"- {one_line(sentence.words)}", f"  {sentence.link}: {link}", ""]
    if len(sentences) > MOST_TOLD:
        lines += [say(MORE) % {"n": len(sentences) - MOST_TOLD}, f"  {house.url}/thong-bao", ""]
    return subject, [*lines, say(STOP), f"  {house.url}/thong-bao/thu"]
