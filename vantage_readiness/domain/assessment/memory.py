"""What was found out about a text, for as long as its document is read.

A title is asked for its words, its tier, its score by a dozen stages, one stage after the other. So what a pure
function gave for a text is kept until the document is read, and then forgotten: of no use for the next document, and
nobody's words stay in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_MOST = 65_536  # answers of one function: more than a document has headings, and a bound to what they take
_FORGET: list[Callable[[], None]] = []


def remember(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a pure function keep its answers until `forget`."""
    keeping = lru_cache(maxsize=_MOST)(function)
    _FORGET.append(keeping.cache_clear)
    return cast(Callable[Asked, Answer], keeping)  # all that is asked here is hashable


def forget() -> None:
    """Forget all answers. Whoever reads at the same time in another thread only has to find them out again."""
    for each in _FORGET:
        each()
