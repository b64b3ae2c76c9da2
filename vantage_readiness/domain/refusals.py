"""The few expected refusals. Each carries a sentence its reader can act on."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """Something asked for is against a rule; the message says which and what to do."""

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else "This is not possible."


class NotFound(Refused):
    """There is no such thing, or it is not for this person to know of it."""


class WrongDate(Refused):
    """A document cannot be of this day."""


class NotAllowed(Refused):
    """The person may see this, but not do it."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: what the asker saw, what they want, what stands now."""

    field: str
    wanted: str
    current: str
    by: str
    at: str


class Stale(Refused):
    """The thing was changed after the asker last saw it. Nothing was written; both values are kept for showing."""

    def __init__(self, sentence: str, clashes: tuple[Clash, ...]) -> None:
        super().__init__(sentence)
        self.clashes = clashes
