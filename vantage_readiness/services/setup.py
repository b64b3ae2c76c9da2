"""Making the database ready for this version."""

from __future__ import annotations

from ..storage import schema
from ..storage.schema import Unusable, explained

__all__ = ["Unusable", "bring_up_to_date", "explained", "is_older", "is_ready"]


def bring_up_to_date() -> None:
    """Migrate the database to the newest schema. Raises `Unusable` with a sentence."""
    schema.bring_up_to_date()


def is_ready() -> bool:
    """Answer whether the database answers and has the schema this version needs."""
    try:
        return schema.is_up_to_date()
    except Unusable:
        return False


def is_older() -> bool:
    """Answer whether the database answers, but was not set up for this version yet."""
    try:
        return not schema.is_up_to_date()
    except Unusable:
        return False
