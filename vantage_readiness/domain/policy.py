"""What a project decided about its numbers: weights, age limits, whether a second person is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from .refusals import Refused
from .words import Tier

_WEIGHTS: Mapping[Tier, int] = MappingProxyType({Tier.CRITICAL: 4, Tier.IMPORTANT: 2, Tier.NICE: 1, Tier.PLAN: 0})


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules one project's numbers follow. Weights are points per item; limits are days."""

    weights: Mapping[Tier, int] = field(default_factory=lambda: _WEIGHTS)
    evidence_days: int = 30
    coverage_days: int = 14
    second_person: bool = True

    def weight(self, tier: Tier) -> int:
        """Give the points of one item of this tier."""
        return self.weights[tier]

    def evidence_since(self, today: date) -> date:
        """Give the earliest collection day whose evidence still proves something today."""
        return today - timedelta(days=self.evidence_days)

    def confirmed_since(self, today: date) -> date:
        """Give the earliest day whose confirmation of a status still counts today."""
        return today - timedelta(days=self.coverage_days)

    def as_kept(self) -> dict[str, Any]:
        """Give the policy as plain JSON values."""
        return {
            "weights": {tier.value: weight for tier, weight in self.weights.items()},
            "evidence_days": self.evidence_days,
            "coverage_days": self.coverage_days,
            "second_person": self.second_person,
        }

    @classmethod
    def from_kept(cls, kept: Mapping[str, Any]) -> Policy:
        """Read a kept policy; what it leaves out follows the default. Raises `Refused` for impossible values."""
        weights = {**_WEIGHTS, **{Tier(tier): weight for tier, weight in kept.get("weights", {}).items()}}
        default = cls()
        policy = cls(
            weights=weights,
            evidence_days=kept.get("evidence_days", default.evidence_days),
            coverage_days=kept.get("coverage_days", default.coverage_days),
            second_person=kept.get("second_person", default.second_person),
        )
        policy.refuse_nonsense()
        return policy

    def refuse_nonsense(self) -> None:
        """Raise `Refused` if the rules could not give honest numbers."""
        if not all(0 <= weight <= 100 for weight in self.weights.values()):
            raise Refused("A weight has to be a whole number from 0 to 100.")
        if self.weights[Tier.CRITICAL] == 0:
            raise Refused("Critical items need a weight of at least 1.")
        if not (1 <= self.evidence_days <= 730 and 1 <= self.coverage_days <= 365):
            raise Refused("An age limit has to be at least 1 day; evidence at most 730 days, coverage at most 365.")
