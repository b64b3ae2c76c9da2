"""The assessment page: facts, findings with their decisions, areas, and the document line by line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness import places
from vantage_readiness.domain.telling.pieces import part
from vantage_readiness.domain.words import Role
from vantage_readiness.services import assessments, members
from vantage_readiness.storage import diary
from vantage_readiness.storage.assessments import newest
from vantage_readiness.storage.database import db

ClientOf = Callable[[str], Client]
HERE = f"/p/{SLUG}/assessment"
ONE = f"/p/{SLUG}/assessments/1"
SEED = (places.seed() / "assessment.md").read_bytes()
STARS = 1
DECISION = f"/p/{SLUG}/findings/{STARS}/decision"


def links(page: Page) -> list[str]:
    return [each.attributes.get("href", "") for each in page.all("a")]


def test_the_facts_stand_first_as_the_document_prints_them(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(HERE)
    facts = page.by_id("facts").text
    assert page.h1 == "VANTAGE AI - Production Readiness Assessment"
    for fact in ("7.5/10", "Medium", "4–6 weeks", "After Phase 1 completion", "No date: unknown", "Sound"):
        assert fact in facts
    assert "#L5" in links(page)


def test_every_line_stands_under_its_number_with_its_fate(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(ONE)
    assert len(page.all("tr")) > len(SEED.splitlines())
    assert page.by_id("L171").text.startswith("171- [ ] Fix hardcoded secrets in docker-compose.yml")
    assert "Understood" in page.by_id("L171").text
    assert "#1" in page.by_id("L171").text
    assert f"/p/{SLUG}/items/1" in links(page)
    assert page.by_id("L2").text == "2"
    assert "every one of them understood" in page.by_id("document").text


def test_the_areas_are_counted_and_have_no_invented_scores(client_of: ClientOf) -> None:
    areas = client_of("Cleo").get(HERE).by_id("areas").text
    assert "Security677900" in areas
    assert "All areas4436303500" in areas
    assert "Stated score" not in areas


def test_the_original_leaves_as_the_bytes_that_came(client_of: ClientOf) -> None:
    answer = client_of("Cleo").get(f"{ONE}/document").response
    assert answer.data == SEED
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize("path", [f"{ONE[:-1]}2", f"{ONE[:-1]}2/document"])
def test_an_assessment_that_is_not_there_is_not_found(client_of: ClientOf, path: str) -> None:
    page = client_of("Ada").get(path)
    assert (page.status, "There is no assessment 2" in page.text) == (404, True)


def test_lines_not_understood_are_listed_before_the_document(app: Flask, client_of: ClientOf) -> None:
    raw = b"# ODD - Production Readiness Assessment\n\n## Checklist\n\n- [ ] A task\n\n| a |\n|---|\n| odd |\n"
    with behind(app) as world:
        ada = world.person("Ada")
        project = assessments.create_project(raw, links=None, as_of=None, by="setup", at=NOW)
        members.join(project, ada, Role.LEAD, by="setup", at=NOW)
    page = client_of("Ada").get("/p/odd/assessment")
    assert "3 lines that we could make nothing of" in page.by_id("not-understood").text
    assert "#L9" in links(page)
    assert "every one of them understood" not in page.text
    ids = [each.attributes.get("id") for each in page.elements]
    assert ids.index("not-understood") < ids.index("document")


def test_what_became_of_how_many_lines_is_counted(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(HERE)
    counts = [each.text for each in page.all("li") if each.text.startswith(("Understood", "Structure", "Prose", "Not"))]
    assert [text.split()[0] for text in counts] == ["Understood", "Structure", "Prose", "Not"]
    numbers = [int(re.findall(r"\d+", text)[0]) for text in counts]
    assert sum(numbers) == sum(bool(line.strip()) for line in SEED.decode().split("\n"))
    assert "item 24" in counts[0]


def test_a_repair_is_shown_as_received_and_as_repaired(app: Flask, client_of: ClientOf) -> None:
    text = "# ODD - Prüfung\n\n## Checklist\n\n" + "- [ ] Schlüssel tauschen\n" * 60
    with behind(app) as world:
        ada = world.person("Ada")
        garbled = text.encode().decode("mac_roman").encode()
        project = assessments.create_project(garbled, links=None, as_of=None, by="setup", at=NOW)
        members.join(project, ada, Role.LEAD, by="setup", at=NOW)
    page = client_of("Ada").get("/p/odd/assessment")
    assert "Repaired from Mac Roman: 61 lines" in page.by_id("facts").text
    repair = page.by_id("repair").text
    assert "5- [ ] Schl√ºssel tauschen- [ ] Schlüssel tauschen" in repair
    assert "11 more lines" in repair
    assert not client_of("Cleo").get(HERE).all("section", id="repair")


def test_a_lead_decides_about_a_finding(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ada")
    assert "10 findings to decide" in client.get(HERE).text
    answer = client.post(DECISION, {"decision": "The number counts.", "seen": "", "assessment": "1"})
    assert answer.response.location == f"{ONE}#finding-{STARS}"
    page = client.get(HERE)
    assert "9 findings to decide" in page.text
    assert "Decided: The number counts. Ada" in page.by_id(f"finding-{STARS}").text
    with behind(app) as world:
        line = diary.lines(world.project.id, kinds=("finding.decided",))[0]
    assert line.before is None
    assert part(line.after, "decision") == "The number counts."


def test_the_gate_links_each_finding_that_holds_it(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(f"/p/{SLUG}/")
    in_gate = [each for each in page.all("a") if "ol" in each.ancestors and each.text.startswith("line ")]
    addresses = [each.attributes["href"] for each in in_gate]
    assert "4 findings about critical items wait for a decision." in page.by_id("gate").text
    assert len(addresses) == 4
    assert all(address.startswith(f"{ONE}#finding-") for address in addresses)
    document = client_of("Cleo").get(ONE)
    assert all(document.by_id(address.partition("#")[2]).text for address in addresses)


def test_a_decision_made_meanwhile_is_not_overwritten(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(DECISION, {"decision": "First.", "seen": ""})
    stale = client.post(DECISION, {"decision": "Second.", "seen": ""})
    shown = stale.by_id(f"finding-{STARS}").text
    assert stale.status == 409
    assert "Ada decided about this after you opened the page" in stale.text
    assert "Decided: First." in shown
    assert "Second." in shown
    assert stale.all("input", name="seen", value="First.")
    assert client.post(DECISION, {"decision": "Second.", "seen": "First."}).status == 302
    assert "Decided: Second." in client.get(HERE).text


def test_an_empty_decision_is_refused_beside_its_field(client_of: ClientOf) -> None:
    page = client_of("Ada").post(DECISION, {"decision": "  ", "seen": "", "assessment": "1"})
    assert page.status == 422
    assert "Enter what you decided." in page.by_id(f"decision-{STARS}-error").text


def test_only_leads_decide_and_only_about_their_own(app: Flask, client_of: ClientOf) -> None:
    assert client_of("Ben").post(DECISION, {"decision": "x", "seen": ""}).status == 403
    assert client_of("Dan").post(DECISION, {"decision": "x", "seen": ""}).status == 404
    foreign = client_of("Dan").post(f"/p/other-thing/findings/{STARS}/decision", {"decision": "x", "seen": ""})
    assert foreign.status == 404
    assert not client_of("Ben").get(HERE).all("textarea")


def test_a_project_without_an_assessment_says_so(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        db.session.delete(newest(world.seat("Dan", "other-thing").project.id))
        db.session.commit()
    page = client_of("Dan").get("/p/other-thing/assessment")
    assert (page.status, page.h1) == (200, "Assessment")
    assert "This project has no assessment yet." in page.text
