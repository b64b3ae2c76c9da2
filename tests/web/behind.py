"""What happens behind the pages, while a test reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from tests.conftest import World


@contextmanager
def behind(app: Flask) -> Iterator[World]:
    """Give the cast for a moment; each visit to a page needs an application context of its own."""
    with app.app_context():
        yield World(app)
