"""The diary on a page: sentences by day, narrowed, page by page, and as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG, World
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.words import EvidenceKind, Status
from vantage_readiness.services import activity, evidence, items
from vantage_readiness.services.activity import Wish
from vantage_readiness.services.items import Seen

ClientOf = Callable[[str], Client]
HERE = f"/p/{SLUG}/activity"


def work(world: World) -> None:
    """Ben starts item 1 and brings evidence, Ada comments on item 2."""
    project, ben, ada = world.project, world.person("Ben"), world.person("Ada")
    items.move_item(project, Seen(1, 1), Status.IN_PROGRESS, by=ben, at=NOW, note="At last")
    evidence.add_evidence(
        project, 1, EvidenceKind.COMMIT, "4f2a", collected_on=NOW.date(), by=ben, at=NOW, note="Vault"
    )
    items.comment(project, 2, "Which origins?", by=ada, at=NOW + timedelta(days=1))


def said(page: Page) -> list[str]:
    """Give the lines of the diary on a page."""
    return [each.text for each in page.all("li") if "ol" in each.ancestors]


@pytest.fixture
def busy(app: Flask) -> Flask:
    with behind(app) as world:
        work(world)
    return app


def test_lines_stand_under_their_day_newest_first(busy: Flask, client_of: ClientOf) -> None:
    page = client_of("Cleo").get(HERE)
    days = [each.text for each in page.all("h3")]
    assert days[0].startswith("Tuesday, 24 November 2026")
    assert days[1].startswith("Monday, 23 November 2026")
    assert said(page)[0] == "Ada commented on “Configure proper CORS”Which origins?09:00"
    assert said(page)[1].startswith("Ben added a commit as evidence for “Fix hardcoded secrets")
    assert said(page)[1].endswith("4f2a · Vault09:00")
    assert "from open to in progress" in said(page)[2]
    assert f"/p/{SLUG}/items/2" in [each.attributes.get("href") for each in page.all("a")]


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("group=talk", 1),
        ("group=proof", 1),
        ("group=status&item=1", 2),
        ("item=1", 3),
        ("group=project", 4),
        ("group=document", 1),
        ("by=clock", 0),
        ("group=costs", 0),
        ("days=7&group=talk", 1),
    ],
)
def test_the_address_narrows_the_diary(busy: Flask, client_of: ClientOf, query: str, many: int) -> None:
    page = client_of("Cleo").get(f"{HERE}?{query}")
    assert len(said(page)) == many
    assert ("Nothing in the diary matches this." in page.text) == (many == 0)


def test_a_person_can_be_asked_for(busy: Flask, client_of: ClientOf) -> None:
    with behind(busy) as world:
        code = f"person:{world.person('Ben').id}"
    page = client_of("Cleo").get(f"{HERE}?by={code}")
    assert len(said(page)) == 2
    assert [each.text for each in page.all("option", value=code)] == ["Ben"]


def test_what_makes_no_sense_in_the_address_is_left_out(client_of: ClientOf) -> None:
    client = client_of("Cleo")
    plain, odd = client.get(HERE), client.get(f"{HERE}?by=x&group=y&item=z&days=999&before=-1")
    assert said(plain) == said(odd)


def test_the_diary_goes_on_where_the_page_ends(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        for n in range(60):
            items.comment(world.project, 1, f"Comment {n}", by=world.person("Ben"), at=NOW)
    client = client_of("Cleo")
    first = client.get(f"{HERE}?item=1")
    assert len(said(first)) == activity.PAGE
    older = next(each for each in first.all("a") if each.text == "Older")
    second = client.get(older.attributes["href"])
    assert len(said(second)) == 11
    assert not set(said(first)) & set(said(second))
    assert [each for each in second.all("a") if each.text == "Latest"]
    assert not [each for each in second.all("a") if each.text == "Older"]


def test_the_file_holds_everything_the_address_asks_for(busy: Flask, client_of: ClientOf) -> None:
    text = client_of("Cleo").get(f"{HERE}.csv?item=1").response.text
    header, *rows = csv.reader(io.StringIO(text))
    assert tuple(header) == activity.HEADER
    assert [row[4] for row in rows] == ["evidence.added", "item.moved", "item.added"]
    assert rows[1][3:] == [
        "Ben",
        "item.moved",
        "1",
        "moved “Fix hardcoded secrets in docker-compose.yml” from open to in progress",
        "open",
        "in_progress",
        "At last",
    ]
    assert '"reference": "4f2a"' in rows[0][8]


def test_the_file_walks_the_diary_in_pieces(busy: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "_CHUNK", 7)
    with behind(busy) as world:
        numbers = [row[0] for row in activity.table(world.project, Wish(), NOW.date())]
    assert numbers == list(range(len(numbers), 0, -1))


def test_an_address_is_written_as_it_is_read() -> None:
    wish = Wish(by="clock", group="costs", item=3, days="7")
    assert wish.query() == "?by=clock&group=costs&item=3&days=7"
    assert wish.query(before=9).endswith("&before=9")
    assert (Wish().query(), Wish().is_narrowed, Wish(before=3).is_narrowed) == ("", False, False)


def test_strangers_read_no_diary(client_of: ClientOf) -> None:
    assert client_of("Dan").get(HERE).status == 404
    assert client_of("Dan").get(f"{HERE}.csv").status == 404


def test_the_file_for_programs_holds_what_was_sealed(busy: Flask, client_of: ClientOf) -> None:
    page = client_of("Cleo").get(f"{HERE}.json?kind=item.moved")
    assert page.response.mimetype == "application/json"
    content = json.loads(page.response.text)
    assert [line["kind"] for line in content["lines"]] == ["item.moved"]
    assert content["lines"][0]["by"].startswith("person:")
    assert content["count"] > 30
    assert len(content["head"]) == 64


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("since=2026-11-24", 1),
        ("until=2026-11-23&since=2026-11-23", 2),
        ("since=2027-01-01", 0),
        ("since=nonsense&kind=nonsense&item=1", 3),
    ],
)
def test_the_diary_is_narrowed_by_days(busy: Flask, client_of: ClientOf, query: str, many: int) -> None:
    assert len(json.loads(client_of("Cleo").get(f"{HERE}.json?{query}").response.text)["lines"]) == many
