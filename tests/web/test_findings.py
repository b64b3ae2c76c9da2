"""What the reader noticed, on the pages: decided before, or still waiting in an older document."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from tests.conftest import SLUG
from tests.web.behind import behind
from tests.web.test_reassessments import APPLY, FIRST, PREVIEW, ClientOf, apply_second, carried, handed_in
from vantage_readiness.services import findings

AGAIN = FIRST.replace(b"7.5/10", b"7.6/10")
SAID = "“CORS Configuration: Properly configured cross-origin policies” is listed as a strength"


def decide(app: Flask) -> None:
    with behind(app) as world:
        (cors,) = [each for each in findings.every(world.project) if each.message.startswith(SAID)]
        findings.decide(world.project, cors.id, "The gap is right.", by=world.person("Ada"), at=datetime.now(UTC))


def test_what_was_decided_before_is_shown_with_its_decision(app: Flask, client_of: ClientOf) -> None:
    decide(app)
    ada = client_of("Ada")
    preview = ada.post(PREVIEW, handed_in(AGAIN))
    said = preview.by_id("noticed").text
    assert said.count("Decided before") == 1
    assert "The gap is right. about assessment 1; it holds for this one as well" in said
    assert ada.post(APPLY, carried(preview)).status == 302
    document = client_of("Cleo").get(f"/p/{SLUG}/assessments/2").by_id("findings").text
    assert "Decided before: The gap is right." in document
    assert "about an earlier document that says the same" in document
    first = client_of("Cleo").get(f"/p/{SLUG}/assessments/1").by_id("findings").text
    assert "Decided: The gap is right." in first


def test_what_only_an_older_document_says_is_still_to_decide_and_linked(client_of: ClientOf) -> None:
    apply_second(client_of("Ada"))
    page = client_of("Cleo").get(f"/p/{SLUG}/assessment").by_id("findings")
    waiting = page.text.partition("Not said here, and still to decide:")[2]
    assert "(assessment 1)" in waiting
    assert SAID in waiting
