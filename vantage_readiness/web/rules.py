"""Rules of addresses that learn to build an address when one is first wanted: most processes want few of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that writes, compiles and keeps its two builders at first use instead of at the start."""

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        made: list[Build] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not made:
                made.append(Rule._compile_builder(rule, append_unknown))
            return made[0](rule, **values)

        return build
