"""What must be there."""

from __future__ import annotations

from typing import TypeVar

Thing = TypeVar("Thing")


def the(thing: Thing | None) -> Thing:
    """Give a thing back; fail if there is none."""
    assert thing is not None
    return thing
