"""Letters: text and HTML say the same, and nothing that people wrote gets out of its place."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW
from vantage_readiness.output.mail.letter import Envelope, Letter, Unwritable, as_html, as_text, compose, one_line

ENVELOPE = Envelope("Vantage Readiness <readiness@example.org>", "ada@example.org", "abc@example.org", NOW)
LETTER = Letter(
    "Ada invites you to <VANTAGE> AI",
    ("Hello Ben,", "Ada & Dan invite you."),
    "Sent by Vantage Readiness, http://localhost",
    ("Accept the invitation", "http://localhost/join/x?a=1&b=2"),
)


def test_text_and_html_say_the_same() -> None:
    text, html = as_text(LETTER), as_html(LETTER)
    assert "Accept the invitation:\nhttp://localhost/join/x?a=1&b=2\n" in text
    assert "Ada & Dan invite you." in text
    assert "Ada &amp; Dan invite you." in html
    assert 'href="http://localhost/join/x?a=1&amp;b=2"' in html
    assert "&lt;VANTAGE&gt;" in html
    assert all(word not in html for word in ("<img", "<script", "src=", "url("))


def test_a_letter_says_that_a_program_wrote_it_and_keeps_its_id() -> None:
    message = compose(LETTER, ENVELOPE)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<abc@example.org>"
    assert message["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"
    assert bytes(message) == bytes(compose(LETTER, ENVELOPE))


def test_the_address_that_ends_letters_is_neither_folded_nor_encoded_however_long() -> None:
    address = f"http://ready.example.org:8000/unsubscribe/{'Ab-1_' * 40}"
    raw = bytes(compose(replace(LETTER, unsubscribe=address), ENVELOPE))
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw


@pytest.mark.parametrize("address", ["", "ada", "a@b@c.d", "a b@c.d", "a@c.d, e@f.g", "a@c.d\r\nBcc: e@f.g", "<a@b.c"])
def test_an_address_that_could_mean_two_is_refused(address: str) -> None:
    with pytest.raises(Unwritable, match="cannot be written"):
        compose(LETTER, Envelope(ENVELOPE.sender, address, "x@y.z", NOW))


HOSTILE = st.text(alphabet=st.sampled_from("a\r\n\x00\x0b\x0c\x1c\x85\u2028\ud800:\t <>é"), max_size=80)


@given(subject=HOSTILE, paragraph=HOSTILE)
def test_whatever_people_are_called_there_are_only_our_headers(subject: str, paragraph: str) -> None:
    letter = Letter(f"{subject}\r\nBcc: evil@example.org", (paragraph,), "footer")
    raw = bytes(compose(letter, ENVELOPE))
    read = message_from_bytes(raw, policy=policy.default)
    expected = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
    assert set(read.keys()) == expected
    assert b"\x00" not in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert read["Subject"] == one_line(f"{subject} Bcc: evil@example.org")
