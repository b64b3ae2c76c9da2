"""What the domain asks of an item. Rows of the database and three-line test values both have this shape."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from .words import Correction, Status, Tier


class Item(Protocol):
    """An item as the numbers see it. All days are local days of the project."""

    # what it is
    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def tier(self) -> Tier: ...
    @property
    def original(self) -> bool:
        """Whether the first assessment named it."""

    # where it belongs, who has it
    @property
    def phase_id(self) -> int | None: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def owner_name(self) -> str | None: ...
    @property
    def due(self) -> date | None: ...

    # where it stands
    @property
    def status(self) -> Status: ...
    @property
    def confirmed_on(self) -> date:
        """The day its status was last changed or confirmed."""

    @property
    def claimed_on(self) -> date | None: ...
    @property
    def blocked_since(self) -> date | None: ...
    @property
    def evidence_on(self) -> date | None:
        """The day its newest evidence was collected; None when there is no evidence."""

    # what was decided about it
    @property
    def waived_until(self) -> date | None:
        """The last day its waiver is in force."""

    @property
    def correction(self) -> Correction | None: ...
    @property
    def born_done(self) -> bool:
        """Whether it arrived already ticked and nobody has accepted that."""

    @property
    def vanished(self) -> bool:
        """Whether the newest assessment no longer names it and nobody has decided why."""

    @property
    def proposed_tier(self) -> Tier | None:
        """The tier a document gives it, until a lead approves or declines that."""
