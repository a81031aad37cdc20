"""An AI that learners may try a prompt on: an endpoint of the OpenAI shape, off until a site's operator names one.

What it says is shown and forgotten: it grades nothing and nobody keeps it. Text in which there may be personal data is
not sent; of the person nothing is sent at all. The house trusts neither the endpoint's manners nor its speed: one short
deadline for everything, a cap on what is read, no redirects, and few calls at once.
"""

import json
import logging
import socket
import ssl
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from lms.config import Settings
from lms.core.errors import N_
from lms.core.privacy import find

DEADLINE_SECONDS = 8.0
"""From looking up the name to the last byte, however slowly they drip."""

MOST_BYTES = 64 * 1024
MOST_TOKENS = 400
LONGEST_REPLY = 4_000
MOST_AN_HOUR = 10
"""Calls of one person an hour, shared out among the workers, as each counts for itself."""

MOST_AT_ONCE = 2
"""Calls of one worker at a time, so that a slow endpoint leaves threads for everybody else."""

_HOUR = timedelta(hours=1)
_SYSTEM = (
    "Trả lời bằng tiếng Việt, ngắn gọn, bằng chữ thường không định dạng. "
    "Người hỏi là giáo viên đang tập viết câu lệnh. Không hỏi và không nhắc thông tin riêng của ai."
)

NOTHING = N_("Chưa có câu lệnh để hỏi. Chọn cách viết cho từng phần trước đã.")
PERSONAL = N_("Chưa gửi cho AI, vì câu lệnh có thể có thông tin riêng: “%(text)s”. Bỏ chỗ ấy đi rồi thử lại.")
OFTEN = N_(
    "Thầy cô đã hỏi AI nhiều lần trong một giờ qua. Nghỉ một lát rồi thử lại; bài vẫn nộp được như thường."
)
BUSY = N_("AI đang bận trả lời người khác. Đợi một phút rồi thử lại; bài vẫn nộp được như thường.")
SLOW = N_("AI trả lời chậm quá nên trang thôi đợi. Thử lại sau; bài vẫn nộp được như thường.")
DOWN = N_("Lúc này không gọi được AI. Thử lại sau; bài vẫn nộp được như thường.")
UNSURE = N_("Không chắc đó đúng là máy chủ AI, nên trang không gửi gì. Nhờ người quản trị trang xem giúp.")
REFUSED = N_("Máy chủ AI không nhận câu hỏi. Thử lại sau, hoặc nhờ người quản trị trang xem giúp.")
BROKEN = N_("AI trả lời không đọc được. Thử lại sau; bài vẫn nộp được như thường.")
LONG = N_("AI trả lời dài quá nên trang không nhận. Thử lại với một câu lệnh yêu cầu trả lời ngắn hơn.")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """What came back: plain text, or the sentence (to be translated) that says why there is none."""

    text: str = ""
    trouble: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class Assistant:
    """The endpoint that an operator set, with its limits. One of them serves a whole worker."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._address = urlsplit(settings.ai_url)
        self._slots = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._asked: dict[int, deque[datetime]] = {}

    @property
    def host(self) -> str:
        """The host that text goes to; pages name it beside the button."""
        return self._address.hostname or ""

    def ask(self, person: int, text: str, now: datetime) -> Reply:
        """Return what the endpoint says to ``text``, or a sentence why it was not asked or did not answer."""
        if not text.strip():
            return Reply(trouble=NOTHING)
        personal = find(text)
        if personal:
            return Reply(trouble=PERSONAL, values={"text": personal[0].text})
        if not self._slots.acquire(blocking=False):
            return Reply(trouble=BUSY)
        if not self._count(person, now):
            self._slots.release()
            return Reply(trouble=OFTEN)
        return self._in_time(text)

    def _count(self, person: int, now: datetime) -> bool:
        """Count a call of ``person``, unless the hour's share of this worker is used up."""
        share = max(1, MOST_AN_HOUR // self._settings.workers)
        with self._lock:
            old = [each for each, calls in self._asked.items() if now - calls[-1] >= _HOUR]
            for each in old:
                del self._asked[each]
            calls = self._asked.setdefault(person, deque(maxlen=share))
            if len(calls) == share and now - calls[0] < _HOUR:
                return False
            calls.append(now)
            return True

    def _in_time(self, text: str) -> Reply:
        """Ask in a thread of its own and wait no longer than the deadline; then cut the line, which ends the thread."""
        call = _Call(self._settings, text)

        def run() -> None:
            try:
                call.make()
            finally:
                self._slots.release()

        thread = threading.Thread(target=run, name="assistant", daemon=True)
        thread.start()
        thread.join(DEADLINE_SECONDS)
        if call.reply is None:
            call.cut()
            return Reply(trouble=SLOW)
        return call.reply


class _Call:
    """One question and its answer, made in one thread and given up from another."""

    def __init__(self, settings: Settings, text: str) -> None:
        address = urlsplit(settings.ai_url)
        self._path = f"{address.path.rstrip('/')}/chat/completions"
        self._body = _question(settings.ai_model, text)
        self._headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Connection": "close",
        }
        if settings.ai_key:
            self._headers["Authorization"] = f"Bearer {settings.ai_key}"
        self._connection = _connect(address.scheme, address.hostname or "", address.port)
        self._socket: socket.socket | None = None
        self.reply: Reply | None = None

    def make(self) -> None:
        """Ask; whatever happens, ``reply`` is set in the end. The log learns what sort of trouble it was, no text."""
        try:
            self.reply = self._exchange()
        except TimeoutError:
            self.reply = Reply(trouble=SLOW)
        except ssl.SSLError as trouble:
            self.reply = self._troubled(UNSURE, trouble)
        except OSError as trouble:
            self.reply = self._troubled(DOWN, trouble)
        except (HTTPException, ValueError, LookupError, TypeError, AttributeError, RecursionError) as trouble:
            self.reply = self._troubled(BROKEN, trouble)
        finally:
            self._connection.close()
            self.reply = self.reply or Reply(trouble=BROKEN)

    def cut(self) -> None:
        """Shut the line down from outside, so that whoever reads from it sees its end."""
        if self._socket is not None:
            with suppress(OSError):  # it may have ended a moment before
                self._socket.shutdown(socket.SHUT_RDWR)

    def _exchange(self) -> Reply:
        self._connection.connect()
        self._socket = self._connection.sock  # the connection forgets it while the body is still being read
        self._connection.request("POST", self._path, self._body, self._headers)
        answer = self._connection.getresponse()
        if answer.status != 200:  # an address to go to instead is not followed either
            _log.warning("the AI endpoint answered %d", answer.status)
            return Reply(trouble=REFUSED if answer.status < 500 else DOWN)
        content = answer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return Reply(trouble=LONG)
        return Reply(_said(content))

    def _troubled(self, sentence: str, trouble: Exception) -> Reply:
        _log.warning("the AI endpoint: %s", type(trouble).__name__)
        return Reply(trouble=sentence)


def open_assistant(settings: Settings) -> Assistant | None:
    """Return the assistant that the settings name, or None: a site has none until its operator wants one."""
    return Assistant(settings) if settings.ai_url else None


def _connect(scheme: str, host: str, port: int | None) -> HTTPConnection:
    """Return a connection that is not open yet. http.client follows neither redirects nor proxies of the environment."""
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=DEADLINE_SECONDS, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=DEADLINE_SECONDS)


def _question(model: str, text: str) -> bytes:
    asked = {
        "model": model,
        "messages": [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": text}],
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }
    return json.dumps(asked).encode()


def _said(content: bytes) -> str:
    """Return the text of an answer, without control characters. Raises ValueError and the like where there is none."""
    said = json.loads(content)["choices"][0]["message"]["content"]
    text = "".join(letter for letter in said if letter == "\n" or letter.isprintable()).strip()
    if not text:
        raise ValueError("the answer has no text")
    return text[:LONGEST_REPLY]
