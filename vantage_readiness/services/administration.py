"""The installation as its administrators see it: everybody, every project, and whether all is well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from .. import __version__
from ..domain.deliveries import LetterState
from ..domain.diary import SITE, Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..domain.words import Role
from ..storage import administration, deliveries, people, schema
from ..storage import diary as books
from ..storage.columns import AnyRow
from ..storage.database import db, looking
from ..storage.people import SignIn, User
from ..storage.site import FACTOR_FOR_ADMINISTRATORS
from . import backups, diary, housekeeping, links, removals, site
from . import health as watch
from .activity import Arguments
from .people import get_held
from .site import Decision

PAGE = 50
STATES = {
    "": "Everybody",
    "administrators": "Administrators",
    "invited": "Invited, not in yet",
    "one-factor": "Without second factor",
    "disabled": "Disabled",
    "removed": "Removed",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which people: words in name or address, a state, and the page."""

    words: str = ""
    state: str = ""
    page: int = 1

    @classmethod
    def read(cls, arguments: Arguments) -> Wish:
        """Read a wish from an address; what makes no sense is left out."""
        page, state = arguments.get("page", ""), arguments.get("state", "")
        return cls(
            words=" ".join(arguments.get("q", "").replace("\x00", "").split())[:100],
            state=state if state in STATES else "",
            page=max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.state)

    def query(self, page: int) -> str:
        """Give this wish as the end of an address."""
        pairs = {"q": self.words, "state": self.state, "page": page if page > 1 else ""}
        kept = {name: value for name, value in pairs.items() if value}
        return "?" + urlencode(kept) if kept else ""


class PersonLine(NamedTuple):
    """One person; `state` is "invited", "disabled", "removed", or nothing for who can sign in."""

    user: User
    state: str
    projects: Sequence[tuple[str, Role]]
    last_sign_in: datetime | None

    @property
    def has_factor(self) -> bool:
        return self.user.totp_secret is not None


class Listing(NamedTuple):
    """One page of people, and how many there are in all."""

    lines: Sequence[PersonLine]
    total: int
    page: int
    pages: int


class PersonFile(NamedTuple):
    """One person with living sign-ins, and the names of the projects that nobody else leads."""

    line: PersonLine
    sign_ins: Sequence[SignIn]
    leads_alone: Sequence[str]


class Fact(NamedTuple):
    """One thing about the installation; `is_well` is None where it is neither well nor unwell."""

    label: str
    value: str
    is_well: bool | None = None
    at: datetime | None = None


def people_page(wish: Wish) -> Listing:
    """Give one page of the people a wish asks for; beyond the last page, the last."""
    total = administration.count_people(wish.words, wish.state)
    pages = max(1, -(-total // PAGE))
    wish = replace(wish, page=min(wish.page, pages))
    rows = administration.people(wish.words, wish.state, limit=PAGE, offset=(wish.page - 1) * PAGE)
    return Listing(_lines([(row[0], row[1]) for row in rows]), total, wish.page, pages)


def person_file(user_id: int, at: datetime) -> PersonFile:
    """Give one person; raise `NotFound` with a sentence."""
    user = get_person(user_id)
    (line,) = _lines([(user, administration.has_come_in(user_id))])
    alone = [project.name for project in removals.only_leads(user_id)]
    return PersonFile(line, people.sign_ins_of(user_id, at), alone)


def get_person(user_id: int) -> User:
    """Give a person by id; raise `NotFound` with a sentence."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such person.")
    return user


def invite_again(user_id: int, *, by: str, at: datetime) -> str:
    """Give a fresh invitation of somebody who never came in, older ones die. `by` is an actor's code.

    Whoever came in once gets none: nobody, not even an administrator, enters as somebody else.
    """
    user = get_held(user_id)
    if _state(user, administration.has_come_in(user_id)) != "invited":
        raise Refused(f"{user.name} came in before, or may not come in. A forgotten password is reset at the door.")
    people.spend_links(links.ENTRANCES, user_id, at)
    token = links.begin(links.INVITE, user_id, at, links.INVITE_LASTS)
    diary.write_for_site(Change(Kind.PERSON_INVITED, person(user_id), by, at))
    db.session.commit()
    return token


def projects() -> Sequence[AnyRow]:
    """List every project by name, each with how many people and items it has."""
    return administration.projects()


def factor() -> Decision:
    """Give whether administrators need a second factor, and which version of that decision stands."""
    return site.get(FACTOR_FOR_ADMINISTRATORS)


def health(at: datetime, *, wants_backups: bool) -> list[Fact]:
    """Say what the installation is and, by the checks of `services.health`, whether what should run does."""
    with looking():
        checks = watch.look(at, wants_backups=wants_backups)
        moments = {"clock": housekeeping.last_tick(), "backup": backups.last()}
        stands = [_checked(name, check, moments.get(name)) for name, check in checks.items() if name != "database"]
        return [*_what_it_is(), *stands, *_clocks(at), *_letters(deliveries.counts())]


def _what_it_is() -> Iterable[Fact]:
    kind, size = administration.database()
    yield Fact("Version", __version__)
    yield Fact("Schema", schema.revision(), is_well=schema.is_up_to_date())
    yield Fact("Database", f"{kind}, {_bytes(size)}")
    yield Fact("People", f"{administration.count_people('', ''):,}")
    yield Fact("Diary of the site", f"{books.length(SITE)[0]:,} lines")


def _checked(name: str, check: watch.Check, at: datetime | None) -> Fact:
    label = "Newest backup" if name == "backup" else name.capitalize()
    return Fact(label, check.says, check.state is watch.State.OK, at)


def _clocks(at: datetime) -> Iterable[Fact]:
    """Name every process that ticks, or stopped within the hour without a word: machine and process."""
    for clock in housekeeping.clocks(at):
        says = "stopped without a word" if clock.is_silent else "ticks"
        since = f"{says}, begun {clock.since.day} {clock.since:%B %H:%M}; last"
        yield Fact(f"Clock {clock.name}", since, not clock.is_silent, clock.last)


def _letters(states: dict[str, int]) -> Iterable[Fact]:
    """Say how many letters are in each state; those that failed for good are the only ones somebody has to see to."""
    for state, number in sorted(states.items()):
        yield Fact(f"Letters {state}", f"{number:,}", is_well=False if state == LetterState.FAILED else None)


def _lines(found: Collection[tuple[User, bool]]) -> list[PersonLine]:
    ids = [user.id for user, _ in found]
    belonging: defaultdict[int, list[tuple[str, Role]]] = defaultdict(list)
    for user_id, name, role in administration.memberships(ids):
        belonging[user_id].append((name, role))
    last = administration.last_sign_ins(ids)
    return [PersonLine(user, _state(user, known), belonging[user.id], last.get(user.id)) for user, known in found]


def _state(user: User, has_come_in: bool) -> str:
    if user.removed_at:
        return "removed"
    if user.disabled_at:
        return "disabled"
    return "" if has_come_in else "invited"


def _bytes(number: int) -> str:
    """Give a size as people read it: "1.4 MB"."""
    size, units = float(number), ["bytes", "kB", "MB", "GB"]
    while size >= 1000 and len(units) > 1:
        size, _ = size / 1000, units.pop(0)
    return f"{size:,.0f} {units[0]}" if units[0] == "bytes" else f"{size:,.1f} {units[0]}"
