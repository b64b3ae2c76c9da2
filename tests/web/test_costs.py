"""The costs page: ranges, totals beside what is stated, money recorded, lines closed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG, World
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness.domain.costs import amount
from vantage_readiness.domain.refusals import Refused
from vantage_readiness.domain.words import EntryKind
from vantage_readiness.services import members, money
from vantage_readiness.storage import diary

ClientOf = Callable[[str], Client]
COSTS = f"/p/{SLUG}/costs"
HARDENING = "6"
ENTRY = {"line": HARDENING, "kind": "actual", "amount": "2,400.50", "day": "2026-11-20", "note": "First half"}


def record(world: World, line: int, kind: EntryKind, much: str) -> None:
    ben, today = world.person("Ben"), NOW.date()
    money.record_entry(world.project, line, kind, Decimal(much), day=today, note="", by=ben, at=NOW)


def field(page: Page, name: str) -> str:
    return page.by_id(name).attributes.get("value", "")


def test_lines_are_summed_beside_what_the_document_states(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(COSTS)
    assert "One-time costs" in page.text
    assert "$12,000–27,000" in page.text
    assert "$700–1,950 a month" in page.text
    assert page.text.count("Adds up as stated") == 2
    assert "Monthly lines start at go-live; no target date is set yet." in page.text
    assert f"/p/{SLUG}/assessments/1#L258" in [each.attributes.get("href") for each in page.all("a")]


def test_recorded_money_shrinks_what_remains_and_stands_in_the_diary(app: Flask, client_of: ClientOf) -> None:
    client = client_of("Ben")
    assert client.post(f"{COSTS}/entries", ENTRY).response.location == f"{COSTS}#entries"
    page = client.get(COSTS)
    assert "$2,400.50" in page.by_id("entries").text
    assert "$2,599.50–7,599.50" in page.text
    with behind(app) as world:
        line = diary.lines(world.project.id, kinds=("cost.recorded",))[0]
    said = {"kind": "actual", "amount": "2400.50", "currency": "USD", "day": "2026-11-20"}
    assert line.after == {**said, "line": int(HARDENING)}


def test_spending_above_the_range_is_flagged(app: Flask, client_of: ClientOf, both: None) -> None:
    with behind(app) as world:
        record(world, 6, EntryKind.COMMITTED, "4000")
        record(world, 6, EntryKind.ACTUAL, "10000.01")
        look = money.tables(world.project)[0].lines[0]
    assert (look.state.over, look.state.remaining_high) == (True, Decimal(0))
    assert (look.line.committed, look.line.actual) == (Decimal("4000.00"), Decimal("10000.01"))
    assert "Over range" in client_of("Cleo").get(COSTS).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": ""}, "Enter an amount."),
        ({"amount": "a lot"}, "Enter the amount as a number such as 1200 or 19.50."),
        ({"amount": "1.234"}, "Enter the amount as a number such as 1200 or 19.50."),
        ({"amount": "NaN"}, "Enter the amount as a number such as 1200 or 19.50."),
        ({"amount": "0"}, "Enter an amount above zero."),
        ({"amount": "1000000000.01"}, "The amount is too large. Enter at most 1,000,000,000."),
        ({"day": "yesterday"}, "Enter a date such as 2026-12-14."),
        ({"day": "0001-01-01"}, "Enter a date between the years 2000 and 2999."),
        ({"day": "2999-01-01"}, "Choose today or an earlier day."),
        ({"line": "999"}, "Choose one from the list."),
        ({"kind": "stolen"}, "Choose one from the list."),
        ({"note": "x" * 1001}, "Keep it under 1000 characters."),
    ],
)
def test_a_refused_entry_says_why_and_keeps_what_was_typed(
    client_of: ClientOf, change: dict[str, str], sentence: str
) -> None:
    page = client_of("Ben").post(f"{COSTS}/entries", {**ENTRY, **change})
    assert page.status == 422
    assert sentence in page.text
    assert field(page, "amount") == {**ENTRY, **change}["amount"]
    assert "No money is recorded yet." in page.text


@pytest.mark.parametrize("text", ["1200", "1,200", "1 200", "1200.00", " 1200 "])
def test_an_amount_is_read_as_people_type_it(text: str) -> None:
    assert amount(text) == 1200


@pytest.mark.parametrize("text", ["1,2,3", "12,00", "-5", "+5", "1e9", "١٢", ".5", "5.", "$5", "1200 000"])
def test_an_amount_that_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="as a number such as"):
        amount(text)


def test_a_lead_closes_a_line_with_a_reason_and_opens_it_again(client_of: ClientOf) -> None:
    client = client_of("Ada")
    client.post(f"{COSTS}/close", {"line": HARDENING, "reason": "Bought as one"})
    closed = client.get(COSTS)
    assert "Closed" in closed.by_id("costs-once-1").text
    assert "$7,000–17,000" in closed.text
    refused = client.post(f"{COSTS}/entries", ENTRY)
    assert (refused.status, "Choose one from the list." in refused.text) == (422, True)
    client.post(f"{COSTS}/reopen", {"line": HARDENING, "reason": "There is more"})
    assert "$7,000–17,000" not in client.get(COSTS).text
    activity = client.get(f"/p/{SLUG}/activity").text
    assert "Ada closed the cost line “Security Hardening”" in activity
    assert "re-opened the cost line" in activity


def test_money_on_a_closed_line_is_refused(world: World) -> None:
    money.close_line(world.project, 6, "done", by=world.person("Ada"), at=NOW)
    with pytest.raises(Refused, match="is closed"):
        record(world, 6, EntryKind.ACTUAL, "1")


def test_a_note_is_kept_short_whichever_door_it_comes_by(world: World) -> None:
    ben = world.person("Ben")
    with pytest.raises(Refused, match="under 1,000 characters"):
        money.record_entry(
            world.project, 6, EntryKind.ACTUAL, Decimal(1), day=NOW.date(), note="x" * 1001, by=ben, at=NOW
        )


@pytest.mark.parametrize(
    ("path", "sent", "status", "sentence"),
    [
        ("close", {"line": HARDENING, "reason": " "}, 422, "Enter a reason for closing this line."),
        ("reopen", {"line": HARDENING, "reason": "x"}, 422, "“Security Hardening” is not closed."),
        ("close", {"line": "999", "reason": "x"}, 404, "no such cost line"),
        ("close", {"line": "", "reason": "x"}, 404, "no such cost line"),
        ("close", {"line": "x", "reason": "x"}, 422, "from the list"),
    ],
)
def test_closing_is_refused_with_a_sentence(
    client_of: ClientOf, path: str, sent: dict[str, str], status: int, sentence: str
) -> None:
    page = client_of("Ada").post(f"{COSTS}/{path}", sent)
    assert (page.status, sentence in page.text) == (status, True)


def test_members_record_but_do_not_close_and_readers_do_neither(client_of: ClientOf) -> None:
    member, reader = client_of("Ben"), client_of("Cleo")
    assert member.post(f"{COSTS}/close", {"line": HARDENING, "reason": "x"}).status == 403
    assert reader.post(f"{COSTS}/entries", ENTRY).status == 403
    assert not [each for each in member.get(COSTS).elements if each.attributes.get("id") == "closing"]
    assert not [each for each in reader.get(COSTS).elements if each.attributes.get("id") == "record"]


def test_the_lines_leave_as_a_file(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        record(world, 6, EntryKind.ACTUAL, "10000.01")
    rows = client_of("Cleo").get(f"{COSTS}.csv").response.text.split("\r\n")
    assert rows[0].startswith("Group,Line,Period,Currency,Low,High")
    assert rows[1] == (
        "Development Costs,Security Hardening,One-time,USD,5000.00,10000.00,0.00,10000.01,0,0,"
        "over range,Security Hardening,,258"
    )


def test_who_left_is_still_named_beside_the_money(world: World) -> None:
    record(world, 6, EntryKind.ACTUAL, "1")
    entries, total = money.entries(world.project)
    assert (entries[0].by, total) == ("Ben", 1)
    members.change_role(world.project, world.person("Ben").id, None, by=world.person("Ada"), at=NOW)
    assert money.entries(world.project)[0][0].by == "Ben"
