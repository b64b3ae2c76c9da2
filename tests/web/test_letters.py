"""Pages with blanks: filled for each reader, compressed without their secrets."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages import Client
from vantage_readiness.web.letters import BLANKS, INITIALS, NAME, TAG, TOKEN, Letter

PAGE = "/p/vantage-ai/"
READER = {TOKEN: b"t" * 91, NAME: "Ada Łovelace".encode(), INITIALS: b"AL", TAG: b"W/&#34;1&#34;"}


@given(
    st.lists(st.one_of(st.text(max_size=80), st.sampled_from(BLANKS), st.just("<p>the same again</p>")), max_size=20)
)
def test_a_packed_letter_unpacks_to_the_filled_one(pieces: list[str]) -> None:
    letter = Letter("".join(pieces))
    assert gzip.decompress(letter.packed(READER)) == letter.filled(READER)
    longer = READER | {TOKEN: b"u" * 92, NAME: b""}
    assert gzip.decompress(letter.packed(longer)) == letter.filled(longer)


def test_text_that_repeats_across_tokens_is_compressed() -> None:
    form = f'<form method="post" action="/somewhere"><input name="csrf_token" value="{TOKEN}"></form>'
    one, ten = Letter(form), Letter(form * 10)
    assert len(ten.packed(READER)) - len(one.packed(READER)) < 9 * (91 + 30)


@pytest.mark.parametrize(
    "secret", [b"x" * 91, b"the words somebody wrote " * 3 + b"0123456789abcdef", bytes(range(91))]
)
def test_the_length_does_not_tell_what_a_secret_is_like(secret: bytes) -> None:
    letter = Letter(f"the words somebody wrote the words somebody wrote {TOKEN} the words somebody wrote")
    assert len(letter.packed(READER | {TOKEN: secret})) == len(letter.packed(READER))


def test_a_secret_stands_in_the_packed_page_as_it_is() -> None:
    assert READER[TOKEN] in Letter(f"{'t' * 200}{TOKEN}{'t' * 200}").packed(READER)


def test_a_page_is_sent_packed_to_whoever_takes_it(client_of: Callable[[str], Client]) -> None:
    ada = client_of("Ada")
    ada.get(PAGE)  # the session's token is signed once, after the page that made its secret
    plain = ada.get(PAGE).response
    packed = ada._client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding, Cookie"
    assert packed.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize(("path", "accepted"), [(PAGE, "gzip;q=0"), (PAGE, "br"), (f"{PAGE}items?text=a", "gzip")])
def test_a_page_is_sent_plain(client_of: Callable[[str], Client], path: str, accepted: str) -> None:
    page = client_of("Ada").get(path, headers={"Accept-Encoding": accepted})
    assert page.status == 200
    assert "Content-Encoding" not in page.response.headers


def test_a_letter_kept_for_one_reader_names_the_next_ones_own_tag(client_of: Callable[[str], Client]) -> None:
    pages = [client_of(name).get(f"{PAGE}plan") for name in ("Ben", "Ben")]
    tags = [page.response.headers["ETag"] for page in pages]
    assert tags[0] != tags[1]
    assert [page.all("html")[0].attributes["data-etag"] for page in pages] == tags


def test_two_browsers_get_two_tokens_and_neither_passes_for_the_other(client_of: Callable[[str], Client]) -> None:
    one, two = client_of("Ada"), client_of("Ada")
    tokens = [browser.get(PAGE).csrf() for browser in (one, two)]
    assert tokens[0] != tokens[1]
    assert one.post("/account/name", {"name": "Ada"}, token=tokens[1]).status == 400
    assert one.post("/account/name", {"name": "Ada"}, token=tokens[0]).status == 302
