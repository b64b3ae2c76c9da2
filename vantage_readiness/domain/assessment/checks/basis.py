"""What the checks share: the document they look at, and how a finding is worded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...words import Severity, Tier
from ..model import Assessment, Entry, State
from ..sections import Placed

_TITLE = 120  # characters of somebody else's words in a message
_LINES = 40  # line numbers of one finding


@dataclass(frozen=True, slots=True)
class Document:
    """What was read, beside the sections it was read from."""

    read: Assessment
    placed: Sequence[Placed]

    @property
    def items(self) -> Iterable[Entry]:
        """Give each item once, as it is printed first."""
        return (item for item in self.read.items if item.same_as is None)


def said(words: str) -> str:
    """Give the document's own words in quotation marks, shortened if they are many."""
    return f"“{words if len(words) <= _TITLE else words[: _TITLE - 1].rstrip() + '…'}”"


def severity(*tiers: Tier | None) -> Severity:
    """Give how much a contradiction matters: what is critical in any of its places holds the gate."""
    return Severity.CRITICAL if Tier.CRITICAL in tiers else Severity.WARNING


def lines(*numbers: int) -> tuple[int, ...]:
    """Give line numbers in order, each once; of very many the first."""
    return tuple(sorted(set(numbers))[:_LINES])


def is_open_critical(item: Entry) -> bool:
    """Answer whether an item is critical and the document does not tick it."""
    return item.tier is Tier.CRITICAL and item.state is not State.DONE
