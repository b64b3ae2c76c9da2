"""The pictures of a weekly report, drawn as of the end of its week."""

from __future__ import annotations

from markupsafe import Markup

from vantage_readiness.domain.weekly import Weekly
from vantage_readiness.output import svg


def burn_down(weekly: Weekly) -> Markup:
    """Draw the burn-down twice, wide and narrow; empty when there is no day to draw."""
    return svg.burn_down(weekly.burn_down, weekly.plan)
