"""What rows and cards of items need besides the items: addresses, people, words to choose from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from ..domain.words import Status, Tier
from ..services import projects
from ..services.projects import Seat

CHOOSABLE = tuple(status for status in Status if status is not Status.NOT_APPLICABLE)


def controls(seat: Seat) -> dict[str, Any]:
    """Give what the item parts ask for, for one project and role."""
    slug = seat.project.slug
    return {
        "href": lambda number: url_for("items.item", slug=slug, number=number),
        "act": lambda number, what: url_for(f"items.{_VERBS[what]}", slug=slug, number=number),
        "people": [(user.id, user.name) for user, _role in projects.members(seat.project)],
        "statuses": CHOOSABLE,
        "status_choices": [(status.value, status.label) for status in CHOOSABLE],
        "tiers": tuple(Tier),
        "may_edit": seat.may_edit,
        "may_lead": seat.may_lead,
        "back": way_back(slug),
    }


def way_back(slug: str) -> str:
    """Give the page of this project that a form stands on: the one being read, or the one it was sent from."""
    back = (request.form.get("back") or _referrer()) if request.method == "POST" else request.full_path.rstrip("?")
    home = url_for("overview.show", slug=slug)
    return back if back.startswith(home) and "\\" not in back else ""


def _referrer() -> str:
    """Give the page of ours that a request came from, without its host; none if it was itself an answer to a form."""
    parts = urlsplit(request.referrer or "")
    try:
        current_app.url_map.bind(request.host).match(parts.path, "GET")
    except HTTPException:
        return ""
    return urlunsplit(("", "", parts.path, parts.query, "")) if parts.netloc == request.host else ""


_VERBS = {
    "status": "move",
    "owner": "own",
    "due": "set_due",
    "postpone": "postpone",
    "phase": "put_in_phase",
    "tier": "retier",
    "text": "reword",
    "confirm": "confirm",
    "exempt": "exempt",
    "approve": "approve_exemption",
    "decline": "decline_exemption",
    "correct": "correct",
    "take_back": "take_back",
    "rule": "rule",
    "accept": "accept",
    "decide_tier": "decide_tier",
    "evidence": "add_evidence",
    "comment": "comment",
}
