"""Idempotency keys: asking again gives the same answer and does nothing, also when two ask at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask

from tests.web.behind import behind
from vantage_readiness.services import answered, diary, items
from vantage_readiness.services.answered import Answer, Asked
from vantage_readiness.storage import answered as kept
from vantage_readiness.storage import diary as lines
from vantage_readiness.storage.answered import Answered
from vantage_readiness.storage.database import db

from .programs import Program

ProgramOf = Callable[[str], Program]
NEW = {"title": "Restore drill", "tier": "nice"}
CREATES = {
    "/items": NEW,
    "/items/1/comments": {"text": "Hello"},
    "/items/1/evidence": {"kind": "link", "reference": "https://ci.example/1"},
}


def written(app: Flask) -> int:
    with behind(app) as world:
        return len(lines.lines(world.project.id, limit=10_000))


@pytest.mark.parametrize("path", CREATES)
def test_asking_again_gives_the_same_answer_and_does_nothing(app: Flask, program_of: ProgramOf, path: str) -> None:
    ben = program_of("Ben")
    first = ben.post(path, CREATES[path], idempotency_key="k-1")
    before = written(app)
    again = ben.post(path, CREATES[path], idempotency_key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.data == again.data
    assert [first.headers.get(name) for name in ("Location", "ETag")] == [
        again.headers.get(name) for name in ("Location", "ETag")
    ]
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (None, "true")
    assert written(app) == before


def test_without_a_key_each_request_creates(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert [ben.post("/items", NEW).get_json()["number"] for _ in range(2)] == [36, 37]


@pytest.mark.parametrize(("path", "body"), [("/items", {**NEW, "title": "Another"}), ("/items/1/comments", NEW)])
def test_a_key_of_another_request_is_refused(program_of: ProgramOf, path: str, body: dict[str, str]) -> None:
    ben = program_of("Ben")
    ben.post("/items", NEW, idempotency_key="k-1")
    answer = ben.post(path, body, idempotency_key="k-1")
    assert answer.status_code == 422
    assert "another request" in answer.get_json()["detail"]


def test_a_key_belongs_to_one_token(program_of: ProgramOf) -> None:
    first, second = program_of("Ben"), program_of("Ben")
    assert first.post("/items", NEW, idempotency_key="k-1").get_json()["number"] == 36
    assert second.post("/items", NEW, idempotency_key="k-1").get_json()["number"] == 37


def test_what_was_refused_may_be_asked_again(program_of: ProgramOf) -> None:
    ben = program_of("Ben")
    assert ben.post("/items", {**NEW, "owner": 99}, idempotency_key="k-1").status_code == 422
    assert ben.post("/items", NEW, idempotency_key="k-1").status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "ü".encode().decode("latin-1")])
def test_a_key_is_a_short_plain_word(program_of: ProgramOf, key: str) -> None:
    assert program_of("Ben").post("/items", NEW, idempotency_key=key).status_code == 400


def test_of_many_that_arrive_at_once_one_creates(app: Flask, program_of: ProgramOf, both: None) -> None:
    ben = program_of("Ben")
    start = Barrier(8)

    def ask(_: int) -> tuple[int, bytes, bool]:
        start.wait()
        answer = ben.post("/items", NEW, idempotency_key="k-1")
        return answer.status_code, answer.data, "Idempotency-Replayed" in answer.headers

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(ask, range(8)))
    assert {(status, body) for status, body, _ in answers} == {(201, answers[0][1])}
    assert sorted(again for _, _, again in answers) == [False] + [True] * 7
    titles = [item["title"] for item in ben.get("/items?limit=200").get_json()["data"]]
    assert titles.count("Restore drill") == 1


def test_answer_and_work_are_one_transaction(app: Flask, program_of: ProgramOf, both: None) -> None:
    asked, at = Asked("token:1", "k-1", "0" * 64), datetime.now(UTC)

    def work_and_fail() -> Answer:
        with_project = world.project
        items.comment(with_project, 1, "Lost", by=world.person("Ben"), at=at)
        raise RuntimeError("the power failed")

    with behind(app) as world:
        with pytest.raises(RuntimeError):
            answered.once(asked, work_and_fail, at=at)
        db.session.rollback()
        assert kept.find("token:1", "k-1") is None
        newest = diary.newest_line(world.project)
        assert newest is None or newest.after != "Lost"
        _given, is_new = answered.once(asked, lambda: Answer(201, None, "{}"), at=at)
        assert is_new


def test_old_answers_are_forgotten(app: Flask) -> None:
    at = datetime.now(UTC)
    with behind(app):
        answered.once(Asked("token:1", "old", "0" * 64), lambda: Answer(201, None, "{}"), at=at - timedelta(hours=25))
        answered.once(Asked("token:1", "new", "0" * 64), lambda: Answer(201, None, "{}"), at=at - timedelta(hours=23))
        answered.tidy(at)
        db.session.commit()
        assert kept.find("token:1", "old") is None
        assert kept.find("token:1", "new")


def test_without_a_claim_many_that_arrive_at_once_would_create_many(
    app: Flask, program_of: ProgramOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race above can be lost: a build that forgets its keys creates as often as it is asked."""
    monkeypatch.setattr(answered, "_claim", lambda asked, at: Answered())
    monkeypatch.setattr(kept, "find", lambda owner, key: None)
    ben = program_of("Ben")
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda _: ben.post("/items", NEW, idempotency_key="k-1").get_json(), range(4)))
    assert len({answer["number"] for answer in answers}) == 4
