"""How values read on a page: the filters of the templates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask

from ..output import markdown
from ..services.projects import Project

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(markdown=markdown.render, local=local, browser=browser, plainly=plainly)


def local(at: datetime, project: Project | None = None) -> datetime:
    """Give a moment as the clocks of the project show it; outside a project, as UTC."""
    return at.astimezone(ZoneInfo(project.time_zone if project else "UTC"))


def plainly(number: Decimal | float) -> str:
    """Give a number without zeros that say nothing: 7.5, not 7.50."""
    return f"{float(number):g}"


def browser(agent: str) -> str:
    """Give a browser's name from how it presents itself: "Firefox on Linux"."""
    name = next((name for mark, name in _BROWSERS if mark in agent), "Unknown browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{name} on {system}" if system else name
