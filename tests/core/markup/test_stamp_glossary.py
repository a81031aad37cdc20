"""Stamping a glossary: the ids that the checker would suggest, and nothing else."""

import pytest

from lms.core.markup import compile_glossary
from lms.core.markup.glossary import stamp_glossary

BARE = "\ufeff# Từ điển\r\n\r\n## mã OTP\r\nEnglish: code\r\nMã dùng một lần.\r\n## thẻ  ##\r\nThẻ là thẻ.\r\n## vé {#ve}\r\nVé."


def test_words_get_the_ids_that_the_checker_suggests_and_every_other_byte_stays() -> None:
    stamped = stamp_glossary(BARE.encode())
    wanted = BARE.replace("## mã OTP\r", "## mã OTP {#ma-otp}\r").replace("## thẻ  ##\r", "## thẻ {#the}\r")
    assert stamped.decode() == wanted
    assert stamp_glossary(stamped) == stamped
    assert compile_glossary(stamped)[0] == compile_glossary(BARE.encode())[0]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"no heading", b"## \n"])
def test_what_is_no_glossary_is_left_alone(content: bytes) -> None:
    assert stamp_glossary(content) == content
