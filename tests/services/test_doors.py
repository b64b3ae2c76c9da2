"""The doors: every way in, what shuts it, and that nobody learns from outside who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conftest import NOW, World
from vantage_readiness.domain.diary import Kind, person
from vantage_readiness.domain.refusals import NotFound, Refused
from vantage_readiness.domain.words import Role
from vantage_readiness.services import (
    accounts,
    diary,
    invitations,
    links,
    members,
    newcomers,
    passwords,
    people,
    resets,
    sign_ins,
    throttle,
)
from vantage_readiness.services.sign_ins import Visit, Where
from vantage_readiness.storage import people as kept
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.diary import ChangeRow
from vantage_readiness.storage.people import Attempt

PASSWORD, NEW = "a long enough password", "walnut gravel thimble"
HOME: Where = {"address": "127.0.0.1", "browser": "A browser"}
AGAIN = NOW + timedelta(minutes=1)


def site_lines(*kinds: Kind) -> list[ChangeRow]:
    """Give the lines of these kinds in the site's book, oldest first."""
    query = select(ChangeRow).where(ChangeRow.book == 0, ChangeRow.kind.in_(kinds))
    return list(db.session.scalars(query.order_by(ChangeRow.number)))


def letters(kind: str) -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))


def signed_in(name: str = "Ada", **more: bool) -> str:
    return sign_ins.sign_in(f"{name.lower()}@example.org", PASSWORD, **HOME, at=NOW, **more)


def visit_of(token: str) -> Visit:
    found = sign_ins.find_visit(token, NOW)
    assert found is not None
    return found


def invited(world: World, name: str = "Eve") -> tuple[int, str]:
    """Give somebody new in the project, and the link that was handed over."""
    user, token = members.invite(
        world.project, name, f"{name.lower()}@example.org", Role.MEMBER, by=world.person("Ada"), at=NOW
    )
    assert token is not None
    return user.id, token


def accept(token: str, *, at: timedelta = timedelta()) -> str:
    return invitations.accept(token, "Eve Adams", NEW, **HOME, at=NOW + at)


# --- signing in ----------------------------------------------------------------------------------------------------


def test_a_sign_in_lasts_twelve_hours_unless_the_browser_is_to_remember(world: World, both: None) -> None:
    ordinary, remembered = signed_in(), signed_in(is_remembered=True)
    assert sign_ins.find_visit(ordinary, NOW + timedelta(hours=11, minutes=59)) is not None
    assert sign_ins.find_visit(ordinary, NOW + timedelta(hours=12)) is None
    assert sign_ins.find_visit(remembered, NOW + timedelta(days=13)) is not None
    assert sign_ins.find_visit(remembered, NOW + timedelta(days=14)) is None


def test_the_same_work_is_done_whoever_is_asked_for(world: World) -> None:
    people.disable(world.person("Cleo").id, by="console", at=NOW)
    ada, gone = world.person("Ada").password_hash, world.person("Cleo")
    gone.password_hash = ada
    db.session.commit()
    told, work, written = set(), set(), set()
    for email in ("ada@example.org", "nobody@example.org", "ben@example.org", "cleo@example.org", "not an address"):
        before, lines = passwords.compared(), len(site_lines(Kind.PERSON_REFUSED))
        with pytest.raises(Refused) as refused:
            sign_ins.sign_in(email, "wrong password", **HOME, at=NOW)
        told.add(refused.value.sentence)
        work.add(passwords.compared() - before)
        written.add(len(site_lines(Kind.PERSON_REFUSED)) - lines)
    assert (len(told), work, written) == (1, {1}, {1})


def test_the_right_password_of_somebody_disabled_is_as_wrong_as_any(world: World) -> None:
    ada = world.person("Ada")
    people.make_administrator(world.person("Ben").id, by="console", at=NOW)
    people.disable(ada.id, by="console", at=NOW)
    with pytest.raises(Refused, match="do not belong together"):
        signed_in()


def test_refused_sign_ins_are_written_by_code_and_never_with_the_address(world: World, both: None) -> None:
    for email in ("ada@example.org", "stranger@example.org"):
        with pytest.raises(Refused):
            sign_ins.sign_in(email, "wrong", **HOME, at=NOW)
    known, unknown = site_lines(Kind.PERSON_REFUSED)[-2:]
    assert (known.subject, known.by, unknown.subject) == (person(world.person("Ada").id), "visitor", "")
    assert not [line for line in db.session.scalars(select(ChangeRow).where(ChangeRow.book == 0)) if "@" in line.note]
    assert diary.verify()[1] == []


def test_a_right_password_is_not_counted_against_anybody(world: World, both: None) -> None:
    for _ in range(12):
        assert signed_in()
    assert db.session.scalars(select(Attempt)).all() == []


def test_running_tries_count_like_failed_ones(world: World, both: None) -> None:
    held = [throttle.reserve(["account:x"], NOW) for _ in range(10)]
    with pytest.raises(Refused, match="Wait 5 minutes"):
        throttle.reserve(["account:x", "address:y"], NOW)
    throttle.reserve(["address:y"], NOW)
    held[0].forgive()
    db.session.commit()
    throttle.reserve(["account:x"], NOW)
    with pytest.raises(Refused):
        throttle.reserve(["account:x"], NOW + timedelta(minutes=4, seconds=59))
    throttle.reserve(["account:x"], NOW + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("", "somewhere", False),
    ],
)
def test_a_network_that_one_customer_gets_counts_as_one_address(one: str, other: str, alike: bool) -> None:
    assert (throttle.address(one) == throttle.address(other)) is alike


def test_one_address_closes_for_all_accounts_it_tries(world: World) -> None:
    for number in range(10):
        with pytest.raises(Refused, match="do not belong together"):
            sign_ins.sign_in(f"guess{number}@example.org", "wrong", **HOME, at=NOW)
    with pytest.raises(Refused, match="Too many attempts"):
        signed_in()


def test_a_password_changed_while_it_is_compared_opens_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = passwords.matches

    def change_meanwhile(known: str | None, password: str) -> bool:
        world.person("Ada").password_hash = passwords.hashed(NEW)
        db.session.commit()
        return compare(known, password)

    monkeypatch.setattr(passwords, "matches", change_meanwhile)
    with pytest.raises(Refused, match="do not belong together"):
        signed_in()


def test_signing_out_everywhere_ends_every_sign_in(world: World, both: None) -> None:
    tokens = [signed_in(), signed_in(is_remembered=True)]
    ben = sign_ins.use_link(links.sign_in_link(world.person("Ben"), NOW), browser="x", at=NOW)
    sign_ins.sign_out_everywhere(visit_of(tokens[0]), at=NOW)
    assert [sign_ins.find_visit(token, NOW) for token in tokens] == [None, None]
    assert sign_ins.find_visit(ben, NOW) is not None


# --- a forgotten password ------------------------------------------------------------------------------------------


def test_asking_for_a_link_does_the_same_for_everybody(world: World, both: None) -> None:
    people.disable(world.person("Cleo").id, by="console", at=NOW)
    before = passwords.compared()
    for email in ("ada@example.org", "nobody@example.org", "cleo@example.org"):
        resets.ask(email, address="192.0.2.7", at=NOW)
    assert [letter.address for letter in letters("reset")] == ["ada@example.org"]
    assert [line.subject for line in site_lines(Kind.PASSWORD_RESET_ASKED)] == [
        person(world.person("Ada").id),
        "",
        person(world.person("Cleo").id),
    ]
    assert passwords.compared() == before


def test_letters_are_owed_once_a_minute_and_asking_is_throttled(world: World) -> None:
    for _ in range(10):
        resets.ask("ada@example.org", address="192.0.2.7", at=NOW)
    with pytest.raises(Refused, match="Too many attempts"):
        resets.ask("ada@example.org", address="192.0.2.8", at=NOW)
    with pytest.raises(Refused, match="Too many attempts"):
        resets.ask("ben@example.org", address="192.0.2.7", at=NOW)
    assert len(letters("reset")) == 1
    assert signed_in()


def test_a_link_changes_the_password_once_and_ends_every_sign_in(world: World, both: None) -> None:
    token, elsewhere = resets.link(world.person("Ada"), by="console", at=NOW), signed_in(is_remembered=True)
    resets.reset(token, NEW, address="192.0.2.7", at=NOW)
    assert sign_ins.find_visit(elsewhere, NOW) is None
    assert sign_ins.sign_in("ada@example.org", NEW, **HOME, at=NOW)
    with pytest.raises(Refused, match="used already"):
        resets.reset(token, "oxbow quartz ferment", address="192.0.2.7", at=NOW)
    assert [letter.address for letter in letters("notice")] == ["ada@example.org"]


@pytest.mark.parametrize("shut", ["used", "newer", "expired", "changed", "address", "disabled", "guessed"])
def test_a_link_for_a_new_password_is_dead_after(world: World, both: None, shut: str) -> None:
    people.make_administrator(world.person("Ben").id, by="console", at=NOW)
    ada = world.person("Ada")
    token, at = resets.link(ada, by="console", at=NOW), NOW
    match shut:
        case "used":
            resets.reset(token, NEW, address="", at=NOW)
        case "newer":
            resets.link(ada, by="console", at=NOW)
        case "expired":
            at = NOW + timedelta(minutes=30)
        case "changed":
            accounts.change_password(visit_of(signed_in()), PASSWORD, NEW, at=NOW)
        case "address":
            accounts.change_email(visit_of(signed_in()), "ada@elsewhere.example", PASSWORD, at=NOW)
        case "disabled":
            people.disable(ada.id, by="console", at=NOW)
            people.enable(ada.id, by="console", at=NOW)
        case "guessed":
            token = "x" * 43
    assert not resets.is_open(token, at)
    with pytest.raises(Refused, match="used already or has run out"):
        resets.reset(token, "oxbow quartz ferment", address="", at=at)


def test_a_new_password_does_not_replace_the_second_factor(world: World) -> None:
    ada = world.person("Ada")
    ada.totp_secret = "JBSWY3DPEHPK3PXP"
    db.session.commit()
    resets.reset(resets.link(ada, by="console", at=NOW), NEW, address="", at=NOW)
    token = sign_ins.sign_in("ada@example.org", NEW, **HOME, at=NOW)
    assert sign_ins.find_visit(token, NOW) is None
    assert sign_ins.find_pending(token, NOW) is not None


def test_a_weak_password_is_refused_and_the_link_stays_good(world: World) -> None:
    token = resets.link(world.person("Ada"), by="console", at=NOW)
    with pytest.raises(Refused, match="too easy"):
        resets.reset(token, "passwordpassword", address="", at=NOW)
    assert resets.is_open(token, NOW)


# --- invitations ---------------------------------------------------------------------------------------------------


def test_who_is_invited_comes_in_once_with_a_password_of_their_own(world: World, both: None) -> None:
    user_id, token = invited(world)
    assert invitations.find(token, NOW) == invitations.Invitation("Eve", "eve@example.org", "VANTAGE AI")
    assert newcomers.waiting([world.person("Eve")]) == {user_id}
    visit = visit_of(accept(token))
    assert (visit.user.name, visit.sign_in.way) == ("Eve Adams", "invite")
    assert newcomers.waiting([world.person("Eve")]) == set()
    assert sign_ins.sign_in("eve@example.org", NEW, **HOME, at=NOW)
    assert letters("invite")[-1].address == "eve@example.org"


@pytest.mark.parametrize("shut", ["used", "newer", "expired", "withdrawn", "disabled", "came in", "other project"])
def test_an_invitation_is_dead_after(world: World, both: None, shut: str) -> None:
    (user_id, token), at = invited(world), NOW
    ada = world.person("Ada")
    match shut:
        case "used":
            accept(token)
        case "newer":
            invitations.invite_again(world.project, user_id, by=ada, at=NOW)
        case "expired":
            at = NOW + timedelta(days=7)
        case "withdrawn":
            invitations.withdraw(world.project, user_id, by=ada, at=NOW)
        case "disabled":
            people.disable(user_id, by="console", at=NOW)
            people.enable(user_id, by="console", at=NOW)
        case "came in":
            sign_ins.use_link(links.sign_in_link(world.person("Eve"), NOW), browser="", at=NOW)
        case "other project":
            dan = world.person("Dan")
            other = world.seat("Dan", "other-thing").project
            assert members.invite(other, "Eve", "eve@example.org", Role.LEAD, by=dan, at=NOW)[1] is None
    assert invitations.find(token, at) is None
    with pytest.raises(Refused, match="used already or has run out"):
        invitations.accept(token, "Eve", "oxbow quartz ferment", **HOME, at=at)


def test_the_link_in_the_letter_and_the_one_handed_over_both_work_until_one_is_used(world: World) -> None:
    user_id, token = invited(world)
    mailed = links.begin(links.MAILED_INVITE, user_id, NOW, links.INVITE_LASTS, world.project.id)
    db.session.commit()
    assert invitations.find(token, NOW) == invitations.find(mailed, NOW)
    accept(mailed)
    assert invitations.find(token, NOW) is None


def test_a_lead_gets_no_link_of_somebody_who_is_known_elsewhere(world: World) -> None:
    """Not by inviting, not by inviting again, not by taking back and inviting anew."""
    ada, dan_id = world.person("Ada"), world.person("Dan").id
    assert members.invite(world.project, "Dan", "dan@example.org", Role.VIEWER, by=ada, at=NOW)[1] is None
    assert invitations.invite_again(world.project, dan_id, by=ada, at=NOW)[1] is None
    invitations.withdraw(world.project, dan_id, by=ada, at=NOW)
    assert members.invite(world.project, "Dan", "dan@example.org", Role.VIEWER, by=ada, at=AGAIN)[1] is None


def test_who_was_taken_back_can_be_invited_anew(world: World) -> None:
    user_id, _ = invited(world)
    invitations.withdraw(world.project, user_id, by=world.person("Ada"), at=NOW)
    with pytest.raises(NotFound):
        invitations.invite_again(world.project, user_id, by=world.person("Ada"), at=NOW)
    again, token = members.invite(
        world.project, "Eve", "eve@example.org", Role.VIEWER, by=world.person("Ada"), at=AGAIN
    )
    assert (again.id, token is not None) == (user_id, True)


def test_who_came_in_is_not_invited_again(world: World) -> None:
    user_id, token = invited(world)
    accept(token)
    for verb in (invitations.invite_again, invitations.withdraw):
        with pytest.raises(Refused, match="has come in already"):
            verb(world.project, user_id, by=world.person("Ada"), at=NOW)


def test_a_link_handed_over_never_opens_an_administrator(world: World) -> None:
    user_id, token = invited(world)
    people.make_administrator(user_id, by="console", at=NOW)
    assert invitations.find(token, NOW) is None
    with pytest.raises(Refused):
        invitations.invite_again(world.project, user_id, by=world.person("Ada"), at=NOW)


# --- one's own account ---------------------------------------------------------------------------------------------


def test_a_new_address_is_signed_in_with_and_the_old_one_is_told(world: World, both: None) -> None:
    accounts.change_email(visit_of(signed_in()), "Ada@Elsewhere.example", PASSWORD, at=NOW)
    assert sign_ins.sign_in("ada@elsewhere.example", PASSWORD, **HOME, at=NOW)
    assert [letter.address for letter in letters("notice")] == ["ada@example.org"]
    assert not [line for line in site_lines(Kind.PERSON_CHANGED) if "@" in f"{line.subject}{line.before}{line.after}"]


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        ("ben@example.org", PASSWORD, "has an account already"),
        ("ada@example.org", PASSWORD, "your address already"),
        ("new@example.org", "wrong", "current password is not right"),
        ("nowhere", PASSWORD, "Enter an e-mail address"),
    ],
)
def test_an_address_is_not_changed_without_reason(world: World, email: str, password: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        accounts.change_email(visit_of(signed_in()), email, password, at=NOW)
    db.session.rollback()
    assert world.person("Ada").email == "ada@example.org"


def test_guessing_the_current_password_is_throttled_like_the_door(world: World) -> None:
    here = visit_of(signed_in())
    for _ in range(10):
        with pytest.raises(Refused, match="current password"):
            accounts.change_password(here, "wrong", NEW, at=NOW)
    with pytest.raises(Refused, match="Too many attempts"):
        accounts.change_password(here, PASSWORD, NEW, at=NOW)


def test_what_happened_lately_is_told_newest_first(world: World) -> None:
    with pytest.raises(Refused):
        sign_ins.sign_in("ada@example.org", "wrong", **HOME, at=NOW)
    here = visit_of(signed_in())
    accounts.change_password(here, PASSWORD, NEW, at=NOW)
    told = [event.sentence for event in accounts.lately(here.user, NOW)]
    assert told[:3] == ["The password was changed", "Signed in with the password", "A wrong password was typed"]
    assert "You were invited" not in told
    assert [event.sentence for event in accounts.lately(world.person("Dan"), NOW)] == ["You were invited"]


# --- shutting out, and the last administrator ----------------------------------------------------------------------


def test_nothing_opens_for_somebody_disabled(world: World, both: None) -> None:
    ben = world.person("Ben")
    token = sign_ins.use_link(links.sign_in_link(ben, NOW), browser="", at=NOW)
    link, reset = links.sign_in_link(ben, NOW), resets.link(ben, by="console", at=NOW)
    people.disable(ben.id, by=person(world.person("Ada").id), at=NOW)
    people.disable(ben.id, by=person(world.person("Ada").id), at=NOW)
    assert sign_ins.find_visit(token, NOW) is None
    with pytest.raises(Refused):
        sign_ins.use_link(link, browser="", at=NOW)
    with pytest.raises(Refused):
        resets.reset(reset, NEW, address="", at=NOW)
    people.enable(ben.id, by="console", at=NOW)
    assert sign_ins.find_visit(token, NOW) is None
    assert not links.is_usable(link, links.SIGN_IN, NOW)
    kinds = [line.kind for line in site_lines(Kind.PERSON_DISABLED, Kind.PERSON_ENABLED)]
    assert kinds == [Kind.PERSON_DISABLED, Kind.PERSON_ENABLED]


def test_a_sign_in_that_owes_its_code_ends_when_somebody_is_disabled(world: World) -> None:
    ben = world.person("Ben")
    ben.totp_secret = "JBSWY3DPEHPK3PXP"
    token = sign_ins.use_link(links.sign_in_link(ben, NOW), browser="", at=NOW)
    pending = sign_ins.find_pending(token, NOW)
    assert pending is not None
    people.disable(ben.id, by="console", at=NOW)
    assert sign_ins.find_pending(token, NOW) is None
    with pytest.raises(Refused, match="run out"):
        sign_ins.promote(pending, at=NOW)


def test_the_last_administrator_stays(world: World, both: None) -> None:
    ada, ben = world.person("Ada").id, world.person("Ben").id
    for verb in (people.disable, people.unmake_administrator):
        with pytest.raises(Refused, match="only administrator"):
            verb(ada, by="console", at=NOW)
        db.session.rollback()
    people.make_administrator(ben, by="console", at=NOW)
    people.unmake_administrator(ada, by="console", at=NOW)
    assert kept.administrators() == 1


def test_nobody_disables_themselves_and_somebody_disabled_is_no_administrator(world: World) -> None:
    ada, ben = world.person("Ada").id, world.person("Ben").id
    people.make_administrator(ben, by="console", at=NOW)
    with pytest.raises(Refused, match="yourself"):
        people.disable(ada, by=person(ada), at=NOW)
    people.disable(ben, by="console", at=NOW)
    with pytest.raises(Refused, match="only administrator"):
        people.unmake_administrator(ada, by="console", at=NOW)
    people.unmake_administrator(ben, by="console", at=NOW)
    with pytest.raises(Refused, match="Enable the account first"):
        people.make_administrator(ben, by="console", at=NOW)
    with pytest.raises(NotFound):
        people.disable(999, by="console", at=NOW)
