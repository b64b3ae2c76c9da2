"""Items on pages: lists and their addresses, changes with and without scripts, refusals that lose nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import SLUG
from tests.pages import Client, Page

ClientOf = Callable[[str], Client]
ITEMS = f"/p/{SLUG}/items"
HTMX = {"HX-Request": "true"}


def version(client: Client, number: int) -> str:
    page = client.get(f"{ITEMS}/{number}")
    return next(each.attributes["value"] for each in page.all("input", name="version"))


def change(client: Client, number: int, what: str, **sent: str) -> Page:
    return client.post(f"{ITEMS}/{number}/{what}", {"version": version(client, number), **sent})


def titles(page: Page) -> list[str]:
    return [each.text for each in page.all("a") if "data-item-link" in each.attributes]


def test_the_list_shows_every_item_by_tier(client_of: ClientOf) -> None:
    shown = titles(client_of("Cleo").get(ITEMS))
    assert len(shown) == 35
    assert shown[0] == "Fix hardcoded secrets in docker-compose.yml"


@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("tier=critical", 8),
        ("tier=critical&tier=nice", 16),
        ("status=done", 0),
        ("text=ENCRYPT", 2),
        ("text=100%25", 0),
        ("owner=0", 35),
        ("phase=0", 13),
        ("due=none", 35),
        ("due=overdue", 0),
        ("due=week", 0),
        ("tier=nonsense&sort=nonsense&page=x&due=x", 35),
        ("page=99", 35),
        ("area=999999999999", 35),
    ],
)
def test_the_address_narrows_the_list(client_of: ClientOf, query: str, many: int) -> None:
    assert len(titles(client_of("Cleo").get(f"{ITEMS}?{query}"))) == many


@pytest.mark.parametrize("sort", ["tier", "number", "title", "due", "owner", "status", "phase"])
def test_every_order_can_be_turned_round(client_of: ClientOf, sort: str) -> None:
    client = client_of("Cleo")
    up, down = titles(client.get(f"{ITEMS}?sort={sort}")), titles(client.get(f"{ITEMS}?sort=-{sort}"))
    assert sorted(up) == sorted(down)
    if sort in ("title", "number"):
        assert up == down[::-1]


def test_the_board_has_a_column_for_each_status(client_of: ClientOf) -> None:
    heads = [each.text for each in client_of("Cleo").get(f"{ITEMS}?view=board").all("h2")]
    assert heads[:5] == ["Open 35", "In progress 0", "Blocked 0", "Done 0", "Verified 0"]


def test_a_change_without_scripts_goes_back_with_a_notice(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    page = ben.follow(change(ben, 1, "status", status="in_progress"))
    assert "Moved to in progress." in page.text


def test_a_change_with_scripts_answers_with_the_row_alone(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    sent = {"version": version(ben, 1), "status": "done", "part": "row"}
    answer = ben.post(f"{ITEMS}/1/status", sent, headers=HTMX)
    assert answer.status == 200
    assert "<html" not in answer.response.text
    assert 'id="item-1"' in answer.response.text


@pytest.mark.parametrize("part", ["row", "pick", "card", "obstacle", "facts", "nonsense"])
def test_every_part_of_a_page_can_be_answered(client_of: ClientOf, part: str) -> None:
    ben = client_of("Ben")
    sent = {"version": version(ben, 1), "status": "done", "part": part}
    assert ben.post(f"{ITEMS}/1/status", sent, headers=HTMX).status == 200
    stale = ben.post(f"{ITEMS}/1/status", {**sent, "status": "blocked"}, headers=HTMX)
    assert stale.status == 409
    assert "you wanted Blocked" in stale.response.text
    assert "it is now Done" in stale.response.text


def test_a_stale_change_shows_both_values_and_offers_both(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    old = version(ben, 1)
    change(ada, 1, "status", status="blocked")
    page = ben.post(f"{ITEMS}/1/status", {"version": old, "status": "done"})
    assert page.status == 409
    assert "you wanted Done" in page.text
    assert "it is now Blocked" in page.text
    assert any("Use mine" in each.text for each in page.all("button"))


@pytest.mark.parametrize(
    ("what", "sent", "said"),
    [
        ("owner", {"owner": "2"}, "The owner is changed."),
        ("due", {"due": "2026-12-24"}, "The due date is changed."),
        ("phase", {"phase": "2"}, "The phase is changed."),
        ("tier", {"tier": "nice", "reason": "not so bad"}, "The tier is now nice to have."),
        ("text", {"title": "Fix the secrets", "detail": "*all*"}, "The text is changed."),
        ("confirm", {}, "Noted: this is still true."),
        ("not-applicable", {"reason": "no secrets"}, "A second person approves it"),
        ("correct", {"correction": "duplicate", "reason": "as 2"}, "Closed as duplicate."),
    ],
)
def test_everything_about_an_item_can_be_changed(
    client_of: ClientOf, what: str, sent: dict[str, str], said: str
) -> None:
    ada = client_of("Ada")
    assert said in ada.follow(change(ada, 1, what, **sent)).text


def test_the_history_of_an_item_gives_the_reasons(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    change(ada, 9, "tier", tier="critical", reason="A customer's contract asks for it")
    assert "A customer's contract asks for it" in ada.get(f"{ITEMS}/9").by_id("history").text


def test_what_was_closed_without_work_can_be_taken_back(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    change(ada, 1, "correct", correction="duplicate", reason="as 2")
    assert "Closed as duplicate; it is out of scope." in ada.get(f"{ITEMS}/1").text
    assert "Enter a reason" in change(ada, 1, "take-back", reason=" ").text
    assert "This item is in scope again." in ada.follow(change(ada, 1, "take-back", reason="it differs")).text
    assert "took “" in ada.get(f"{ITEMS}/1").text


@pytest.mark.parametrize(
    ("what", "sent", "said"),
    [
        ("status", {"status": "finished"}, "Choose a status from the list."),
        ("status", {"status": "verified"}, "is not done yet"),
        ("status", {"status": "not_applicable"}, "give a reason"),
        ("status", {"status": "open"}, "already open"),
        ("owner", {"owner": "999"}, "people of this project"),
        ("owner", {"owner": "x"}, "Choose an owner"),
        ("due", {"due": "tomorrow"}, "as a date such as"),
        ("due", {"due": "1066-10-14"}, "between the years"),
        ("phase", {"phase": "99"}, "Choose a phase"),
        ("tier", {"tier": "nice", "reason": " "}, "Enter a reason"),
        ("text", {"title": " ", "detail": ""}, "Enter a title."),
        ("text", {"title": "x" * 301, "detail": ""}, "too long"),
        ("text", {"title": "x", "detail": "y" * 20_001}, "too long"),
        ("not-applicable", {"reason": ""}, "Enter a reason"),
        ("not-applicable/approve", {}, "Nobody asked"),
        ("not-applicable/decline", {"reason": "x"}, "Nobody asked"),
        ("correct", {"correction": "boring", "reason": "x"}, "Choose why it is closed"),
        ("evidence", {"kind": "link", "reference": "no link"}, "begins with https://"),
        ("evidence", {"kind": "link", "reference": ""}, "Enter what shows"),
        ("evidence", {"kind": "rumour", "reference": "x"}, "Choose a kind of evidence"),
        ("evidence", {"kind": "note", "reference": "x", "collected_on": "2999-01-01"}, "in the future"),
        ("evidence", {"kind": "note", "reference": "x", "note": "y" * 20_001}, "too long"),
        ("comments", {"text": " "}, "Enter a comment."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client_of: ClientOf, what: str, sent: dict[str, str], said: str
) -> None:
    ada = client_of("Ada")
    page = change(ada, 1, what, **sent)
    assert page.status == 422
    assert said in page.text


def test_what_was_typed_is_not_lost(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = change(ada, 1, "text", title=" ", detail="An hour of typing")
    assert "An hour of typing" in page.response.text


def test_an_item_is_proven_by_two_people(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    change(ben, 1, "status", status="done")
    ben.follow(change(ben, 1, "evidence", kind="link", reference="https://ci.example/1", note="green"))
    assert "second person" in change(ben, 1, "status", status="verified").text
    assert "Moved to verified." in ada.follow(change(ada, 1, "status", status="verified")).text


def test_not_applicable_takes_two_people(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    change(ben, 2, "not-applicable", reason="we serve one origin")
    assert "we serve one origin" in ada.get(f"{ITEMS}/2").text
    assert "is not applicable" in ada.follow(change(ada, 2, "not-applicable/approve")).text
    assert "Moved to open." in ben.follow(change(ben, 2, "status", status="open")).text


def test_a_declined_wish_is_answered(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    change(ben, 2, "not-applicable", reason="we serve one origin")
    page = ada.follow(change(ada, 2, "not-applicable/decline", reason="we serve two"))
    assert "stays in scope" in page.text


def test_comments_are_markdown_and_harmless(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    page = ben.follow(
        change(
            ben,
            1,
            "comments",
            text="**Bold** [a](javascript:alert(1)) <script>alert(2)</script> ![x](https://e.example/)",
        )
    )
    comments = page.by_id("comments")
    assert "Bold" in comments.text
    assert [each.text for each in page.all("strong") if each.text == "Bold"]
    assert not [each for each in page.all("a") if "javascript" in each.attributes.get("href", "")]
    assert not page.all("img")


def test_an_item_is_added_and_can_be_found(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    sent = {"title": "Restore drill", "tier": "important", "detail": "", "reason": "forgotten", "phase": "2"}
    page = ben.follow(ben.post(f"{ITEMS}/new", sent))
    assert page.h1 == "Restore drill"
    assert titles(ben.get(f"{ITEMS}?text=drill")) == ["Restore drill"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"title": ""}, "Enter a title."), ({"tier": "vital"}, "Choose "), ({"owner": "99"}, "Choose an owner")],
)
def test_an_impossible_item_is_not_added(client_of: ClientOf, wrong: dict[str, str], said: str) -> None:
    sent = {"title": "Drill", "tier": "nice", "detail": "Kept words", "reason": "", **wrong}
    page = client_of("Ben").post(f"{ITEMS}/new", sent)
    assert page.status == 422
    assert said in page.text
    assert "Kept words" in page.response.text


def test_many_items_change_at_once(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    chosen = [f"{number}:{version(ben, number)}" for number in (1, 2, 3)]
    page = ben.follow(ben.post(f"{ITEMS}/bulk?tier=critical", {"item": chosen, "bulk_status": "in_progress"}))
    assert "3 of 3 chosen items changed." in page.text
    assert page.response.request.query_string == b"tier=critical"


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({}, 422, "Choose at least one item."),
        ({"item": ["1:1"]}, 422, "Choose what to change."),
        ({"item": ["1:99"], "bulk_status": "done"}, 409, "Nothing was overwritten"),
        ({"item": ["99:1"], "bulk_status": "done"}, 422, "There is no item 99"),
        ({"item": ["x"], "bulk_status": "done"}, 422, "could not be read"),
    ],
)
def test_a_bulk_change_is_refused_whole(client_of: ClientOf, sent: dict[str, object], status: int, said: str) -> None:
    page = client_of("Ben").post(f"{ITEMS}/bulk", sent)
    assert page.status == status
    assert said in page.text


def test_there_is_no_item_of_that_number(client_of: ClientOf) -> None:
    assert client_of("Ben").get(f"{ITEMS}/999").status == 404
    assert client_of("Ben").post(f"{ITEMS}/999/status", {"version": "1", "status": "done"}).status == 404


@pytest.mark.parametrize("version_sent", ["", "x", "-1", "1" * 40, "1.5"])
def test_a_broken_version_changes_nothing(client_of: ClientOf, version_sent: str) -> None:
    ben = client_of("Ben")
    page = ben.post(f"{ITEMS}/1/status", {"version": version_sent, "status": "done"})
    assert page.status in (409, 422)
    assert change(ben, 1, "status", status="done").status == 302


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "x" * 1000, "'; DROP TABLE item; --", "<script>"])
def test_hostile_words_do_no_harm(client_of: ClientOf, text: str) -> None:
    ben = client_of("Ben")
    for what, name in (("comments", "text"), ("text", "title")):
        page = change(ben, 1, what, **{name: text.encode("utf-8", "replace").decode(), "detail": ""})
        assert page.status in (302, 422)
    assert ben.get(f"{ITEMS}/1").status == 200


def test_a_page_is_kept_until_something_changes(app: Flask, client_of: ClientOf) -> None:
    ben = client_of("Ben")
    first = ben.get(ITEMS)
    tag = first.response.headers["ETag"]
    assert ben.get(ITEMS, headers={"If-None-Match": tag}).status == 304
    change(ben, 1, "status", status="done")
    ben.get(ITEMS)  # takes the notice away
    assert ben.get(ITEMS, headers={"If-None-Match": tag}).status == 200


def test_a_tag_of_one_person_is_nothing_to_another(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    tag = ada.get(ITEMS).response.headers["ETag"]
    assert ben.get(ITEMS, headers={"If-None-Match": tag}).status == 200


def test_no_page_holds_the_name_or_token_of_another_reader(client_of: ClientOf) -> None:
    ada, cleo = client_of("Ada"), client_of("Cleo")
    first, second = ada.get(f"/p/{SLUG}/"), cleo.get(f"/p/{SLUG}/")
    assert first.csrf() not in second.response.text
    dan_like = client_of("Ben").get(f"/p/{SLUG}/")
    assert first.csrf() not in dan_like.response.text
    assert "blank-" not in first.response.text + second.response.text


def test_an_item_is_claimed_together_with_its_evidence(client_of: ClientOf) -> None:
    ben = client_of("Ben")
    sent = {"kind": "link", "reference": "https://ci.example/1", "done": "yes"}
    page = ben.follow(change(ben, 1, "evidence", **sent))
    assert "the item is done" in page.text
    assert "https://ci.example/1" in page.by_id("evidence").text
    assert "Add it and mark as done" not in page.text


def test_a_claim_with_evidence_that_is_stale_adds_neither(client_of: ClientOf) -> None:
    ada, ben = client_of("Ada"), client_of("Ben")
    opened = version(ben, 1)
    change(ada, 1, "status", status="blocked")
    sent = {"kind": "link", "reference": "https://ci.example/1", "done": "yes"}
    page = ben.post(f"{ITEMS}/1/evidence", {"version": opened, **sent})
    assert page.status == 409
    assert "Status: you wanted Done." in page.text
    assert "No evidence yet." in page.text
    assert "the item is done" in ben.follow(change(ben, 1, "evidence", **sent)).text
