"""The page about the API: every operation, every problem, and examples that are those of the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.pages import Client
from vantage_readiness.web.api import document, problems
from vantage_readiness.web.api.examples import EXAMPLES, Example

ClientOf = Callable[[str], Client]


def test_the_page_names_every_operation_with_what_it_needs(app: Flask, client_of: ClientOf) -> None:
    rows = {row.text for row in client_of("Cleo").get("/api").all("tr")}
    with app.app_context():
        paths = document.document()["paths"]
    for path, operations in paths.items():
        for method in set(operations) - {"parameters"}:
            said = f"{method.upper()} {path.removeprefix('/api/v1')}{operations[method]['summary']}"
            assert any(row.startswith(said) for row in rows), said


def test_every_problem_has_a_place_on_the_page(client_of: ClientOf) -> None:
    page = client_of("Cleo").get("/api")
    assert [page.by_id(word).text.split("/api#")[0] for word in problems.WORDS.values()] == list(
        map(str, problems.WORDS)
    )


def test_the_page_speaks_of_the_readers_own_project(client_of: ClientOf) -> None:
    assert "/api/v1/projects/other-thing" in client_of("Dan").get("/api").text
    assert "/api/v1/projects/vantage-ai" not in client_of("Dan").get("/api").text


def test_the_page_is_for_people_who_are_signed_in(client_of: ClientOf) -> None:
    assert client_of("nobody").get("/api").status == 302


def test_the_tokens_lead_to_the_page(client_of: ClientOf) -> None:
    assert any(link.attributes["href"] == "/api" for link in client_of("Cleo").get("/account/tokens").all("a"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_page_and_document_have_the_same_examples(client_of: ClientOf, example: Example) -> None:
    assert f"\n{example.command}\n" in Path("docs/api.md").read_text()
    assert " ".join(example.folded.split()) in client_of("Cleo").get("/api").text
    assert example.folded.replace(" \\\n  ", " ") == example.command
