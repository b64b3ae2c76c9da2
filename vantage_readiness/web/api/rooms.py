"""Every room of the API, in the order in which the document tells of them."""

from __future__ import annotations

from . import (
    assessments,
    compared_weeks,  # noqa: F401 — hangs in the room of the reports, as the subscriptions do
    costs,
    diary,
    findings,
    item,
    items,
    members,
    my_work,
    plan,
    projects,
    proof,
    readiness,
    reassessments,  # noqa: F401 — hangs in the room of the assessments
    reminders,
    reports,
    scope,
    subscriptions,  # noqa: F401
)

_WORK = (projects.bp, items.bp, item.bp, scope.bp, proof.bp, members.bp, reminders.bp)
_LOOKS = (readiness.bp, plan.bp, costs.bp, assessments.bp, findings.bp, reports.bp, diary.bp, my_work.bp)
ROOMS = (*_WORK, *_LOOKS)
