"""Addresses are built as by rules that learn it at the start, and nothing is compiled before it is wanted."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from tests.web.crawling import address
from vantage_readiness.web.rules import LateRule


def test_every_address_is_built_as_by_a_plain_rule(app: Flask) -> None:
    late = list(app.url_map.iter_rules())
    rules = [Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods) for rule in late]
    plain = Map(rules, converters=app.url_map.converters)
    for here, there in zip(late, plain.iter_rules(), strict=True):
        assert isinstance(here, LateRule)
        assert address(here) == address(there)
    assert len(late) > 100


def test_words_the_rule_does_not_know_stand_behind_the_question_mark() -> None:
    for kind in (LateRule, Rule):
        at = Map([kind("/<rule>/<int:number>", endpoint="x")]).bind("localhost")
        assert at.build("x", {"rule": "a b", "number": 1, "self": "c&d"}) == "/a%20b/1?self=c%26d"
        assert at.build("x", {"rule": "a", "number": 1, "more": 2}, append_unknown=False) == "/a/1"


def test_a_builder_is_made_once_and_only_when_an_address_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    original = Rule._compile_builder

    def counted(rule: Rule, append_unknown: bool = True) -> object:
        made.append(append_unknown)
        return original(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", counted)
    at = Map([LateRule("/<name>", endpoint="x"), LateRule("/other", endpoint="y")]).bind("localhost")
    assert made == []
    assert [at.build("x", {"name": name}) for name in ("a", "b")] == ["/a", "/b"]
    assert made == [True]
