"""How lines about people and their ways in read.

Lines name people by their codes, so that a person can be removed; older lines hold a name, which is told only while
somebody bears it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..diary import Kind, person_id
from ..words import Role
from .pieces import Known, Line, day, part, text, word


def _member_added(line: Line, known: Known) -> str:
    return f"added {_who(line, known)} as {word(Role, line.after) or 'a member'}"


def _member_changed(line: Line, known: Known) -> str:
    return f"changed the role of {_who(line, known)} from {word(Role, line.before)} to {word(Role, line.after)}"


def _member_removed(line: Line, known: Known) -> str:
    return f"removed {_who(line, known)}, who was {word(Role, line.before) or 'a member'}"


def _person_signed_in(line: Line, _known: Known) -> str:
    return f"signed in{_by(line)}"


def _person_signed_out(line: Line, known: Known) -> str:
    return "signed out" if line.by == line.subject or not _is_known(line) else f"signed {_who(line, known)} out"


def _person_changed(line: Line, known: Known) -> str:
    if line.before is not None:  # an older line holds both names
        return "changed the name"
    teller = _ACCOUNT.get(text(line.after))
    return teller(_who(line, known)) if teller else f"changed the account of {_who(line, known)}"


def _person_refused(line: Line, known: Known) -> str:
    what = _REFUSED.get(text(line.after), "was refused a sign-in for")
    return f"{what} {_who(line, known) if _is_known(line) else 'an unknown account'}"


def _token_created(line: Line, _known: Known) -> str:
    until = f" until {day(part(line.after, 'expires'))}" if part(line.after, "expires") else ""
    return f"made the token “{line.subject}” for programs{until}"


def _deputy_named(line: Line, known: Known) -> str:
    if line.after is None:
        return f"took back who stands in for {_who(line, known)}"
    return f"let {known.person(line.after)} stand in for {_who(line, known)}"


def _token_revoked(line: Line, _known: Known) -> str:
    return f"revoked the token “{line.subject}”"


def _about(sentence: str) -> Callable[[Line, Known], str]:
    """Give a teller whose sentence has a place for whom the line is about."""
    return lambda line, known: sentence.format(who=_who(line, known))


def _who(line: Line, known: Known) -> str:
    """Give whom a line is about by the name of today; of whoever was removed nothing is told but the number."""
    number = person_id(line.subject)
    if number is not None:
        return known.person(number)
    return line.subject if line.subject in known.people.values() else "somebody"


def _is_known(line: Line) -> bool:
    return person_id(line.subject) is not None


def _by(line: Line) -> str:
    return _WAYS.get(text(line.after), "")


_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "password": " with a password",
        "link": " by a one-time link",
        "invite": " by an invitation",
        "sso": " by single sign-on",
    }
)
_REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "password": "gave a wrong password for",
        "code": "gave a wrong code for",
        "link": "opened a used-up link of",
        "sso": "was refused a single sign-on for",
    }
)
_ACCOUNT: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "name": lambda who: f"changed the name of {who}",
        "address": lambda who: f"changed the e-mail address of {who}",
        "password": lambda who: f"chose a password for {who}",  # so it was once written
        "administrator": lambda who: f"made {who} an administrator",
        "no administrator": lambda who: f"took the administration from {who}",
        "introduced": lambda who: f"gave {who} an account",
    }
)

TELLERS: Mapping[str, Callable[[Line, Known], str]] = {
    Kind.MEMBER_ADDED: _member_added,
    Kind.MEMBER_CHANGED: _member_changed,
    Kind.MEMBER_REMOVED: _member_removed,
    Kind.PERSON_SIGNED_IN: _person_signed_in,
    Kind.PERSON_SIGNED_OUT: _person_signed_out,
    Kind.PERSON_CHANGED: _person_changed,
    Kind.PERSON_REFUSED: _person_refused,
    Kind.PERSON_INVITED: _about("invited {who}"),
    Kind.PERSON_CONFIRMED: _about("proved again to be {who}"),
    Kind.PERSON_DISABLED: _about("disabled the account of {who}"),
    Kind.PERSON_ENABLED: _about("enabled the account of {who} again"),
    Kind.PERSON_REMOVED: _about("removed the person {who}"),
    Kind.PASSWORD_CHANGED: _about("changed the password of {who}"),
    Kind.PASSWORD_RESET_ASKED: _about("asked for a new password for {who}"),
    Kind.FACTOR_ADDED: _about("set up the second factor of {who}"),
    Kind.FACTOR_REMOVED: _about("removed the second factor of {who}"),
    Kind.RECOVERY_MADE: _about("made new recovery codes for {who}"),
    Kind.RECOVERY_USED: _about("used a recovery code of {who}"),
    Kind.IDENTITY_LINKED: _about("linked {who} to single sign-on"),
    Kind.IDENTITY_UNLINKED: _about("unlinked {who} from single sign-on"),
    Kind.DEPUTY_NAMED: _deputy_named,
    Kind.PREFERENCES_CHANGED: _about("changed what {who} is written"),
    Kind.FEED_MADE: _about("made a calendar address for {who}"),
    Kind.FEED_REVOKED: _about("revoked the calendar address of {who}"),
    Kind.TOKEN_CREATED: _token_created,
    Kind.TOKEN_REVOKED: _token_revoked,
}
