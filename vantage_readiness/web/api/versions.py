"""Versions of what is edited: `ETag` gives one, `If-Match` hands it back; nobody overwrites what they did not see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, request

from ...services.items import Seen

View = TypeVar("View", bound=Callable[..., object])


def versioned(view: View) -> View:
    """Refuse (428) an edit that does not say which version it is about."""
    return _marked(view, anything=False)


def versioned_or_any(view: View) -> View:
    """Like `versioned`; a program that states a fact may send `If-Match: *` for whichever version stands."""
    return _marked(view, anything=True)


def versions_in_body(view: View) -> View:
    """Say that a view is sent the versions with the things themselves, and refuses stale ones (412)."""
    view.takes_version = "body"  # type: ignore[attr-defined]
    return view


def seen(number: int) -> Seen:
    """Give which version of an item the program was looking at; None for whichever stands."""
    return Seen(number, version())


def version() -> int | None:
    """Give the version in `If-Match`; one that cannot be ours is 0 and always stale."""
    if request.if_match.star_tag:
        return None
    tags = request.if_match.as_set()
    tag = (next(iter(tags)) if len(tags) == 1 else "") or ""
    return int(tag) if tag.isascii() and tag.isdecimal() and len(tag) <= 9 else 0


def tagged(body: dict[str, Any], status: int | None = None, **headers: str) -> tuple[Any, ...]:
    """Give an answer with the version of what it shows as its tag."""
    return body, status, {"ETag": f'"{body["version"]}"', **headers}


def _marked(view: View, *, anything: bool) -> View:
    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> object:
        if "If-Match" not in request.headers:
            abort(428)
        if version() is None and not anything:
            abort(428, "Send one version in “If-Match”; “*” would overwrite what you have not seen.")
        return view(*args, **kwargs)

    checked.takes_version = "any" if anything else "one"  # type: ignore[attr-defined]
    return cast(View, checked)
