"""Two projects in one house: whatever number or word of Theirs is put into an address or a form of Ours, it is as if it
did not exist, and not one byte of Theirs comes back."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Column
from werkzeug.test import TestResponse

from tests.marking import CANARY, FAR, HALF, THEIRS
from tests.twins import OURS, Playground, sign_in
from tests.web.crawling import Form, addresses, crawl
from vantage_readiness.storage.database import db

OUR_ROLES = ("viewer", "member", "lead")
OUTSIDERS = ("stranger", "viewer", "member", "lead")
NOWHERE = 999_999  # a number nothing has
NUMBER = re.compile(r"^\d+")


def ids(twins: Playground) -> list[int]:
    """Give as few numbers as name, together, something of Theirs in every table."""
    chosen: list[int] = []
    left = {table: set(numbers) for table, numbers in twins.theirs.items() if numbers}
    left["an item's number"] = {FAR + 1}
    while left:
        counts = Counter(number for numbers in left.values() for number in numbers)
        best = max(counts, key=lambda number: (counts[number], -number))
        chosen.append(best)
        left = {table: numbers for table, numbers in left.items() if best not in numbers}
    return sorted(chosen)


def ask(twins: Playground, role: str, method: str, path: str, form: dict[str, str] | None = None) -> TestResponse:
    sent = {**form, "csrf_token": twins.tokens[role]} if form is not None else None
    shown = twins.headers(role, path) if role != "stranger" else {}  # the stranger's token is one of Theirs
    return twins.clients[role]._client.open(path, method=method, data=sent, headers=shown)


def leaks(response: TestResponse, *, asked: str = "") -> list[str]:
    """List what an answer says of Theirs, in its status, its headers or its body."""
    whole = f"{response.status}\n{response.headers}\n{response.get_data(as_text=True)}"
    return [word for word in (CANARY, THEIRS) if word in whole and word not in asked]


def plainly(response: TestResponse) -> tuple[int, str]:
    """Give an answer without what differs from asking to asking."""
    text = re.sub(
        rf'value="[^"]*"|{NOWHERE}|\b[0-9a-f-]{{8,36}}\b|{str(FAR)[0]}\d{{5}}', "", response.get_data(as_text=True)
    )
    return response.status_code, text


def pointers(twins: Playground) -> dict[str, list[tuple[object, ...]]]:
    """Give every row that names something of Theirs by a number: theirs, and any of ours that points at one."""
    with closing(sqlite3.connect(twins.path)) as connection:
        found = {}
        for name, table in db.metadata.tables.items():
            keys = [(at, set(_named(twins, column))) for at, column in enumerate(table.columns)]
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            rows = connection.execute(f'SELECT {columns} FROM "{name}" ORDER BY rowid').fetchall()
            found[name] = [row for row in rows if any(row[at] in numbers for at, numbers in keys)]
        return found


def _named(twins: Playground, column: Column[Any]) -> list[int]:
    """Give the numbers of Theirs that a column may name; none if it names nothing."""
    if column.foreign_keys:
        return twins.theirs[next(iter(column.foreign_keys)).column.table.name]
    tables = {"id": column.table.name, "book": "project"}
    return twins.theirs[tables[column.name]] if column.name in tables else []


class Watch:
    """Tells whether anybody has written into the file since it was last asked, as SQLite itself counts it."""

    def __init__(self, twins: Playground) -> None:
        self._connection = sqlite3.connect(twins.path)
        self._seen = self._version()

    def tells_of_a_change(self) -> bool:
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def close(self) -> None:
        self._connection.close()

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def test_the_watch_tells_of_whatever_is_written(twins: Playground) -> None:
    with closing(Watch(twins)) as watch:
        assert not watch.tells_of_a_change()
        for write in (twins.rewind, lambda: ask(twins, "lead", "POST", f"/p/{OURS}/items/1/comments", {"text": "Yes"})):
            write()
            assert watch.tells_of_a_change()
            assert not watch.tells_of_a_change()


def test_there_is_something_of_theirs_in_every_table(twins: Playground) -> None:
    found = pointers(twins)
    hanging = {name for name, table in db.metadata.tables.items() if table.foreign_keys}
    assert sorted(name for name in hanging if not found[name]) == []


def test_theirs_read_the_canary_on_their_own_pages(twins: Playground) -> None:
    bea = sign_in(twins.app, f"bea.{CANARY}")
    without = [
        str(rule)
        for rule, path in addresses(twins.app, "GET", THEIRS, twins.theirs["item"][0])
        if str(rule).startswith("/p/<slug>") and CANARY not in bea.get(path).response.get_data(as_text=True)
    ]
    assert "/p/<slug>/items" not in without
    assert len(without) < 14, without


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_address_of_theirs_exists(twins: Playground, role: str) -> None:
    asked = 0
    for method in ("GET", "POST"):
        for number in (1, twins.theirs["item"][0]):
            for rule, path in addresses(twins.app, method, THEIRS, number):
                if "<slug>" in str(rule):
                    response = ask(twins, role, method, path, {} if method == "POST" else None)
                    shut = 401 if role == "stranger" and path.startswith("/api/") else 404
                    assert response.status_code == shut, f"{method} {rule}: {response.status}"
                    assert leaks(response, asked=path) == [], rule
                    asked += 1
    assert asked > 60


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_page_says_anything_of_theirs(twins: Playground, role: str) -> None:
    pages = crawl(twins, role).pages
    for path in pages.values():
        if path == "/metrics":  # for the machine itself, which the tests are; people from elsewhere are refused there
            continue
        assert leaks(ask(twins, role, "GET", path)) == [], path
    assert len(pages) > (6 if role == "stranger" else 30)


@pytest.mark.parametrize("role", OUR_ROLES)
def test_a_number_of_theirs_in_an_address_is_like_one_that_nothing_has(twins: Playground, role: str) -> None:
    before, asked = pointers(twins), 0
    for method in ("GET", "POST"):
        form = {"version": "1"} if method == "POST" else None
        numbered = [pair for pair in addresses(twins.app, method, number=NOWHERE) if "<int:" in str(pair[0])]
        nowhere = {str(rule): ask(twins, role, method, path, form) for rule, path in numbered}
        for number in ids(twins):
            for rule, path in addresses(twins.app, method, number=number):
                if "<int:" not in str(rule):
                    continue
                response = ask(twins, role, method, path, form)
                assert plainly(response) == plainly(nowhere[str(rule)]), f"{method} {path}"
                assert response.status_code in (403, 404, 415, 422, 428), f"{method} {path}: {response.status}"
                assert leaks(response) == [], path
                asked += 1
    assert pointers(twins) == before
    assert asked > 100


@pytest.mark.parametrize("role", OUR_ROLES)
def test_what_an_address_asks_for_finds_nothing_of_theirs(twins: Playground, role: str) -> None:
    asked = 0
    for endpoint, names in crawl(twins, role).asked.items():
        for rule, path in addresses(twins.app, "GET"):
            if rule.endpoint != endpoint:
                continue
            for name in sorted(names):
                for value in (
                    *ids(twins),
                    f"person:{twins.theirs['user'][0]}",
                    HALF,
                    THEIRS[:-1],
                    f"{FAR},{ids(twins)[0]}",
                ):
                    query = urlencode({name: value})
                    response = ask(twins, role, "GET", f"{path}?{query}")
                    assert response.status_code < 500, f"{path}?{query}"
                    assert leaks(response) == [], f"{path}?{query}"
                    asked += 1
    assert asked > 100


@pytest.mark.parametrize("role", OUR_ROLES)
def test_a_form_of_ours_never_reaches_anything_of_theirs(twins: Playground, role: str) -> None:
    forms, before, tried = crawl(twins, role).forms, pointers(twins), 0
    watch = Watch(twins)
    for (endpoint, _), form in sorted(forms.items(), key=lambda pair: str(pair[0])):
        for sent in _swapped(form, ids(twins)):
            response = ask(twins, role, "POST", form.action, sent)
            what = f"{endpoint} {sent}"
            assert response.status_code < 500, what
            assert leaks(response, asked=str(sent)) == [], what
            tried += 1
            if watch.tells_of_a_change():
                assert pointers(twins) == before, f"{what} reached something of Theirs"
            if response.status_code < 400:
                assert leaks(_after(twins, role, response)) == [], what
                twins.rewind()
    watch.close()
    assert role == "viewer" or tried > 60  # a viewer has no form in which anything is chosen


def _swapped(form: Form, numbers: list[int]) -> list[dict[str, str]]:
    """Give a form once for each of its chosen fields and each number of Theirs put into it."""
    names = form.choices | {name for name, value in form.fields.items() if NUMBER.match(value)}
    return [
        {**form.fields, name: NUMBER.sub(str(number), form.fields[name]) or str(number)}
        for name in sorted(names - {"csrf_token", "version", "seen"})
        for number in numbers
        if NUMBER.match(form.fields[name]) or form.fields[name] == ""
    ]


def _after(twins: Playground, role: str, response: TestResponse) -> TestResponse:
    """Give the page a form leads to."""
    return ask(twins, role, "GET", response.location) if response.location else response


def test_what_the_swap_sends_would_be_accepted_of_ours(twins: Playground) -> None:
    """Otherwise a refusal would prove nothing: the same forms, as they stand, are accepted."""
    accepted = set()
    for (endpoint, _), form in crawl(twins, "lead").forms.items():
        response = ask(twins, "lead", "POST", form.action, form.fields)
        if response.status_code == 302:
            accepted.add(endpoint)
            twins.rewind()
    assert {"items.own", "items.put_in_phase", "items.bulk", "costs.record", "settings.change_role"} <= accepted


def test_the_name_of_a_state_of_theirs_is_no_name_of_ours(twins: Playground) -> None:
    bea = sign_in(twins.app, f"bea.{CANARY}")
    for room in ("", "items", "plan", "costs", "activity"):
        tag = bea.get(f"/p/{THEIRS}/{room}").response.headers["ETag"]
        response = twins.clients["lead"]._client.get(f"/p/{OURS}/{room}", headers={"If-None-Match": tag})
        assert response.status_code == 200
        foreign = twins.clients["lead"]._client.get(f"/p/{THEIRS}/{room}", headers={"If-None-Match": tag})
        assert foreign.status_code == 404
        assert leaks(foreign) == []


def test_a_leak_would_be_seen(twins: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The net is whole: a page of Ours that loads an area of Theirs by its number alone is caught."""
    from vantage_readiness.services import lists
    from vantage_readiness.storage import assessments

    def careless(_project: object) -> object:
        return {
            "areas": [(area.id, area.name) for area in db.session.query(assessments.Area)],
            "phases": [],
            "members": [],
        }

    monkeypatch.setattr(lists, "choices", careless)
    assert leaks(ask(twins, "lead", "GET", f"/p/{OURS}/items")) == [CANARY]
