"""The optional AI endpoint against a local fake in every bad mood: each ends in a sentence, none in an exception."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lms import assistant
from lms.assistant import (
    BROKEN,
    BUSY,
    DOWN,
    LONG,
    LONGEST_REPLY,
    MOST_AN_HOUR,
    MOST_AT_ONCE,
    MOST_BYTES,
    MOST_TOKENS,
    NOTHING,
    OFTEN,
    PERSONAL,
    REFUSED,
    SLOW,
    UNSURE,
    Assistant,
    Reply,
    open_assistant,
)
from lms.config import Settings

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
QUESTION = "Soạn thư mời họp phụ huynh, dưới 100 từ."


def http(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def said(text: object) -> bytes:
    return http(json.dumps({"choices": [{"message": {"content": text}}]}).encode())


class Fake:
    """A server on 127.0.0.1 that keeps what it was sent and answers as ``behave`` does with the open line."""

    def __init__(self, behave: Callable[["Fake", socket.socket], None]) -> None:
        self.behave = behave
        self.requests: list[bytes] = []
        self.done = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            line.settimeout(20)
            try:
                self.requests.append(self._read(line))
                self.behave(self, line)
            except OSError:
                pass  # the other side hung up, as it should on bad manners

    def _read(self, line: socket.socket) -> bytes:
        got = b""
        while b"\r\n\r\n" not in got:
            more = line.recv(65536)
            if not more:
                return got
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(
            (
                int(each.split(b":")[1])
                for each in head.lower().split(b"\r\n")
                if each.startswith(b"content-length")
            ),
            0,
        )
        while len(body) < length:
            body += line.recv(65536)
        return head + b"\r\n\r\n" + body

    def stop(self) -> None:
        self.done.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in (self._thread, *self._threads):
            thread.join(20)


def sending(content: bytes) -> Callable[[Fake, socket.socket], None]:
    return lambda fake, line: line.sendall(content)


@contextmanager
def serving(behave: Callable[[Fake, socket.socket], None]) -> Iterator[Fake]:
    fake = Fake(behave)
    try:
        yield fake
    finally:
        fake.stop()


def settings_for(folder: Path, url: str) -> Settings:
    return Settings(
        instance=folder,
        database_url="",
        secret_key="",
        workers=1,
        ai_url=url,
        ai_hosts="127.0.0.1",
        ai_model="vi-nho",
        ai_key="kh0a-ai",
    )


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Callable[..., Reply]]:
    """Ask a fake that behaves in one way; when the test is over no call is under way any more."""
    fakes: list[Fake] = []

    def asked(behave: Callable[[Fake, socket.socket], None], text: str = QUESTION) -> Reply:
        fakes.append(Fake(behave))
        return Assistant(settings_for(tmp_path, fakes[-1].url)).ask(1, text, NOW)

    yield asked
    for fake in fakes:
        fake.stop()
    wait_for_calls()


def wait_for_calls() -> None:
    for thread in threading.enumerate():
        if thread.name == "assistant":
            thread.join(20)
            assert not thread.is_alive()


def hang(fake: Fake, line: socket.socket) -> None:
    fake.done.wait(20)


def drip(content: bytes) -> Callable[[Fake, socket.socket], None]:
    def behave(fake: Fake, line: socket.socket) -> None:
        for at in range(len(content)):
            line.sendall(content[at : at + 1])
            if fake.done.wait(0.02):
                return

    return behave


def pour(fake: Fake, line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
    while not fake.done.is_set():
        line.sendall(b"x" * 65536)


def pour_chunks(fake: Fake, line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not fake.done.is_set():
        line.sendall(b"1000\r\n" + b"x" * 4096 + b"\r\n")


def pour_headers(fake: Fake, line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while not fake.done.is_set():
        line.sendall(b"X-A: " + b"y" * 1000 + b"\r\n")


def test_an_answer_comes_back_as_plain_text(ask: Callable[..., Reply]) -> None:
    text = "Kính gửi <b>quý</b> phụ huynh,\n\x1b[31mmời họp."
    assert ask(sending(said(text))) == Reply("Kính gửi <b>quý</b> phụ huynh,\n[31mmời họp.")


def test_only_the_text_and_the_caps_are_sent_and_nothing_of_the_person(tmp_path: Path) -> None:
    with serving(sending(said("Vâng"))) as fake:
        Assistant(settings_for(tmp_path, fake.url)).ask(4711, QUESTION, NOW)
    (request,) = fake.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v1/chat/completions HTTP/1.1")
    assert b"Authorization: Bearer kh0a-ai" in head
    assert b"cookie" not in head.lower()
    assert b"4711" not in request
    sent = json.loads(body)
    assert set(sent) == {"model", "messages", "max_tokens", "stream"}
    assert sent["max_tokens"] == MOST_TOKENS
    assert [each["role"] for each in sent["messages"]] == ["system", "user"]
    assert sent["messages"][1]["content"] == QUESTION


def test_a_long_answer_is_cut(ask: Callable[..., Reply]) -> None:
    assert len(ask(sending(said("dài " * 5_000))).text) == LONGEST_REPLY


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (http(b"{}"), BROKEN),
        (http(b""), BROKEN),
        (http(b"<html>"), BROKEN),
        (http(b"[" * 60_000), BROKEN),
        (http(b"\xff\xfe\x00"), BROKEN),
        (http(b'{"choices": []}'), BROKEN),
        (http(b'{"choices": [{"message": "chu"}]}'), BROKEN),
        (http(b'{"choices": [{"message": {"content": null}}]}'), BROKEN),
        (http(b'{"choices": [{"message": {"content": 7}}]}'), BROKEN),
        (http(b'{"choices": [{"message": {"content": [1]}}]}'), BROKEN),
        (http(b'{"choices": [{"message": {"content": "  "}}]}'), BROKEN),
        (http(b'"chu"'), BROKEN),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", BROKEN),
        (b"xin chao\r\n\r\n", BROKEN),
        (b"", DOWN),
        (http(b"x" * (MOST_BYTES + 1)), LONG),
        (http(b"{}", "400 Bad Request"), REFUSED),
        (http(b"{}", "401 Unauthorized"), REFUSED),
        (http(b"{}", "404 Not Found"), REFUSED),
        (http(b"{}", "429 Too Many Requests"), REFUSED),
        (http(b"{}", "204 No Content"), REFUSED),
        (http(b"{}", "500 Internal Server Error"), DOWN),
        (http(b"{}", "503 Service Unavailable"), DOWN),
    ],
    ids=str,
)
def test_a_broken_answer_ends_in_a_sentence(ask: Callable[..., Reply], content: bytes, trouble: str) -> None:
    assert ask(sending(content)) == Reply(trouble=trouble)


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent"]
)
def test_a_redirect_is_not_followed(tmp_path: Path, status: str) -> None:
    with (
        serving(sending(said("lạ"))) as elsewhere,
        serving(sending(http(b"", status, f"Location: http://127.0.0.1:{elsewhere.port}/v1"))) as fake,
    ):
        assert Assistant(settings_for(tmp_path, fake.url)).ask(1, QUESTION, NOW) == Reply(trouble=REFUSED)
    assert elsewhere.requests == []


@pytest.mark.parametrize("behave", [pour, pour_chunks])
def test_an_endless_answer_is_left_at_the_cap(ask: Callable[..., Reply], behave: Callable[..., None]) -> None:
    assert ask(behave) == Reply(trouble=LONG)


def test_endless_headers_are_left(ask: Callable[..., Reply]) -> None:
    assert ask(pour_headers) == Reply(trouble=BROKEN)


@pytest.mark.parametrize(
    "behave",
    [hang, drip(said("chậm " * 200)), drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500)],
    ids=["silent", "body drips", "headers drip"],
)
def test_whatever_is_slow_ends_at_the_deadline_and_its_thread_with_it(
    ask: Callable[..., Reply], monkeypatch: pytest.MonkeyPatch, behave: Callable[..., None]
) -> None:
    monkeypatch.setattr(assistant, "DEADLINE_SECONDS", 0.3)
    assert ask(behave) == Reply(trouble=SLOW)
    wait_for_calls()


def test_an_endpoint_that_is_down_ends_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    asked = Assistant(settings_for(tmp_path, f"http://127.0.0.1:{port}/v1")).ask(1, QUESTION, NOW)
    assert asked == Reply(trouble=DOWN)


def test_a_name_that_nobody_knows_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_args: object, **_more: object) -> None:
        raise socket.gaierror("nobody")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    settings = settings_for(tmp_path, "https://khong-co.example/v1")
    assert Assistant(settings).ask(1, QUESTION, NOW) == Reply(trouble=DOWN)


def test_a_name_that_is_looked_up_forever_ends_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_up = threading.Event()

    def forever(*_args: object, **_more: object) -> None:
        given_up.wait(20)
        raise socket.gaierror("nobody")

    monkeypatch.setattr(assistant, "DEADLINE_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", forever)
    asked = Assistant(settings_for(tmp_path, "https://khong-co.example/v1")).ask(1, QUESTION, NOW)
    assert asked == Reply(trouble=SLOW)
    given_up.set()
    wait_for_calls()


def test_a_server_that_speaks_no_tls_is_told_nothing(tmp_path: Path) -> None:
    with serving(sending(http(b"{}", "400 Bad Request"))) as fake:
        fake._read = lambda line: line.recv(65536)  # type: ignore[method-assign]
        settings = settings_for(tmp_path, fake.url.replace("http://", "https://"))
        assert Assistant(settings).ask(1, QUESTION, NOW) == Reply(trouble=UNSURE)
    assert QUESTION.encode() not in b"".join(fake.requests)


def test_a_certificate_of_an_unknown_authority_is_refused(tmp_path: Path) -> None:
    files = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    heard: list[bytes] = []

    def read(line: socket.socket) -> bytes:
        with context.wrap_socket(line, server_side=True) as secure:
            heard.append(secure.recv(1000))
        return b""

    with serving(sending(b"")) as fake:
        fake._read = read  # type: ignore[method-assign]
        settings = settings_for(tmp_path, fake.url.replace("http://", "https://"))
        assert Assistant(settings).ask(1, QUESTION, NOW) == Reply(trouble=UNSURE)
    assert heard == []


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for 127.0.0.1 that no authority vouches for, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


def test_text_with_what_may_be_personal_is_not_sent(tmp_path: Path) -> None:
    with serving(sending(said("Vâng"))) as fake:
        endpoint = Assistant(settings_for(tmp_path, fake.url))
        reply = endpoint.ask(1, "Viết nhận xét cho em Nguyễn Văn An lớp 5B.", NOW)
        assert endpoint.ask(1, " \n", NOW) == Reply(trouble=NOTHING)
    assert reply == Reply(trouble=PERSONAL, values={"text": "Nguyễn Văn An lớp 5B"})
    assert fake.requests == []


def test_a_person_has_so_many_calls_an_hour_and_others_have_their_own(tmp_path: Path) -> None:
    with serving(sending(said("Vâng"))) as fake:
        endpoint = Assistant(settings_for(tmp_path, fake.url))
        answers = [endpoint.ask(1, QUESTION, NOW + timedelta(minutes=at)) for at in range(MOST_AN_HOUR + 1)]
        assert [each.trouble for each in answers] == [""] * MOST_AN_HOUR + [OFTEN]
        assert endpoint.ask(2, QUESTION, NOW).text == "Vâng"
        assert endpoint.ask(1, QUESTION, NOW + timedelta(minutes=61)).text == "Vâng"
    assert len(fake.requests) == MOST_AN_HOUR + 2


def test_the_calls_of_an_hour_are_shared_out_among_the_workers(tmp_path: Path) -> None:
    with serving(sending(said("Vâng"))) as fake:
        endpoint = Assistant(replace(settings_for(tmp_path, fake.url), workers=5))
        assert [bool(endpoint.ask(1, QUESTION, NOW).text) for _ in range(3)] == [True, True, False]


def test_a_slow_endpoint_holds_only_so_many_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arrived = threading.Semaphore(0)

    def behave(fake: Fake, line: socket.socket) -> None:
        arrived.release()
        fake.done.wait(20)
        line.sendall(said("muộn"))

    with serving(behave) as fake:
        endpoint = Assistant(settings_for(tmp_path, fake.url))
        waiting = [
            threading.Thread(target=endpoint.ask, args=(person, QUESTION, NOW))
            for person in range(MOST_AT_ONCE)
        ]
        for each in waiting:
            each.start()
        for _ in waiting:
            assert arrived.acquire(timeout=20)
        assert endpoint.ask(99, QUESTION, NOW) == Reply(trouble=BUSY)
        fake.done.set()
        for each in waiting:
            each.join(20)
    wait_for_calls()


def test_neither_the_text_nor_the_key_is_logged(
    ask: Callable[..., Reply], caplog: pytest.LogCaptureFixture
) -> None:
    ask(sending(http(b"{}", "401 Unauthorized")))
    ask(sending(http(b"<html>")))
    assert "401" in caplog.text
    assert "kh0a-ai" not in caplog.text
    assert "phụ huynh" not in caplog.text


def test_a_site_without_the_setting_has_no_assistant(tmp_path: Path) -> None:
    assert open_assistant(replace(settings_for(tmp_path, ""), ai_url="")) is None
