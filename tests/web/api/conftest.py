"""The cast as programs: each with a token of the widest scope they may have."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from .programs import Program, a_token

SCOPES = {"Ada": "lead", "Ben": "write", "Cleo": "read"}


@pytest.fixture
def program_of(app: Flask) -> Callable[[str], Program]:
    """Give a program of somebody; `nobody` shows no token, Dan one of his own project."""

    def make(name: str) -> Program:
        if name == "nobody":
            return Program(app, None)
        slug = "other-thing" if name == "Dan" else "vantage-ai"
        return Program(app, a_token(app, name, SCOPES.get(name, "lead"), slug))

    return make
