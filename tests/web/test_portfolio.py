"""Several projects side by side, and a new one made from any document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness import places
from vantage_readiness.domain.words import Role
from vantage_readiness.services import items, lists, members, projects
from vantage_readiness.services.items import Seen
from vantage_readiness.storage import projects as rows

ClientOf = Callable[[str], Client]
NEW = "/projects/new"
SEED = (places.seed() / "assessment.md").read_bytes()
SHIP = b"""# SHIP - Release assessment

**Overall score: 6/10**

## Checklist

### Critical
- [ ] Sign the packages
- [x] Scan the images

### Important
- [ ] Write the release notes
"""


def handed_in(raw: bytes | None = SHIP, filename: str = "ship.md", **fields: str) -> dict[str, Any]:
    """Give what the form for a new project sends."""
    file = {} if raw is None else {"document": (BytesIO(raw), filename)}
    return {"as_of": "2026-11-20", **file, **fields}


def both_projects(app: Flask) -> None:
    """Let Ben belong to the other project as well."""
    with behind(app) as world:
        other = world.seat("Dan", "other-thing").project
        members.join(other, world.person("Ben"), Role.VIEWER, by="setup", at=NOW)


def line_of(page: Page, name: str) -> str:
    return next(row.text for row in page.all("tr") if row.text.startswith(name))


def test_whoever_has_one_project_goes_straight_to_it(client_of: ClientOf) -> None:
    assert client_of("Ben").get("/").response.location == f"/p/{SLUG}/"


def test_several_projects_stand_side_by_side_with_their_gates(app: Flask, client_of: ClientOf) -> None:
    both_projects(app)
    page = client_of("Ben").get("/")
    assert (page.status, page.h1) == (200, "Your projects")
    assert "2 projects: 2 not ready." in page.text
    ours, other = line_of(page, "VANTAGE AI"), line_of(page, "OTHER THING")
    assert "Gate: not metNot ready: 8 of 8 critical items open" in ours
    assert "8 of 8 open" in ours
    assert "1 of 1 open" in other
    assert "Member" in ours
    assert "Viewer" in other
    assert page.text.index("VANTAGE AI") < page.text.index("OTHER THING"), "more open criticals stand first"
    assert "average" not in page.text.lower()


def test_the_next_date_of_a_project_is_that_of_its_next_item_or_its_target(app: Flask, client_of: ClientOf) -> None:
    both_projects(app)
    assert "No date set" in line_of(client_of("Ben").get("/"), "VANTAGE AI")
    with behind(app) as world:
        today = world.seat("Ada").today(NOW)
        projects.change_dates(
            world.project,
            name="VANTAGE AI",
            start=None,
            target=today + timedelta(days=4000),
            time_zone="UTC",
            seen=1,
            by=world.person("Ada"),
            at=NOW,
        )
    assert "target date" in line_of(client_of("Ben").get("/"), "VANTAGE AI")
    with behind(app) as world:
        for number, due in ((1, date(2999, 1, 1)), (2, NOW.date() + timedelta(days=3000)), (3, date(2020, 1, 1))):
            items.set_due(world.project, Seen(number, 1), due, by=world.person("Ada"), at=NOW)
        title = lists.get(world.project, 2).title
    line = line_of(client_of("Ben").get("/"), "VANTAGE AI")
    assert f"“{title}” is due" in line
    assert "1 item overdue" in line


def test_the_portfolio_shows_a_change_at_once(app: Flask, client_of: ClientOf) -> None:
    both_projects(app)
    ben = client_of("Ben")
    assert "8 of 8 open" in ben.get("/").text
    ben.post(f"/p/{SLUG}/items/1/status", {"status": "done", "version": 1})
    assert "7 of 8 open, 1 claimed" in ben.get("/").text


def test_a_project_of_others_does_not_stand_in_the_portfolio(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(NEW, handed_in())
    assert "OTHER THING" not in client.get("/").text


def test_an_administrator_makes_a_project_from_a_document_and_leads_it(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.follow(ada.post(NEW, handed_in()))
    assert (page.status, page.h1) == (200, "SHIP - Release assessment")
    assert "SHIP is read from its document." in page.text
    assert "20 Nov 2026" in page.by_id("facts").text
    assert ada.get("/").h1 == "Your projects"
    assert ada.get("/p/ship/settings").status == 200
    assert "Not ready: 1 of 1 critical item open" in ada.get("/p/ship/").h1
    assert client_of("Ben").get("/p/ship/").status == 404
    assert "Ada" in ada.get("/p/ship/activity").text


def test_a_name_can_be_given_and_nobody_knows_the_date(app: Flask, client_of: ClientOf) -> None:
    sent = handed_in(as_of="", unknown="y", name="Ship two")
    assert client_of("Ada").post(NEW, sent).response.location == "/p/ship-two/assessment"
    assert "No date: unknown" in client_of("Ada").get("/p/ship-two/assessment").text


def test_the_same_document_makes_no_second_project(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    ada.post(NEW, handed_in())
    with behind(app):
        revision = rows.find("ship").revision  # type: ignore[union-attr]
    assert "nothing changed" in ada.follow(ada.post(NEW, handed_in())).text
    with behind(app):
        assert [len(rows.every()), rows.find("ship").revision] == [3, revision]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        (handed_in(None), "document", "Choose the document to read."),
        (handed_in(b""), "document", "The document is empty."),
        (handed_in(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50)), "document", "The document is not UTF-8 text"),
        (handed_in(b"# Notes\n\nNothing of the kind.\n"), "document", "does not look like an assessment"),
        (handed_in(b"- [ ] one\n" * 60_000), "document", "at most 524,288 bytes are read"),
        (handed_in(as_of=""), "as_of", "Enter the date, or say that it is not known."),
        (handed_in(as_of="soon"), "as_of", "Enter a date such as 2026-12-14."),
        (handed_in(as_of="1026-11-20"), "as_of", "between the years 2000 and 2999"),
        (handed_in(as_of="2999-11-20"), "as_of", "An assessment cannot be from the future."),
        (handed_in(unknown="y"), "as_of", "Either enter the date, or say that it is not known."),
        (handed_in(name="x" * 201), "name", "Keep it under 200 characters."),
        (handed_in(name="VANTAGE AI"), "name", "There is a project “VANTAGE AI” already."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    app: Flask, client_of: ClientOf, sent: dict[str, Any], field: str, sentence: str
) -> None:
    page = client_of("Ada").post(NEW, sent)
    assert page.status == 422
    assert sentence in page.by_id(f"{field}-error").text
    assert page.by_id(field).attributes["aria-invalid"] == "true"
    assert page.all("a", href=f"#{field}")
    with behind(app):
        assert len(rows.every()) == 2


def test_a_document_that_arrived_does_not_have_to_be_chosen_again(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.post(NEW, handed_in(as_of="", name="Boat"))
    assert "ship.md is kept" in page.text
    assert page.all("input", name="name")[0].attributes["value"] == "Boat"
    carried = {name: page.all("input", name=name)[0].attributes["value"] for name in ("kept", "kept_name")}
    again = ada.post(NEW, {**carried, "as_of": "2026-11-20", "name": "Boat"})
    assert again.response.location == "/p/boat/assessment"
    assert ada.get("/p/boat/assessments/1/document").response.data == SHIP


def test_a_document_that_cannot_be_read_is_not_carried_along(client_of: ClientOf) -> None:
    page = client_of("Ada").post(NEW, handed_in(b"# Notes\n\nNothing.\n"))
    assert not page.all("input", name="kept")


def test_what_was_carried_along_and_broke_is_asked_for_again(client_of: ClientOf) -> None:
    page = client_of("Ada").post(NEW, {"kept": "%%%", "kept_name": "x.md", "as_of": "2026-11-20"})
    assert "Choose the document again" in page.by_id("document-error").text


def test_the_document_of_a_project_one_does_not_belong_to_gives_no_way_in(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        members.change_role(world.project, world.person("Ben").id, Role.LEAD, by=world.person("Ada"), at=NOW)
        members.change_role(world.project, world.person("Ada").id, None, by=world.person("Ben"), at=NOW)
    page = client_of("Ada").post(NEW, handed_in(SEED))
    assert (page.status, "Ask a lead of it to add you" in page.text) == (422, True)
    assert client_of("Ada").get(f"/p/{SLUG}/").status == 404


def test_only_an_administrator_makes_projects(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    assert ben.get(NEW).status == 403
    assert "Only an administrator" in ben.post(NEW, handed_in()).text
    assert not ben.get("/account").all("a", href=NEW)
    assert client_of("Ada").get("/account").all("a", href=NEW)
