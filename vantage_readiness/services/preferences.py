"""What people want to be written: read for everybody at once, changed by each for themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from ..domain import preferences as decisions
from ..domain.preferences import Wish
from ..storage import preferences
from ..storage.preferences import Preference


def wish_of(user_ids: Collection[int]) -> dict[int, Wish]:
    """Give what each of these people wants to be written; who never said gets what everybody gets. One query."""
    said = {row.user_id: _wish(row) for row in preferences.of(user_ids)}
    return {user_id: said.get(user_id, Wish()) for user_id in user_ids}


def _wish(row: Preference) -> Wish:
    return decisions.wish(row.digest, cast("Any", row.muted), cast("Any", row.quiet_days))
