"""Acting on costs, findings and assessments: once, in time, by those who may."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pages import Client
from vantage_readiness import places

from .programs import Program

ProgramOf = Callable[[str], Program]
SECOND = base64.b64encode(Path("seed/demo/second.md").read_bytes()).decode()
HAND_IN: dict[str, Any] = {"document": SECOND, "as_of": None}


def a_line(program: Program) -> dict[str, Any]:
    line: dict[str, Any] = program.get("/costs").get_json()["data"][0]["lines"][0]
    return line


def test_money_is_recorded_and_listed(program_of: ProgramOf, client_of: Callable[[str], Client]) -> None:
    ben = program_of("Ben")
    line = a_line(ben)
    sent = {"line": line["id"], "kind": "actual", "amount": "1,200.50", "note": "Audit"}
    answer = ben.post("/costs/entries", sent)
    assert answer.status_code == 201
    assert (answer.get_json()["amount"], answer.get_json()["by"]) == ("1200.50", "Ben")
    assert ben.get("/costs/entries").get_json()["data"] == [answer.get_json()]
    assert a_line(ben)["actual"] == "1200.50"
    assert "1,200.50" in client_of("Cleo").get("/p/vantage-ai/costs").text


def test_the_same_key_records_money_once(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    sent = {"line": a_line(ben)["id"], "kind": "committed", "amount": "10"}
    first, second = (ben.post("/costs/entries", sent, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert len(ben.get("/costs/entries").get_json()["data"]) == 1


def test_entries_are_walked_page_by_page(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    line = a_line(ben)["id"]
    for amount in range(1, 6):
        ben.post("/costs/entries", {"line": line, "kind": "actual", "amount": str(amount)})
    page, seen = ben.get("/costs/entries?limit=2").get_json(), []
    while True:
        seen += [entry["amount"] for entry in page["data"]]
        if page["next"] is None:
            break
        page = ben.get(page["next"]).get_json()
    assert seen == ["5.00", "4.00", "3.00", "2.00", "1.00"]


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": 5},
        {"amount": "-5"},
        {"amount": "NaN"},
        {"amount": "1e9"},
        {"kind": "promised"},
        {"line": "1"},
        {"line": 999},
        {"day": "2999-01-01"},
        {"day": None},
        {"note": "x" * 1001},
        {"by": 1},
    ],
)
def test_money_that_cannot_be_is_refused(program_of: ProgramOf, changed: dict[str, Any]) -> None:
    ben = program_of("Ben")
    sent = {"line": a_line(ben)["id"], "kind": "actual", "amount": "5"} | changed
    assert ben.post("/costs/entries", sent).status_code == (404 if changed == {"line": 999} else 422)
    assert ben.get("/costs/entries").get_json()["data"] == []


@pytest.mark.parametrize(("who", "status"), [("Ben", 403), ("Cleo", 403), ("Dan", 404), ("nobody", 401)])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/costs/lines/1/close", {"reason": "Done"}),
        ("/costs/lines/1/reopen", {"reason": "Not yet"}),
        ("/findings/1/decision", {"decision": "Fine"}),
        ("/assessments/preview", HAND_IN),
        ("/assessments", {**HAND_IN, "seal": "0" * 64}),
    ],
)
def test_what_leads_do_is_not_for_others(
    program_of: ProgramOf, who: str, status: int, path: str, body: dict[str, Any]
) -> None:
    assert program_of(who).post(path, body).status_code == status


def test_a_line_is_closed_and_opened_again(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    line = a_line(ada)["id"]
    assert ada.post(f"/costs/lines/{line}/close", {"reason": "Paid"}).get_json()["is_closed"] is True
    assert ada.post(f"/costs/lines/{line}/close", {"reason": "Paid"}).status_code == 422
    assert ada.post(f"/costs/lines/{line}/reopen", {"reason": "More came"}).get_json()["is_closed"] is False


def test_a_finding_is_decided_and_a_stale_decision_shows_both(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    decided = ada.post("/findings/1/decision", {"decision": "The number counts."})
    assert (decided.get_json()["decision"], decided.get_json()["decided_by"]) == ("The number counts.", "Ada")
    stale = ada.post("/findings/1/decision", {"decision": "The stars count."})
    assert stale.status_code == 412
    clash = stale.get_json()["clashes"][0]
    assert (clash["wanted"], clash["current"]) == ("The stars count.", "The number counts.")
    seen = {"decision": "The stars count.", "seen": "The number counts."}
    assert ada.post("/findings/1/decision", seen).status_code == 200


def test_a_dry_run_writes_nothing_and_its_seal_applies(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    before = ada.get("/diary?limit=1").get_json()
    found = ada.post("/assessments/preview", HAND_IN)
    assert found.status_code == 200, found.text
    preview = found.get_json()
    assert ada.get("/diary?limit=1").get_json() == before
    applied = ada.post("/assessments", {**HAND_IN, "seal": preview["seal"]}, Idempotency_Key="second")
    assert applied.status_code == 201, applied.text
    assert applied.headers["Location"].endswith("/assessments/2")
    assert applied.get_json()["changes"] == preview["changes"]
    again = ada.post("/assessments", {**HAND_IN, "seal": preview["seal"]}, Idempotency_Key="second")
    assert again.data == applied.data
    both = ada.get("/assessments/compare?one=2&other=1").get_json()
    assert (both["earlier"], both["later"]) == (1, 2)
    assert ada.get("/gate").get_json()["sentence"] == preview["gate_after"]["sentence"]


def test_what_was_not_previewed_is_not_applied(program_of: ProgramOf) -> None:
    ada = program_of("Ada")
    assert ada.post("/assessments", {**HAND_IN, "seal": "0" * 64}).status_code == 412
    assert len(ada.get("/assessments").get_json()["data"]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"document": "not base64!"},
        {"document": ""},
        {"document": base64.b64encode(b"\x89PNG\x00\x01").decode()},
        {"as_of": "soon"},
        {"as_of": "2999-12-31"},
        {"same": [{"line": 1, "item": 99999}]},
        {"same": [{"line": 0, "item": 1}]},
        {"reopen": [99999]},
        {"reopen": [True]},
        {"more": 1},
    ],
)
def test_a_document_that_cannot_be_taken_is_refused(program_of: ProgramOf, changed: dict[str, Any]) -> None:
    assert program_of("Ada").post("/assessments/preview", HAND_IN | changed).status_code == 422


def test_the_day_of_a_document_is_asked_for(program_of: ProgramOf) -> None:
    assert program_of("Ada").post("/assessments/preview", {"document": SECOND}).status_code == 422


def test_the_same_document_is_refused_a_second_time(program_of: ProgramOf) -> None:
    raw = (places.seed() / "assessment.md").read_bytes()
    sent = {"document": base64.b64encode(raw).decode(), "as_of": None}
    answer = program_of("Ada").post("/assessments/preview", sent)
    assert answer.status_code == 422
    assert "already" in answer.get_json()["detail"]
