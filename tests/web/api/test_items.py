"""Items by program: lists in pages, adding, changing; what is refused says why and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from tests.web.behind import behind
from vantage_readiness.storage import diary

from .programs import HOME, Program

ProgramOf = Callable[[str], Program]
ONE = "/items/1"


def lines(app: Flask) -> int:
    """Count the lines of the project's diary."""
    with behind(app) as world:
        return len(diary.lines(world.project.id, limit=10_000))


def walk(program: Program, path: str) -> list[Any]:
    """Read every page of a list."""
    rows, next_ = [], path
    while next_:
        page = program.get(next_).get_json()
        rows += page["data"]
        next_ = page["next"]
    return rows


def test_an_item_is_shown_with_its_version(program_of: ProgramOf) -> None:
    answer = program_of("Cleo").get(ONE)
    item = answer.get_json()
    assert (item["number"], item["status"], item["standing"], item["owner"]) == (1, "open", "undone", None)
    assert item["title"] == "Fix hardcoded secrets in docker-compose.yml"
    assert answer.headers["ETag"] == f'"{item["version"]}"'
    assert item["self"] == HOME + ONE


NARROWED: list[tuple[str, int]] = [
    ("tier=critical", 8),
    ("tier=critical,nice", 16),
    ("status=done", 0),
    ("text=ENCRYPT", 2),
    ("owner=0", 35),
    ("phase=0", 13),
    ("due=none", 35),
    ("due=overdue", 0),
]


def test_the_address_narrows_the_list_as_on_the_page(program_of: ProgramOf) -> None:
    cleo = program_of("Cleo")
    for query, many in NARROWED:
        assert len(walk(cleo, f"/items?limit=200&{query}")) == many, query


NONSENSE: list[str] = [
    *("tier=vital", "sort=nonsense", "limit=0", "limit=201", "limit=1.5", "limit=-1", "owner=1234567890"),
    *("due=x", "nonsense=1", "tier=nice&tier=critical", "cursor=x", "cursor=" + "x" * 3000, "limit=%C2%B2"),
    *("text=" + "x" * 201, "text=%00", "text=%ED%A0%80&x=1"),
]


def test_an_address_that_makes_no_sense_is_refused(program_of: ProgramOf) -> None:
    cleo = program_of("Cleo")
    for query in NONSENSE:
        assert cleo.get(f"/items?{query}").status_code == 422, query


def test_pages_of_every_order_hold_each_item_once(program_of: ProgramOf, both: None) -> None:
    ben = program_of("Ben")
    for number, due, owner in ((3, "2026-12-01", 1), (4, "2026-12-01", None), (5, "2026-12-24", 2)):
        ben.patch(f"/items/{number}", {"due": due, "owner": owner}, if_match=ben.tag(f"/items/{number}"))
    for order in ("tier", "number", "title", "due", "owner", "status", "phase"):
        for sort in (order, f"-{order}"):
            whole = [item["number"] for item in walk(ben, f"/items?sort={sort}&limit=200")]
            paged = [item["number"] for item in walk(ben, f"/items?sort={sort}&limit=9")]
            assert paged == whole, sort
            assert sorted(whole) == list(range(1, 36)), sort


def test_items_added_meanwhile_hide_none_and_repeat_none(program_of: ProgramOf, both: None) -> None:
    ben = program_of("Ben")
    page = ben.get("/items?sort=title&limit=10").get_json()
    seen = [item["number"] for item in page["data"]]
    for title in ("AAA comes before all", "zzz comes after all", page["data"][3]["title"]):
        assert ben.post("/items", {"title": title, "tier": "nice"}).status_code == 201
    rest = [item["number"] for item in walk(ben, page["next"])]
    assert len(set(seen) & set(rest)) == 0
    assert set(range(1, 36)) <= set(seen + rest)
    assert "36" not in map(str, rest)


def test_a_cursor_of_one_list_does_not_open_another(program_of: ProgramOf) -> None:
    cleo = program_of("Cleo")
    cursor = cleo.get("/items?sort=title&limit=2").get_json()["next"].partition("cursor=")[2]
    for other in (f"/items?sort=number&cursor={cursor}", f"/items/1/comments?cursor={cursor}"):
        assert cleo.get(other).status_code == 422


def test_an_item_is_added_with_everything_it_may_have(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    sent = {"title": "Restore  drill", "tier": "important", "detail": "a\r\nb", "phase": 2, "owner": 1}
    answer = ben.post("/items", {**sent, "due": "2026-12-14", "area": 1, "reason": "forgotten"})
    item = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == item["self"] == f"{HOME}/items/36"
    assert (item["title"], item["detail"], item["due"]) == ("Restore drill", "a\nb", "2026-12-14")
    assert (item["owner"]["name"], item["phase"]["id"], item["area"]["id"]) == ("Ada", 2, 1)
    assert ben.get(item["self"]).get_json() == item


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "title"),
    ({"title": "x" * 301}, "title"),
    ({"title": "a\x00b"}, "title"),
    ({"title": 1}, "title"),
    ({"title": None}, "title"),
    ({"tier": "vital"}, "tier"),
    ({"tier": ["nice"]}, "tier"),
    ({"owner": "1"}, "owner"),
    ({"owner": 1.0}, "owner"),
    ({"owner": True}, "owner"),
    ({"owner": 2**70}, "owner"),
    ({"owner": 0}, "owner"),
    ({"due": "tomorrow"}, "due"),
    ({"due": "20261214"}, "due"),
    ({"due": "1999-12-31"}, "due"),
    ({"due": "2026-02-30"}, "due"),
    ({"due": 20261214}, "due"),
    ({"detail": "x" * 20_001}, "detail"),
    ({"number": 7}, "number"),
    ({"project_id": 2}, "project_id"),
    ({"status": "verified"}, "status"),
    ({"version": 9}, "version"),
    ({"owner": 99}, ""),
    ({"phase": 99}, ""),
    ({"area": 99}, ""),
    ({"title": "   "}, ""),
]


def test_an_impossible_item_is_not_added(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    before = lines(app)
    for wrong, field in IMPOSSIBLE:
        answer = ben.post("/items", {"title": "Drill", "tier": "nice", **wrong})
        assert answer.status_code == 422, wrong
        named = [each["field"] for each in answer.get_json().get("errors", [])]
        assert named == ([field] if field else []), wrong
    assert lines(app) == before


BODIES: list[tuple[bytes, str, int]] = [
    (b"", "application/json", 400),
    (b"{", "application/json", 400),
    (b'{"title": NaN, "tier": "nice"}', "application/json", 400),
    (b'{"title": "a", "title": "b", "tier": "nice"}', "application/json", 400),
    (b'{"title": "\\ud800", "tier": "nice"}', "application/json", 400),
    (b'{"title": "\xff", "tier": "nice"}', "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b"1" * 5000, "application/json", 400),
    (b"null", "application/json", 422),
    (b"[]", "application/json", 422),
    (b'"x"', "application/json", 422),
    (b"1e999", "application/json", 422),
    (b'{"title": "a", "tier": "nice"}', "text/plain", 415),
    (b'{"title": "a", "tier": "nice"}', "application/problem+json", 415),
    (b"title=a&tier=nice", "application/x-www-form-urlencoded", 415),
    (b"x" * 3_000_000, "application/json", 413),
]


def test_a_body_that_is_not_one_json_object_is_refused(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    headers = {"Authorization": f"Bearer {ben.token}"}
    for body, kind, status in BODIES:
        answer = app.test_client().post(f"{HOME}/items", data=body, content_type=kind, headers=headers)
        answer.request.environ["wsgi.input"].close()
        told = (answer.status_code, answer.mimetype)
        assert told == (status, "application/problem+json"), f"{body[:40]!r}: {answer.text}"
    assert len(walk(ben, "/items?limit=200")) == 35


def test_a_body_in_pieces_is_refused(app: Flask, program_of: ProgramOf) -> None:
    answer = program_of("Ben").post("/items", {}, transfer_encoding="chunked")
    assert answer.status_code == 411


def test_an_item_is_changed_in_many_ways_at_once(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    sent = {"title": "New title", "tier": "nice", "reason": "less urgent", "owner": 2, "due": "2026-12-14", "phase": 3}
    answer = ben.patch(ONE, sent, if_match=ben.tag(ONE))
    item = answer.get_json()
    assert answer.status_code == 200
    assert (item["title"], item["tier"], item["due"]) == ("New title", "nice", "2026-12-14")
    assert (item["owner"]["name"], item["phase"]["id"]) == ("Ben", 3)
    emptied = ben.patch(ONE, {"owner": None, "due": None, "phase": None}, if_match=answer.headers["ETag"]).get_json()
    assert (emptied["owner"], emptied["due"], emptied["phase"]) == (None, None, None)


def test_what_is_so_already_is_no_change(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    before, tag = lines(app), ben.tag(ONE)
    answer = ben.patch(ONE, {"tier": "critical", "owner": None}, if_match=tag)
    assert (answer.status_code, answer.headers["ETag"]) == (200, tag)
    assert lines(app) == before


def test_of_an_impossible_patch_nothing_is_done(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    before, tag = lines(app), ben.tag(ONE)
    for sent in ({"title": "New", "owner": 99}, {"title": "New", "tier": "nice"}, {"title": "New", "phase": 99}):
        assert ben.patch(ONE, sent, if_match=tag).status_code == 422
    assert (lines(app), ben.tag(ONE)) == (before, tag)


def test_an_edit_says_which_version_it_is_about(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert ben.patch(ONE, {"title": "New"}).status_code == 428
    assert ben.patch(ONE, {"title": "New"}, if_match="*").status_code == 428
    for tag in ('"99"', 'W/"1"', '"x"', '"1", "2"', '"-1"', "1", '""'):
        assert ben.patch(ONE, {"title": "New"}, if_match=tag).status_code in (200, 412), tag


def test_a_stale_edit_is_refused_and_shows_both_values(program_of: ProgramOf) -> None:
    ada, ben = program_of("Ada"), program_of("Ben")
    tag = ben.tag(ONE)
    ada.patch(ONE, {"title": "Title of Ada", "owner": 1}, if_match=tag)
    answer = ben.patch(ONE, {"title": "Title of Ben", "owner": 2}, if_match=tag)
    problem = answer.get_json()
    assert (answer.status_code, problem["type"]) == (412, "/api#stale")
    assert [(each["field"], each["wanted"], each["current"], each["by"]) for each in problem["clashes"]] == [
        ("Title", "Title of Ben", "Title of Ada", "Ada"),
        ("Owner", "Ben", "Ada", "Ada"),
    ]
    assert ben.get(ONE).get_json()["title"] == "Title of Ada"


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("PATCH", ONE, {"title": "Title {}"}),
        ("POST", f"{ONE}/not-applicable", {"reason": "reason {}"}),
        ("POST", f"{ONE}/status", {"status": "done", "note": "note {}"}),
    ],
)
def test_of_many_edits_of_one_version_exactly_one_is_kept(
    app: Flask, program_of: ProgramOf, method: str, path: str, sent: dict[str, str], both: None
) -> None:
    ben = program_of("Ben")
    tag, before, start = ben.tag(ONE), lines(app), Barrier(8)

    def ask(number: int) -> int:
        start.wait()
        wanted = {name: value.format(number) for name, value in sent.items()}
        return ben.ask(method, path, wanted, if_match=tag).status_code

    with ThreadPoolExecutor(8) as crowd:
        answers = sorted(crowd.map(ask, range(8)))
    assert answers == [200] + [412] * 7
    assert lines(app) == before + 1


def test_a_build_claims_an_item_with_a_link_in_one_call(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    proof = {"kind": "link", "reference": "https://ci.example/1"}
    sent = {"status": "done", "note": "green", "evidence": proof}
    item = ben.post(f"{ONE}/status", sent, if_match="*").get_json()
    assert (item["status"], item["standing"], item["claimed_by"]["name"]) == ("done", "claimed", "Ben")
    assert [each["reference"] for each in walk(ben, f"{ONE}/evidence")] == ["https://ci.example/1"]


def test_a_claim_with_impossible_evidence_is_no_claim(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    before = lines(app)
    for proof in (
        {"kind": "link", "reference": "javascript:alert(1)"},
        {"kind": "note", "reference": "x", "collected_on": "2999-01-01"},
        {"kind": "note"},
        {"kind": "note", "reference": "x", "by": 1},
    ):
        answer = ben.post(f"{ONE}/status", {"status": "done", "evidence": proof}, if_match="*")
        assert answer.status_code == 422
    assert lines(app) == before
    assert ben.get(ONE).get_json()["status"] == "open"


def test_a_build_that_runs_again_renews_the_proof_and_takes_no_verification_back(program_of: ProgramOf) -> None:
    ada, ben = program_of("Ada"), program_of("Ben")
    claim = {"status": "done", "evidence": {"kind": "link", "reference": "https://ci.example/1"}}
    ben.post(f"{ONE}/status", claim, if_match="*")
    assert ben.post(f"{ONE}/status", {"status": "verified"}, if_match="*").status_code == 422
    assert ada.post(f"{ONE}/status", {"status": "verified"}, if_match="*").status_code == 200
    assert ben.post(f"{ONE}/status", claim, if_match="*").get_json()["status"] == "verified"
    assert len(walk(ben, f"{ONE}/evidence")) == 2


def test_a_stale_status_is_refused(program_of: ProgramOf) -> None:
    ada, ben = program_of("Ada"), program_of("Ben")
    tag = ben.tag(ONE)
    ada.post(f"{ONE}/status", {"status": "blocked"}, if_match=tag)
    answer = ben.post(f"{ONE}/status", {"status": "done"}, if_match=tag)
    assert answer.status_code == 412
    assert [(each["wanted"], each["current"]) for each in answer.get_json()["clashes"]] == [("Done", "Blocked")]


def test_a_status_is_confirmed(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert ben.post(f"{ONE}/confirm", if_match=ben.tag(ONE)).status_code == 200
    assert ben.post(f"{ONE}/confirm").status_code == 428


def test_many_items_change_together_or_not_at_all(app: Flask, program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    chosen = [{"number": number, "version": int(ben.tag(f"/items/{number}").strip('"'))} for number in (1, 2, 3)]
    answer = ben.post("/items/bulk", {"items": chosen, "status": "in_progress", "owner": 2, "due": "2026-12-14"})
    assert answer.get_json() == {"changed": 3}
    before = lines(app)
    stale = ben.post("/items/bulk", {"items": chosen, "status": "done"})
    assert (stale.status_code, lines(app)) == (412, before)
    unknown = {"items": [{"number": 99, "version": 1}], "status": "done"}
    wrongs: list[dict[str, Any]] = [{"items": []}, {"items": chosen}, unknown, {}]
    for wrong in wrongs:
        assert ben.post("/items/bulk", wrong).status_code in (404, 422)
    assert lines(app) == before


def test_there_is_no_item_of_that_number(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert ben.get("/items/999").status_code == 404
    assert ben.patch("/items/999", {"title": "x"}, if_match='"1"').status_code == 404
    assert ben.get("/items/999/comments").status_code == 404
    assert ben.post("/items/999/comments", {"text": "x"}).status_code == 404
