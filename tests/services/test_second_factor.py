"""The second factor as it is kept: no code opens twice, and what changes it ends other sign-ins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NOW, World
from vantage_readiness.domain import second_factor as decisions
from vantage_readiness.domain.diary import Kind
from vantage_readiness.domain.refusals import NotAllowed, Refused, Stale
from vantage_readiness.services import confirmations, second_factor, sign_ins, site
from vantage_readiness.services.sign_ins import Visit
from vantage_readiness.storage.database import db
from vantage_readiness.storage.deliveries import Delivery
from vantage_readiness.storage.diary import ChangeRow
from vantage_readiness.storage.people import RecoveryCode
from vantage_readiness.storage.site import FACTOR_FOR_ADMINISTRATORS

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LATER = NOW + timedelta(minutes=5)


def code_at(at=NOW, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).generate_otp(decisions.step(at))


def begin(world: World, name: str, *, is_proven: bool = False) -> str:
    where = {"way": "password", "browser": "b", "address": "::1"}
    token = sign_ins.begin(world.person(name), **where, at=NOW, is_remembered=False, is_proven=is_proven)
    db.session.commit()
    return token


def visit_of(world: World, name: str) -> Visit:
    found = sign_ins.find_visit(begin(world, name, is_proven=True), NOW)
    assert found is not None
    return found


def pending_of(world: World, name: str) -> Visit:
    found = sign_ins.find_pending(begin(world, name), NOW)
    assert found is not None
    return found


def enrol(world: World, name: str = "Ada") -> tuple[Visit, list[str]]:
    visit = visit_of(world, name)
    return visit, second_factor.add(visit, SECRET, code_at(), at=NOW)


def kinds() -> list[str]:
    rows = db.session.scalars(select(ChangeRow.kind).where(ChangeRow.book == 0).order_by(ChangeRow.number))
    return [kind for kind in rows if not kind.startswith(("person.signed", "person.changed", "person.invited"))]


def test_setting_it_up_gives_ten_codes_and_ends_other_sign_ins(world: World, both: None) -> None:
    elsewhere = begin(world, "Ada")
    visit, codes = enrol(world)
    assert len({*codes}) == 10
    assert sign_ins.find_visit(elsewhere, NOW) is None
    assert visit.sign_in.ended_at is None
    assert kinds()[-2:] == [Kind.FACTOR_ADDED, Kind.RECOVERY_MADE]
    assert sign_ins.find_visit(begin(world, "Ada"), NOW) is None


def test_a_wrong_code_sets_nothing_up(world: World) -> None:
    visit = visit_of(world, "Ada")
    with pytest.raises(Refused, match="does not open"):
        second_factor.add(visit, SECRET, code_at(secret=pyotp.random_base32()), at=NOW)
    assert visit.user.totp_secret is None


@pytest.mark.parametrize(("seconds", "opens"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_code_opens_a_step_early_and_a_step_late(world: World, seconds: int, opens: bool) -> None:
    enrol(world)
    pending = pending_of(world, "Ada")
    code = code_at(LATER + timedelta(seconds=seconds))
    if opens:
        assert sign_ins.find_visit(second_factor.open_door(pending, code, at=LATER).token, LATER)
    else:
        with pytest.raises(Refused, match="does not open"):
            second_factor.open_door(pending, code, at=LATER)
        assert kinds()[-1] == Kind.PERSON_REFUSED


def test_no_code_opens_twice_and_none_before_one_that_did(world: World, both: None) -> None:
    enrol(world)
    second_factor.open_door(pending_of(world, "Ada"), code_at(LATER), at=LATER)
    for old in (code_at(LATER), code_at(LATER - timedelta(seconds=30)), code_at(NOW)):
        with pytest.raises(Refused, match="does not open"):
            second_factor.open_door(pending_of(world, "Ada"), old, at=LATER)


def test_the_code_that_set_it_up_opens_nothing_afterwards(world: World) -> None:
    enrol(world)
    with pytest.raises(Refused, match="does not open"):
        second_factor.open_door(pending_of(world, "Ada"), code_at(), at=NOW)


def test_a_pending_sign_in_is_promoted_once_and_then_opens_nothing(world: World, both: None) -> None:
    enrol(world)
    token = begin(world, "Ada")
    pending = sign_ins.find_pending(token, NOW)
    assert pending is not None
    opened = second_factor.open_door(pending, code_at(LATER), at=LATER)
    assert opened.token != token
    assert sign_ins.find_pending(token, LATER) is None
    assert sign_ins.find_visit(token, LATER) is None
    at = LATER + timedelta(minutes=1)
    with pytest.raises(Refused, match="run out"):
        second_factor.open_door(pending, code_at(at), at=at)


def test_a_code_of_the_old_secret_opens_nothing_after_a_new_one_or_none(world: World, both: None) -> None:
    visit, codes = enrol(world)
    fresh = pyotp.random_base32()
    second_factor.add(visit, fresh, code_at(secret=fresh), at=NOW)
    for old in (code_at(LATER), codes[0]):
        with pytest.raises(Refused, match="does not open"):
            second_factor.open_door(pending_of(world, "Ada"), old, at=LATER)
    waiting = pending_of(world, "Ada")
    second_factor.remove(visit, at=LATER)
    with pytest.raises(Refused):
        second_factor.open_door(waiting, code_at(LATER, fresh), at=LATER)
    assert second_factor.codes_left(visit.user) == 0


def test_a_recovery_code_opens_once_and_says_how_many_are_left(world: World, both: None) -> None:
    _, codes = enrol(world)
    typed = decisions.grouped(codes[3]).upper().replace(" ", "-")
    assert second_factor.open_door(pending_of(world, "Ada"), typed, at=LATER).codes_left == 9
    assert kinds()[-1] == Kind.RECOVERY_USED
    with pytest.raises(Refused, match="does not open"):
        second_factor.open_door(pending_of(world, "Ada"), codes[3], at=LATER)
    assert second_factor.open_door(pending_of(world, "Ada"), codes[4], at=LATER).codes_left == 8


def test_fresh_recovery_codes_make_older_ones_useless(world: World) -> None:
    visit, old = enrol(world)
    new = second_factor.renew_codes(visit, at=LATER)
    assert not {*old} & {*new}
    assert second_factor.are_current(visit.user, new)
    assert not second_factor.are_current(visit.user, [*new, old[0]])
    with pytest.raises(Refused):
        second_factor.open_door(pending_of(world, "Ada"), old[0], at=LATER)


def test_codes_of_one_person_open_nothing_for_another(world: World) -> None:
    _, codes = enrol(world, "Ada")
    enrol(world, "Ben")
    with pytest.raises(Refused):
        second_factor.open_door(pending_of(world, "Ben"), codes[0], at=LATER)


def test_after_ten_wrong_codes_the_right_one_waits(world: World) -> None:
    enrol(world)
    pending = pending_of(world, "Ada")
    for _ in range(10):
        with pytest.raises(Refused, match="does not open"):
            second_factor.open_door(pending, code_at(NOW), at=LATER)
    with pytest.raises(Refused, match="Too many"):
        second_factor.open_door(pending, code_at(LATER), at=LATER)
    after = LATER + timedelta(minutes=5)
    another = visit_of(world, "Ada")
    confirmations.confirm(another, code_at(after), at=after)


def test_who_lost_the_phone_is_reset_and_signed_out(world: World) -> None:
    visit, _ = enrol(world)
    second_factor.reset("ADA@example.org", at=LATER)
    assert world.person("Ada").totp_secret is None
    assert sign_ins.living(visit.user, LATER) == []
    for again, said in (("ada@example.org", "has no second factor"), ("who@example.org", "Nobody has the address")):
        with pytest.raises(Refused, match=said):
            second_factor.reset(again, at=LATER)


def test_each_change_is_told_by_letter_and_no_secret_is_kept_where_it_is_shown(world: World) -> None:
    visit, codes = enrol(world)
    second_factor.open_door(pending_of(world, "Ada"), codes[0], at=LATER)
    second_factor.remove(visit, at=LATER)
    letters = db.session.scalars(select(Delivery)).all()
    assert len([each for each in letters if each.kind == "notice"]) == 4
    lines = db.session.scalars(select(ChangeRow).where(ChangeRow.book == 0)).all()
    written = " ".join(str((each.subject, each.before, each.after, each.note)) for each in lines)
    written += " ".join(str((each.about, each.key)) for each in letters)
    assert not [secret for secret in (SECRET, *codes) if secret in written]
    assert not set(codes) & set(db.session.scalars(select(RecoveryCode.code_hash)))


def test_only_an_administrator_who_has_one_requires_it(world: World, both: None) -> None:
    with pytest.raises(Refused, match="yourself first"):
        site.require_factor(True, seen=0, by=world.person("Ada"), at=NOW)
    visit, _ = enrol(world)
    enrol(world, "Ben")
    with pytest.raises(NotAllowed):
        site.require_factor(True, seen=0, by=world.person("Ben"), at=NOW)
    site.require_factor(True, seen=0, by=world.person("Ada"), at=NOW)
    assert site.needs_factor()
    with pytest.raises(Stale):
        site.require_factor(False, seen=0, by=world.person("Ada"), at=NOW)
    with pytest.raises(Refused, match="Set up another one"):
        second_factor.remove(visit, at=LATER)
    site.require_factor(False, seen=1, by=world.person("Ada"), at=NOW)
    second_factor.remove(visit, at=LATER)
    assert kinds()[-2:] == [Kind.SITE_CHANGED, Kind.FACTOR_REMOVED]
    assert site.get(FACTOR_FOR_ADMINISTRATORS) == site.Decision(False, 2)


def test_an_administrator_without_one_owes_it_once_it_is_required(world: World, both: None) -> None:
    visit, _ = enrol(world)
    site.require_factor(True, seen=0, by=world.person("Ada"), at=NOW)
    owing = begin(world, "Cleo")
    world.person("Cleo").is_administrator = True
    db.session.commit()
    found, ours = sign_ins.find_visit(owing, NOW), sign_ins.find_visit(begin(world, "Ben"), NOW)
    assert found is not None
    assert found.owes_factor
    assert ours is not None
    assert not ours.owes_factor
    site.require_factor(False, seen=1, by=visit.user, at=NOW)
    found = sign_ins.find_visit(owing, NOW)
    assert found is not None
    assert not found.owes_factor


def at_once(app: Flask, count: int, act: Callable[[], object]) -> int:
    """Let so many do the same at the same moment; give how many succeeded."""
    done: list[bool] = []
    start = threading.Barrier(count)

    def run() -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                done.append(True)
            except Refused:
                db.session.rollback()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_of_eight_who_use_one_code_at_the_same_moment_one_gets_in(
    app: Flask, world: World, both: None, kind: str
) -> None:
    _, codes = enrol(world)
    waiting = [pending_of(world, "Ada") for _ in range(8)]
    code = code_at(LATER) if kind == "code" else codes[0]
    db.session.rollback()
    lot = iter(waiting)
    assert at_once(app, 8, lambda: second_factor.open_door(next(lot), code, at=LATER)) == 1
    living = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.used_at.is_(None))
    assert db.session.scalar(living) == (10 if kind == "code" else 9)


def test_a_race_like_this_shows_it_when_a_code_may_open_twice(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, codes = enrol(world)
    waiting = iter([pending_of(world, "Ada") for _ in range(4)])
    monkeypatch.setattr("vantage_readiness.storage.second_factor.use_code", lambda *_: True)
    db.session.rollback()
    assert at_once(app, 4, lambda: second_factor.open_door(next(waiting), codes[0], at=LATER)) > 1


def test_a_proof_is_fresh_for_ten_minutes_and_renewed_by_password(world: World, both: None) -> None:
    visit = visit_of(world, "Ada")
    old = NOW + timedelta(minutes=10)
    assert confirmations.is_fresh(visit, old - timedelta(seconds=1))
    assert not confirmations.is_fresh(visit, old)
    with pytest.raises(Refused, match="not right"):
        confirmations.confirm(visit, "wrong", at=old)
    assert not confirmations.is_fresh(visit, old)
    confirmations.confirm(visit, "a long enough password", at=old)
    assert confirmations.is_fresh(visit, old)
    assert kinds()[-2:] == [Kind.PERSON_REFUSED, Kind.PERSON_CONFIRMED]


def test_who_has_a_second_factor_confirms_with_it_and_not_with_a_used_code(world: World) -> None:
    visit, codes = enrol(world)
    assert confirmations.proof_of(visit.user) is confirmations.Proof.CODE
    for wrong in ("a long enough password", code_at(NOW), "000000"):
        with pytest.raises(Refused):
            confirmations.confirm(visit, wrong, at=LATER)
    confirmations.confirm(visit, code_at(LATER), at=LATER)
    with pytest.raises(Refused, match="does not open"):
        confirmations.confirm(visit, code_at(LATER), at=LATER)
    confirmations.confirm(visit, codes[0], at=LATER)


def test_who_has_neither_signs_in_again(world: World) -> None:
    visit = visit_of(world, "Ben")
    assert confirmations.proof_of(visit.user) is confirmations.Proof.SIGN_IN
    with pytest.raises(Refused, match="Sign in again"):
        confirmations.confirm(visit, "anything", at=NOW)


def test_wrong_passwords_count_with_those_at_the_door(world: World) -> None:
    visit = visit_of(world, "Ada")
    for _ in range(10):
        with pytest.raises(Refused, match="not right"):
            confirmations.confirm(visit, "wrong", at=NOW)
    with pytest.raises(Refused, match="Too many"):
        sign_ins.sign_in("ada@example.org", "a long enough password", address="::2", browser="b", at=NOW)


def test_a_sign_in_that_ended_is_not_confirmed(world: World) -> None:
    visit = visit_of(world, "Ada")
    sign_ins.sign_out(visit, at=NOW)
    with pytest.raises(Refused, match="has ended"):
        confirmations.confirm(visit, "a long enough password", at=NOW)
