"""The OpenAPI document tells of every operation what it needs, what it takes and how it can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from vantage_readiness.web import access
from vantage_readiness.web.api import document, problems

from .test_doors import operations


@pytest.fixture
def told(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return document.document()


def each(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        yield from ((path, method, inner) for method, inner in methods.items() if method != "parameters")


def test_it_tells_of_every_operation_and_of_no_other(app: Flask, told: dict[str, Any]) -> None:
    there = {(method.lower(), rule.endpoint.replace(".", "_")) for rule, method in operations(app)}
    assert {(method, f"api_{inner['operationId']}") for _, method, inner in each(told)} == there


def test_every_operation_is_named_needs_a_token_and_says_what_it_does(told: dict[str, Any]) -> None:
    names = [inner["operationId"] for _, _, inner in each(told)]
    assert len(names) == len(set(names))
    for path, method, inner in each(told):
        assert inner["security"] == [{"token": []}], path
        assert inner["summary"].endswith("."), f"{method} {path}"
        assert {"400", "401", "404", "503"} <= inner["responses"].keys()
        assert inner["x-needs"] in {need.value for need in access.Need}


def test_every_problem_is_of_one_shape(told: dict[str, Any]) -> None:
    for path, method, inner in each(told):
        for status, answer in inner["responses"].items():
            if int(status) >= 400:
                schema = answer["content"][problems.MEDIA_TYPE]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, f"{method} {path} {status}"
                assert int(status) in problems.WORDS


def test_every_schema_is_closed_and_used(told: dict[str, Any]) -> None:
    text = str(told)
    for name, schema in told["components"]["schemas"].items():
        assert schema.get("additionalProperties") is False, name
        assert f"#/components/schemas/{name}'" in text, f"{name} is not used"


def test_every_list_is_in_pages(told: dict[str, Any]) -> None:
    for path, method, inner in each(told):
        if "limit" in {one["name"] for one in inner.get("parameters", [])}:
            page = inner["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert {"data", "next"} <= told["components"]["schemas"][page]["properties"].keys(), f"{method} {path}"
