"""Changing several things of one item at once, or none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypedDict

from ..domain.diary import Change
from ..domain.words import Tier
from ..storage.items import Item
from ..storage.people import User
from ..storage.projects import Project
from . import steps
from .edits import Edit, Seen, name_of, phase_name


class Patch(TypedDict, total=False):
    """What to change; what is not named stays. A tier needs a reason."""

    title: str
    detail: str
    tier: Tier
    owner: int | None
    due: date | None
    phase: int | None


_COLUMNS: Mapping[str, str] = MappingProxyType({"owner": "owner_id", "phase": "phase_id"})


def patch_item(project: Project, seen: Seen, patch: Patch, *, by: User, at: datetime, reason: str = "") -> Item:
    """Change what a patch names and what differs from what stands; refuse all of it if one part is impossible."""
    edit = Edit.begin_many(project, seen, by, at, dict(_wanted(project, patch)))
    for step in _steps(edit, patch, reason):
        edit.note(step())
    return edit.done()


def _wanted(project: Project, patch: Patch) -> Iterator[tuple[str, str]]:
    """Give what is wanted, as both values of a refusal show it, by the field's label."""
    for name, label in (("title", "Title"), ("detail", "Detail")):
        if name in patch:
            yield label, str(patch.get(name))
    if "tier" in patch:
        yield "Tier", patch["tier"].label
    if "owner" in patch:
        yield "Owner", name_of(project, patch["owner"])
    if "due" in patch:
        yield "Due date", patch["due"].isoformat() if patch["due"] else "No date"
    if "phase" in patch:
        yield "Phase", phase_name(project, patch["phase"])


def _steps(edit: Edit, patch: Patch, reason: str) -> Iterator[Callable[[], Change]]:
    """Give the steps for what differs from what stands."""
    item, wanted = edit.item, {name: value for name, value in patch.items() if value != _current(edit.item, name)}
    if wanted.keys() & {"title", "detail"}:
        title, detail = patch.get("title", item.title), patch.get("detail", item.detail)
        yield lambda: steps.reword(edit, title, detail)
    if "tier" in wanted:
        yield lambda: steps.retier(edit, patch["tier"], reason)
    if "owner" in wanted:
        yield lambda: steps.own(edit, patch["owner"])
    if "due" in wanted:
        yield lambda: steps.set_due(edit, patch["due"])
    if "phase" in wanted:
        yield lambda: steps.put_in_phase(edit, patch["phase"])


def _current(item: Item, name: str) -> Any:
    return getattr(item, _COLUMNS.get(name, name))
