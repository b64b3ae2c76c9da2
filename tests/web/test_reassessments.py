"""A newer assessment: handed in, previewed, decided about, applied; and the history and comparison that follow."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NOW, SLUG
from tests.pages import Client, Page
from tests.web.behind import behind
from vantage_readiness import places
from vantage_readiness.domain.words import EvidenceKind, Role, Ruling, Status
from vantage_readiness.services import evidence, items, members
from vantage_readiness.services.items import Seen
from vantage_readiness.storage import assessments, diary
from vantage_readiness.storage import items as rows
from vantage_readiness.web import uploads

ClientOf = Callable[[str], Client]
ROOM = f"/p/{SLUG}/assessments"
NEW, PREVIEW, APPLY, COMPARE = f"{ROOM}/new", f"{ROOM}/preview", f"{ROOM}/apply", f"{ROOM}/compare"
FIRST = (places.seed() / "assessment.md").read_bytes()
SECOND = (Path(__file__).resolve().parents[1] / "documents/second.md").read_bytes()
SECRETS, HTTPS, LOGGING, MONITORING, TESTING = 1, 7, 8, 36, 37
COMPREHENSIVE = 118  # the line of the second document that is like logging and monitoring


def handed_in(raw: bytes | None = SECOND, **fields: str) -> dict[str, Any]:
    """Give what the form sends."""
    file = {} if raw is None else {"document": (BytesIO(raw), "second.md")}
    return {**({"unknown": "y"} if "as_of" not in fields else {}), **file, **fields}


def carried(page: Page) -> dict[str, Any]:
    """Give what the form of a preview sends when nothing is touched."""
    form = {"kept", "kept_name", "as_of", "seen", "since", "unknown"}
    sent = {
        each.attributes["name"]: each.attributes["value"]
        for each in page.all("input", type="hidden")
        if each.attributes["name"] in form
    }
    chosen = [each.attributes for each in page.all("input", type="radio") if "checked" in each.attributes]
    return sent | {each["name"]: each["value"] for each in chosen}


def apply_second(client: Client, raw: bytes = SECOND, **choices: str) -> Page:
    page = client.post(PREVIEW, handed_in(raw))
    assert page.status == 200, page.text[:500]
    return client.post(APPLY, carried(page) | choices)


def traces(app: Flask) -> tuple[int, int, int]:
    """Give what any write would move."""
    with behind(app) as world:
        lines = diary.lines(world.project.id)
        return world.project.revision, len(lines), len(assessments.titles(world.project.id))


def changed(old: str, new: str, raw: bytes = SECOND) -> bytes:
    """Give a document with one thing put in another way."""
    assert raw.count(old.encode()) == 1
    return raw.replace(old.encode(), new.encode())


def row_of(page: Page, id_: str) -> str:
    return page.by_id(id_).text


def test_the_preview_says_in_one_sentence_what_would_change_and_writes_nothing(
    app: Flask, client_of: ClientOf, both: None
) -> None:
    before = traces(app)
    page = client_of("Ada").post(PREVIEW, handed_in())
    assert (page.status, page.h1) == (200, "What this assessment would change")
    assert row_of(page, "outcome") == (
        "6 ticked, 2 vanished, 2 born done, 16 the same; nothing is written until you apply it."
    )
    assert traces(app) == before


def test_what_is_likely_is_proposed_and_never_taken(client_of: ClientOf) -> None:
    page = client_of("Ada").post(PREVIEW, handed_in())
    asked = row_of(page, "to-decide")
    assert "“Set up comprehensive monitoring”: is it our “Set up proper logging and monitoring”?" in asked
    assert "% alike" in asked
    assert carried(page)[f"same-{COMPREHENSIVE}"] == "0"


def test_the_gate_is_foreseen_with_the_reasons_that_are_new(client_of: ClientOf) -> None:
    gate = client_of("Ada").post(PREVIEW, handed_in()).by_id("gate-change").text
    assert "Once applied" in gate
    reasons = gate.partition("New reasons")[2]
    assert "6 critical items are claimed, not verified." in reasons
    assert "2 critical items are missing from the newest assessment" in reasons
    assert "2 critical items are open." not in reasons


def test_missing_criticals_are_loud_and_what_arrives_ticked_stands_aside(client_of: ClientOf) -> None:
    page = client_of("Ada").post(PREVIEW, handed_in())
    loud = page.by_id("vanished-critical")
    assert loud.text.startswith("2 critical items are missing from this document")
    assert "loud" in loud.attributes["class"]
    assert "Configure HTTPS/SSL certificates #7" in loud.text
    assert "It stays as it is until a person decides why it is missing." in loud.text
    assert "no credit until somebody accepts it" in row_of(page, "born-done")
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    order = [
        "outcome",
        "gate-change",
        "score-change",
        "to-decide",
        "vanished-critical",
        "born-done",
        "ticked",
        "noticed",
    ]
    assert [id_ for id_ in ids if id_ in order] == order
    assert ids.index("noticed") < ids.index("L1")


def test_the_preview_foresees_the_gate_and_explains_the_score(client_of: ClientOf) -> None:
    page = client_of("Ada").post(PREVIEW, handed_in())
    gate, score = row_of(page, "gate-change"), row_of(page, "score-change")
    assert "Not ready: 8 of 8 critical items open." in gate
    assert "“Configure HTTPS/SSL certificates” and “Set up proper logging and monitoring”" in gate
    assert "7.5/10 8.5/10" in score
    assert "+1.07 of the stated +1.00" in score
    assert "Closed work+1.07" in score
    assert "Ask the assessor" not in score


def test_every_line_of_the_document_stands_in_the_preview(client_of: ClientOf) -> None:
    page = client_of("Ada").post(PREVIEW, handed_in())
    assert "Understood" in row_of(page, f"L{COMPREHENSIVE}")
    last = len(SECOND.splitlines())
    assert row_of(page, f"L{last}").startswith(str(last))


def test_a_choice_can_be_tried_before_it_is_applied(app: Flask, client_of: ClientOf) -> None:
    ada, before = client_of("Ada"), traces(app)
    first = ada.post(PREVIEW, handed_in())
    page = ada.post(PREVIEW, carried(first) | {f"same-{COMPREHENSIVE}": str(LOGGING)})
    assert row_of(page, "outcome").startswith("7 ticked, 1 vanished, 1 born done")
    assert carried(page)[f"same-{COMPREHENSIVE}"] == str(LOGGING)
    assert traces(app) == before
    assert ada.post(APPLY, carried(page)).status == 302
    with behind(app) as world:
        item = rows.find(world.project.id, LOGGING)
        assert item is not None
        assert (item.status, item.vanished) == (Status.DONE, False)


def test_applied_it_stands_on_overview_history_diary_and_document(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.follow(apply_second(ada))
    assert "Assessment 2 is applied: 6 ticked, 2 vanished" in page.text
    assert page.h1.startswith("Not ready: 2 of 8 critical items open, 6 claimed but not verified")
    assert "“Configure HTTPS/SSL certificates” and “Set up proper logging and monitoring”" in row_of(page, "gate")
    assert "2 critical items arrived already ticked" in row_of(page, "gate")
    history = row_of(ada.get(ROOM), "history")
    assert "2. VANTAGE AI - Production Readiness Assessment V2" in history
    assert "+1.00 stated, +1.07 explained" in history
    assert "8.5/10" in history
    diary_page = ada.get(f"/p/{SLUG}/activity").text
    assert "no longer names “Configure HTTPS/SSL certificates”" in diary_page
    assert "Ada imported the assessment" in diary_page
    assert ada.get(f"/p/{SLUG}/assessment").h1.endswith("V2")
    assert ada.get(f"{ROOM}/2/document").response.data == SECOND


def test_a_cancelled_preview_leaves_no_trace(app: Flask, client_of: ClientOf) -> None:
    ada, before = client_of("Ada"), traces(app)
    page = ada.post(PREVIEW, handed_in())
    cancel = next(each for each in page.all("a") if each.text == "Cancel")
    assert ada.get(cancel.attributes["href"]).status == 200
    assert traces(app) == before


def test_of_two_who_apply_one_wins_and_the_other_is_told(app: Flask, client_of: ClientOf, both: None) -> None:
    with behind(app) as world:
        members.change_role(world.project, world.person("Ben").id, Role.LEAD, by=world.person("Ada"), at=NOW)
    ada, ben = client_of("Ada"), client_of("Ben")
    mine, theirs = ada.post(PREVIEW, handed_in()), ben.post(PREVIEW, handed_in())
    assert ada.post(APPLY, carried(mine)).status == 302
    after = traces(app)
    told = ben.post(APPLY, carried(theirs))
    assert told.status == 409
    assert "Ada applied “VANTAGE AI - Production Readiness Assessment V2” at" in told.text
    assert "Nothing was written" in told.text
    assert traces(app) == after


def test_whoever_lost_sees_what_their_document_would_change_now(app: Flask, client_of: ClientOf) -> None:
    with behind(app) as world:
        members.change_role(world.project, world.person("Ben").id, Role.LEAD, by=world.person("Ada"), at=NOW)
    third = changed("8.5/10", "8.7/10")
    ada, ben = client_of("Ada"), client_of("Ben")
    stale = ben.post(PREVIEW, handed_in(third))
    apply_second(ada)
    told = ben.post(APPLY, carried(stale))
    assert (told.status, "Ada applied" in told.text) == (409, True)
    assert row_of(told, "outcome").startswith("24 the same")
    assert ben.post(APPLY, carried(told)).status == 302


def test_a_change_that_came_in_between_is_told_beside_a_fresh_preview(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.post(PREVIEW, handed_in())
    client_of("Ben").post(f"/p/{SLUG}/items/{SECRETS}/status", {"status": "done", "version": 1})
    before = traces(app)
    told = ada.post(APPLY, carried(page))
    assert (told.status, traces(app)) == (409, before)
    assert "Ben changed “Fix hardcoded secrets in docker-compose.yml” at" in told.text
    assert "It is finished here already; nothing changes." in row_of(told, "ticked")
    assert ada.post(APPLY, carried(told)).status == 302


@pytest.mark.parametrize("sent", [{"seen": "0" * 64}, {"seen": ""}, {"kept": uploads.packed(FIRST + b"more")}])
def test_nobody_is_named_when_a_preview_does_not_fit_and_nothing_changed(
    app: Flask, client_of: ClientOf, sent: dict[str, str]
) -> None:
    ada, before = client_of("Ada"), traces(app)
    told = ada.post(APPLY, carried(ada.post(PREVIEW, handed_in())) | sent)
    assert (told.status, traces(app)) == (409, before)
    assert "This is not the preview of this document. Nothing was written" in told.text
    assert "after you opened this preview" not in told.text


def test_what_was_missing_and_is_named_again_is_not_hidden_among_the_same(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    apply_second(ada)
    page = ada.post(PREVIEW, handed_in(FIRST.replace(b"7.5/10", b"8.6/10")))
    returned = row_of(page, "returned")
    assert returned.startswith("Named again")
    assert "Configure HTTPS/SSL certificates" in returned
    assert "It is named again and no longer counts as vanished." in returned


def test_pressing_the_button_twice_applies_once_and_alarms_nobody(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.post(PREVIEW, handed_in())
    assert ada.post(APPLY, carried(page)).status == 302
    after = traces(app)
    again = ada.follow(ada.post(APPLY, carried(page)))
    assert "This very document is assessment 2 already, imported by Ada" in again.text
    assert again.h1.startswith("Not ready")
    assert traces(app) == after


@pytest.mark.parametrize("address", [PREVIEW, APPLY])
def test_the_bare_address_of_a_preview_leads_back_to_the_form(client_of: ClientOf, address: str) -> None:
    assert client_of("Ada").follow(client_of("Ada").get(address)).h1 == "Read a newer assessment"
    assert client_of("Cleo").get(address).status == 403


def test_the_same_document_again_changes_nothing_and_says_so(app: Flask, client_of: ClientOf) -> None:
    before = traces(app)
    page = client_of("Ada").post(PREVIEW, handed_in(FIRST))
    assert page.status == 422
    assert "This very document is assessment 1 already" in page.by_id("document-error").text
    assert traces(app) == before


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        (handed_in(None), "document", "Choose the document to read."),
        ({"unknown": "y", "document": "no file, only words"}, "document", "Choose the document to read."),
        (handed_in(b""), "document", "The document is empty."),
        (handed_in(b"# Notes\n\nNothing of the kind.\n"), "document", "does not look like an assessment"),
        (handed_in(b"\xff\xfe\xfa"), "document", "The document is not"),
        (handed_in(as_of=""), "as_of", "Enter the date, or say that it is not known."),
        (handed_in(as_of="2999-01-01"), "as_of", "cannot be from the future"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_at_its_field(
    client_of: ClientOf, sent: dict[str, Any], field: str, sentence: str
) -> None:
    page = client_of("Ada").post(PREVIEW, sent)
    assert page.status == 422
    assert sentence in page.by_id(f"{field}-error").text
    assert page.all("a", href=f"#{field}")


def test_a_document_too_large_is_refused_with_its_size(client_of: ClientOf) -> None:
    page = client_of("Ada").post(PREVIEW, handed_in(b"- [ ] one\n" * 60_000))
    assert "at most 524,288 bytes are read" in page.by_id("document-error").text


def test_the_largest_document_comes_through_a_preview_byte_by_byte(client_of: ClientOf) -> None:
    ada, note = client_of("Ada"), ("Zürich ÷ Köln ﾟ " * 24 + "\r\n").encode()
    largest = SECOND + note * ((512 * 1024 - len(SECOND)) // len(note))
    assert ada.post(APPLY, carried(ada.post(PREVIEW, handed_in(largest)))).status == 302
    assert ada.get(f"{ROOM}/2/document").response.data == largest


def test_a_file_that_no_form_takes_is_refused_with_what_is_possible(app: Flask, client_of: ClientOf) -> None:
    before = traces(app)
    page = client_of("Ada").post(PREVIEW, handed_in(b"x" * 3_000_000))
    assert (page.status, "An assessment may have up to 512 kB." in page.text) == (413, True)
    assert traces(app) == before


def test_a_wrong_day_does_not_lose_the_document(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.post(PREVIEW, handed_in(as_of="2999-01-01"))
    assert "second.md is kept" in page.text
    assert page.by_id("as_of").attributes["value"] == "2999-01-01"
    kept = page.all("input", name="kept")[0].attributes["value"]
    again = ada.post(PREVIEW, {"kept": kept, "kept_name": "second.md", "as_of": "2026-11-20"})
    assert again.status == 200
    assert "as of 20 Nov 2026" in again.text
    assert carried(again)["as_of"] == "2026-11-20"


def test_an_older_document_is_never_applied_over_a_newer_one(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    ada.post(APPLY, carried(ada.post(PREVIEW, handed_in(as_of="2026-11-20"))))
    page = ada.post(PREVIEW, handed_in(changed("8.5/10", "8.6/10"), as_of="2026-11-01"))
    assert "An older document is never applied over a newer one." in page.by_id("as_of-error").text


def test_a_choice_that_makes_no_sense_is_refused_beside_the_preview(app: Flask, client_of: ClientOf) -> None:
    ada, before = client_of("Ada"), traces(app)
    page = ada.post(PREVIEW, handed_in())
    asked = f"same-{COMPREHENSIVE}"
    for wrong in ({asked: "999"}, {asked: "x"}, {"same-x": "0"}, {"reopen": "-"}, {"reopen": str(SECRETS)}):
        told = ada.post(APPLY, carried(page) | wrong)
        assert told.status == 422, wrong
        assert row_of(told, "outcome").startswith("6 ticked, 2 vanished")
        assert "Nothing was written" in told.text
    assert traces(app) == before


def test_a_document_without_a_checklist_makes_nothing_vanish(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    page = ada.post(PREVIEW, handed_in(b"# VANTAGE AI - Assessment\n\n**Overall score: 8/10**\n"))
    assert "This document has no checklist" in page.text
    assert not page.all("section", id="vanished-critical")
    assert ada.post(APPLY, carried(page)).status == 302


def test_only_leads_hand_in_and_everybody_looks(client_of: ClientOf) -> None:
    apply_second(client_of("Ada"))
    for name in ("Ben", "Cleo"):
        client = client_of(name)
        assert client.get(NEW).status == 403
        assert client.post(PREVIEW, handed_in()).status == 403
        assert client.post(APPLY, handed_in()).status == 403
        for path in (ROOM, COMPARE, f"/p/{SLUG}/assessment"):
            page = client.get(path)
            assert page.status == 200
            assert not page.all("a", href=NEW), path
    assert client_of("Ada").get(ROOM).all("a", href=NEW)


def test_what_people_verified_is_re_opened_only_by_a_choice(app: Flask, client_of: ClientOf) -> None:
    ada = client_of("Ada")
    apply_second(ada)
    with behind(app) as world:
        ben = world.person("Ben")
        evidence.add_evidence(
            world.project, SECRETS, EvidenceKind.NOTE, "Scan", collected_on=NOW.date(), note="", by=ben, at=NOW
        )
        seen = rows.find(world.project.id, SECRETS)
        assert seen is not None
        items.move_item(world.project, Seen(SECRETS, seen.version), Status.VERIFIED, by=ben, at=NOW)
    third = changed("- [x] Fix hardcoded", "- [ ] Fix hardcoded")
    page = ada.post(PREVIEW, handed_in(third))
    assert "Re-open “Fix hardcoded secrets in docker-compose.yml”" in row_of(page, "to-decide")
    assert "It stays verified unless you decide to re-open it." in row_of(page, "unticked")
    tried = ada.post(PREVIEW, carried(page) | {"reopen": str(SECRETS)})
    assert "checked" in tried.all("input", name="reopen")[0].attributes
    assert "Re-opened." in row_of(tried, "unticked")
    ada.post(APPLY, carried(page) | {"reopen": str(SECRETS)})
    with behind(app) as world:
        item = rows.find(world.project.id, SECRETS)
        assert item is not None
        assert item.status is Status.OPEN


def decide(client: Client, number: int, what: str, **sent: str) -> Page:
    page = client.get(f"/p/{SLUG}/items/{number}")
    version = page.all("input", name="version")[0].attributes["value"]
    return client.post(f"/p/{SLUG}/items/{number}/{what}", {"version": version, **sent})


@pytest.mark.parametrize("ruling", Ruling)
def test_a_missing_item_is_decided_on_its_page_with_a_reason(app: Flask, client_of: ClientOf, ruling: Ruling) -> None:
    apply_second(client_of("Ada"))
    ben = client_of("Ben")
    assert "The newest assessment no longer names this item" in ben.get(f"/p/{SLUG}/items/{HTTPS}").text
    refused = decide(ben, HTTPS, "ruling", ruling=ruling.value)
    assert (refused.status, "Nothing was changed" in refused.text) == (422, True)
    chosen = [each for each in refused.all("input", name="ruling") if "checked" in each.attributes]
    assert [each.attributes["value"] for each in chosen] == [ruling.value]
    page = ben.follow(decide(ben, HTTPS, "ruling", ruling=ruling.value, reason="The load balancer does it."))
    assert f"Decided: {ruling.label.lower()}." in page.text
    assert "The newest assessment no longer names this item" not in page.text
    gate = row_of(ben.get(f"/p/{SLUG}/"), "gate")
    waits = "“Configure HTTPS/SSL certificates”" in gate
    assert waits is (ruling is Ruling.NOT_APPLICABLE), "only a wish that a second person has to approve still holds it"


def test_what_waits_for_a_decision_is_listed_until_it_is_decided(client_of: ClientOf) -> None:
    apply_second(client_of("Ada"), changed("- [ ] Set up APM", "- [ ] Set up TPM"))
    ben = client_of("Ben")
    waiting = row_of(ben.get(ROOM), "waiting")
    assert waiting.startswith("5 items wait for a decision")
    for title in ("Configure HTTPS/SSL certificates", "Set up APM", "Implement security testing suite"):
        assert title in waiting
    assert row_of(ben.get(f"/p/{SLUG}/"), "waiting").startswith("5 items wait for a decision")
    decide(ben, HTTPS, "ruling", ruling="keep_open", reason="Still to do.")
    assert row_of(ben.get(ROOM), "waiting").startswith("4 items wait for a decision")


def test_where_nothing_waits_nothing_is_said_of_it(client_of: ClientOf) -> None:
    assert "wait for a decision" not in client_of("Ben").get(ROOM).text


def test_a_ruling_that_came_second_is_told(client_of: ClientOf) -> None:
    apply_second(client_of("Ada"))
    ben = client_of("Ben")
    version = ben.get(f"/p/{SLUG}/items/{HTTPS}").all("input", name="version")[0].attributes["value"]
    decide(client_of("Ada"), HTTPS, "ruling", ruling="keep_open", reason="Still to do.")
    sent = {"ruling": "done", "reason": "Done.", "version": version}
    assert ben.post(f"/p/{SLUG}/items/{HTTPS}/ruling", sent).status == 409


def test_what_arrived_ticked_is_accepted_with_evidence(client_of: ClientOf) -> None:
    apply_second(client_of("Ada"))
    ben = client_of("Ben")
    page = ben.get(f"/p/{SLUG}/items/{TESTING}")
    assert "This item arrived already ticked" in page.text
    assert not page.all("button", name="accept")
    assert decide(ben, TESTING, "accept").status == 422
    proof = {"kind": "note", "reference": "The suite runs nightly", "collected_on": "2026-11-20", "note": ""}
    ben.post(f"/p/{SLUG}/items/{TESTING}/evidence", proof)
    page = ben.follow(decide(ben, TESTING, "accept"))
    assert "Accepted: it is a claim now" in page.text
    assert "arrived already ticked" not in page.text.split("History")[0]


@pytest.mark.parametrize(
    ("answer", "tier", "said"), [("yes", "Critical", "now critical"), ("no", "Important", "still")]
)
def test_another_tier_waits_for_a_lead(client_of: ClientOf, answer: str, tier: str, said: str) -> None:
    backups = "- [ ] Set up backup verification process"
    raw = changed(backups + "\n", "").replace(b"### Completed (Critical)\n", f"### Critical\n\n{backups}\n".encode())
    ada, ben = client_of("Ada"), client_of("Ben")
    preview = ada.post(PREVIEW, handed_in(raw))
    assert "It stays important until a lead approves critical." in row_of(preview, "retiered")
    ada.post(APPLY, carried(preview))
    number = 15
    page = ben.get(f"/p/{SLUG}/items/{number}")
    assert "The newest assessment puts this in another tier" in page.text
    assert "Important" in row_of(page, "facts")
    assert decide(ben, number, "proposed-tier", approve=answer, reason="x").status == 403
    assert decide(ada, number, "proposed-tier", approve=answer).status == 422
    page = ada.follow(decide(ada, number, "proposed-tier", approve=answer, reason="A restore failed."))
    assert f"The tier is {said}" in page.text
    assert tier in row_of(page, "facts")
    assert "in another tier" not in page.text


def test_any_two_assessments_stand_beside_each_other(client_of: ClientOf) -> None:
    ada = client_of("Ada")
    apply_second(ada)
    apply_second(ada, changed("- [ ] Set up APM", "- [x] Set up APM").replace(b"8.5/10", b"9.2/10"))
    cleo = client_of("Cleo")
    newest = cleo.get(COMPARE)
    assert "1 ticked, 23 the same." in newest.text
    page = cleo.get(f"{COMPARE}?one=2&other=1")
    assert "6 ticked, 2 vanished, 2 born done, 16 the same." in page.text
    assert "Configure HTTPS/SSL certificates #7" in row_of(page, "vanished")
    assert "Overall7.58.5" in row_of(page, "score")
    assert "+1.07 of the stated +1.00" in row_of(page, "explained")
    assert page.all("a", href=f"{ROOM}/1#L171")
    assert page.all("a", href=f"{ROOM}/2#L112")
    assert "Ask the assessor" in row_of(cleo.get(f"{COMPARE}?one=2&other=3"), "explained")
    assert page.all("option", value="1", selected="")[0].text.startswith("1.")


@pytest.mark.parametrize(("query", "status"), [("?one=1&other=1", 422), ("?one=1&other=9", 404), ("?one=x", 422)])
def test_a_comparison_that_cannot_be_is_explained(client_of: ClientOf, query: str, status: int) -> None:
    ada = client_of("Ada")
    apply_second(ada)
    assert ada.get(COMPARE + query).status == status


def test_with_one_assessment_there_is_nothing_to_compare(client_of: ClientOf) -> None:
    page = client_of("Cleo").get(COMPARE)
    assert (page.status, "There is only one assessment to look at." in page.text) == (200, True)
    assert "The first one" in client_of("Cleo").get(ROOM).text
