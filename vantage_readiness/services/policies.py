"""Reading a project's policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..domain.policy import Policy
from ..storage.projects import Project


def policy_of(project: Project) -> Policy:
    """Give a project's policy; what it does not say follows the default."""
    kept: Mapping[str, Any] = project.policy if isinstance(project.policy, Mapping) else {}
    return Policy.from_kept(kept)
