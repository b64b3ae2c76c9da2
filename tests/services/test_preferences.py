"""What people want to be written: kept with a version, written down, and ended without signing in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import event, select

from tests.conftest import KEY, NOW, World
from vantage_readiness.domain.diary import Kind, person
from vantage_readiness.domain.preferences import Concern, Often, Wish
from vantage_readiness.domain.refusals import Refused, Stale
from vantage_readiness.domain.words import Way
from vantage_readiness.services import members, people, preferences, subscriptions, unsubscribing
from vantage_readiness.storage.database import db
from vantage_readiness.storage.diary import ChangeRow
from vantage_readiness.storage.people import User

WEEKLY = Wish(Often.WEEKLY, frozenset({Concern.UNTOUCHED}), frozenset({6, 7}))
BASE = "https://ready.example"


def lines(kind: Kind = Kind.PREFERENCES_CHANGED) -> list[ChangeRow]:
    return list(db.session.scalars(select(ChangeRow).where(ChangeRow.kind == kind.value).order_by(ChangeRow.id)))


def wish(user: User) -> Wish:
    return preferences.wish_of([user.id])[user.id]


def token(user: User, what: str = "digest") -> str:
    return unsubscribing.link(BASE, user.id, what).rpartition("/")[2]


def report(world: World) -> str:
    return f"report:{world.project.id}"


def test_who_never_said_anything_gets_what_everybody_gets(world: World) -> None:
    said = preferences.said_by(world.person("Ben"))
    assert (said.wish, said.version, said.feed_made_at) == (Wish(), 0, None)


def test_the_wishes_of_everybody_are_one_query(world: World) -> None:
    ada, ben = world.person("Ada"), world.person("Ben")
    preferences.change(ben, WEEKLY, seen=0, at=NOW)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert preferences.wish_of([ada.id, ben.id, 999]) == {ada.id: Wish(), ben.id: WEEKLY, 999: Wish()}
    assert preferences.wish_of([]) == {}
    assert len([sql for sql in asked if "preference" in sql]) == 1


def test_a_change_is_kept_and_written_down(world: World, both: None) -> None:
    ben = world.person("Ben")
    preferences.change(ben, WEEKLY, seen=0, at=NOW)
    said = preferences.said_by(ben)
    assert (said.wish, said.version) == (WEEKLY, 1)
    (line,) = lines()
    assert (line.subject, line.by) == (person(ben.id), person(ben.id))
    assert line.before == {"digest": "daily", "muted": [], "quiet_days": []}
    assert line.after == {"digest": "weekly", "muted": ["untouched"], "quiet_days": [6, 7]}


def test_the_same_again_changes_nothing(world: World) -> None:
    ben = world.person("Ben")
    preferences.change(ben, Wish(), seen=0, at=NOW)
    assert (preferences.said_by(ben).version, lines()) == (0, [])


def test_a_stale_change_is_refused_with_both_values(world: World) -> None:
    ben = world.person("Ben")
    preferences.change(ben, WEEKLY, seen=0, at=NOW)
    with pytest.raises(Stale) as refused:
        preferences.change(ben, Wish(Often.OFF, frozenset(), frozenset({7})), seen=0, at=NOW)
    db.session.rollback()
    assert [(clash.field, clash.wanted, clash.current) for clash in refused.value.clashes] == [
        ("Digest", "Never", "On the first working day of a week"),
        ("Left out", "nothing", "Untouched for long"),
        ("Quiet days", "Sunday", "Saturday, Sunday"),
    ]
    assert wish(ben) == WEEKLY


def test_seven_quiet_days_are_refused(world: World) -> None:
    with pytest.raises(Refused, match="Choose “Never” instead"):
        preferences.change(world.person("Ben"), Wish(quiet_days=frozenset(range(1, 8))), seen=0, at=NOW)


# Ending letters by a link --------------------------------------------------------------------------------------------


def test_a_link_ends_the_digest_and_begins_it_again_as_it_was(world: World, both: None) -> None:
    ben = world.person("Ben")
    preferences.change(ben, WEEKLY, seen=0, at=NOW)
    link = token(ben)
    assert unsubscribing.look(link).is_on
    ended = unsubscribing.end(link, at=NOW)
    assert (ended.is_on, ended.how) == (False, "weekly")
    assert wish(ben) == replace(WEEKLY, often=Often.OFF)
    assert lines()[-1].note == "by the link in a letter"
    written = len(lines())
    assert not unsubscribing.end(link, at=NOW).is_on
    assert len(lines()) == written
    assert unsubscribing.begin_again(link, ended.how, at=NOW).is_on
    assert wish(ben) == WEEKLY


@pytest.mark.parametrize("how", ["", "off", "hourly"])
def test_what_begins_again_in_no_known_way_comes_as_everybody_gets_it(world: World, how: str) -> None:
    ben = world.person("Ben")
    unsubscribing.end(token(ben), at=NOW)
    unsubscribing.begin_again(token(ben), how, at=NOW)
    assert wish(ben) == Wish()


def test_a_link_ends_one_weekly_report_and_nothing_else(world: World) -> None:
    ben, project = world.person("Ben"), world.project
    subscriptions.choose(project, ben, Way.ATTACHED, at=NOW)
    ended = unsubscribing.end(token(ben, report(world)), at=NOW)
    assert (ended.how, ended.report_of) == ("attached", project.name)
    assert subscriptions.way_of(project.id, ben.id) is None
    assert wish(ben) == Wish()
    unsubscribing.end(token(ben, report(world)), at=NOW)
    unsubscribing.begin_again(token(ben, report(world)), ended.how, at=NOW)
    assert subscriptions.way_of(project.id, ben.id) is Way.ATTACHED
    unsubscribing.begin_again(token(ben, report(world)), "post", at=NOW)
    assert subscriptions.way_of(project.id, ben.id) is Way.LINKED


def test_of_whoever_is_gone_nothing_is_told_and_nothing_changes(world: World) -> None:
    ada, ben, project = world.person("Ada"), world.person("Ben"), world.project
    links = [token(ben), token(ben, report(world)), token(ben, "report:999"), unsubscribing.link(BASE, 999, "digest")]
    members.change_role(project, ben.id, None, by=ada, at=NOW)
    left = unsubscribing.look(links[1])
    people.disable(ben.id, by=person(ada.id), at=NOW)
    before = len(lines())
    for link in links:
        bare = link.rpartition("/")[2]
        assert unsubscribing.look(bare) == unsubscribing.end(bare, at=NOW) == left == unsubscribing.Ending()
        assert not unsubscribing.begin_again(bare, "daily", at=NOW).is_on
    assert (len(lines()), wish(ben)) == (before, Wish())


def test_only_what_we_signed_for_this_purpose_ends_anything(world: World) -> None:
    ben = world.person("Ben")
    good = token(ben)
    forged = [
        "x",
        "",
        good[:-1],
        good + "x",
        URLSafeSerializer("another key", salt="unsubscribe").dumps([ben.id, "digest"]),
        URLSafeSerializer(KEY, salt="another purpose").dumps([ben.id, "digest"]),
    ]
    for link in forged:
        for do in (unsubscribing.look, lambda said: unsubscribing.end(said, at=NOW)):
            with pytest.raises(Refused, match="not complete"):
                do(link)
    assert wish(ben) == Wish()
