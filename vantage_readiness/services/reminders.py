"""The rules by which a project reminds, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Mapping

from ..domain.reminders import Rules
from ..storage.projects import Project


def rules_of(project: Project) -> Rules:
    """Give a project's rules; what it does not say follows the default."""
    return Rules.from_kept(project.reminders if isinstance(project.reminders, Mapping) else {})
