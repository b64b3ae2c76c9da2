"""Single sign-on: whom a provider's word lets in, and who is linked to whom there.

Nobody unknown comes in this way: first somebody is invited, then the provider may vouch for the address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from ..domain import single_sign_on
from ..domain.diary import VISITOR, Change, Kind, person
from ..domain.refusals import NotFound, Refused
from ..domain.single_sign_on import Claims, Provider
from ..storage import people
from ..storage.database import db
from ..storage.people import Identity, OneTimeLink, User
from . import diary, links, oidc, sign_ins, throttle
from .oidc import Journey
from .sign_ins import Visit, Where

WAY = "sso"
JOURNEY_LASTS = timedelta(minutes=10)


def set_out(provider: Provider, back: str, wanted: str, *, at: datetime) -> tuple[Journey, str]:
    """Begin a journey to the provider; give what the browser keeps and where it goes. It can be finished once."""
    journey = oidc.new_journey(wanted)
    place = oidc.address(provider, journey, back)
    row = OneTimeLink(token_hash=links.fingerprint(journey.state), purpose=WAY)
    row.created_at, row.expires_at = at, at + JOURNEY_LASTS
    db.session.add(row)
    db.session.commit()
    return journey, place


def come_back(
    provider: Provider, journey: Journey | None, state: str, code: str, back: str, *, where: Where, at: datetime
) -> str:
    """Finish a journey and give the browser's token; refuse whatever is old, replayed, forged or of somebody unknown.

    Tries are counted like those of passwords. The provider is asked while no transaction is open.
    """
    reservation = throttle.reserve([throttle.address(where["address"])], at)
    if journey is None or state != journey.state:
        _refuse("no journey", None, "This sign-in was begun elsewhere or is finished. Begin again.", at)
    try:
        links.spend(state, WAY, at)
        db.session.commit()
    except Refused:
        _refuse("replayed", None, "This sign-in was begun elsewhere or is finished. Begin again.", at)
    try:
        claims = oidc.claims(provider, journey, code, back, at)
    except Refused as refusal:
        _refuse("not trusted", None, refusal.sentence, at)
    user = _known(provider, claims, at) or _found(provider, claims, at)
    reservation.forgive()
    token = sign_ins.begin(user, way=WAY, **where, at=at, is_remembered=False, is_proven=claims.is_proven)
    db.session.commit()
    return token


def identities(user: User) -> Sequence[Identity]:
    """List whom a person is at providers, oldest first."""
    return people.identities_of(user.id)


def unlink(visit: Visit, identity_id: int, *, at: datetime) -> None:
    """Let go of a provider's identity; who has no password keeps it, for it is the only way in."""
    identity = db.session.get(Identity, identity_id)
    if identity is None or identity.user_id != visit.user_id:
        raise NotFound("There is no such link.")
    if visit.user.password_hash is None:
        raise Refused("This is your only way to sign in. Choose a password first.")
    db.session.delete(identity)
    who = person(visit.user_id)
    diary.write_for_site(Change(Kind.IDENTITY_UNLINKED, who, who, at, before=identity.issuer))
    db.session.commit()


def _known(provider: Provider, claims: Claims, at: datetime) -> User | None:
    """Find who was linked before; the address does not matter any more."""
    identity = people.find_identity(provider.issuer, claims.subject)
    user = people.hold_user(identity.user_id) if identity else None
    if user and user.disabled_at:
        _refuse("disabled", user.id, _nobody(provider), at)
    return user


def _found(provider: Provider, claims: Claims, at: datetime) -> User:
    """Link somebody who comes for the first time to the account that was made for the address."""
    try:
        email = single_sign_on.address_to_link(claims, provider.domains)
    except Refused as refusal:
        _refuse("address", None, f"{provider.name} knows you. {refusal.sentence}", at)
    known = people.find_by_email(email)
    user = people.hold_user(known.id) if known else None
    if user is None or user.disabled_at or user.removed_at:
        _refuse("unknown", user.id if user else None, _nobody(provider), at)
    if any(identity.issuer == provider.issuer for identity in people.identities_of(user.id)):
        sentence = (
            f"This account is linked to somebody else at {provider.name}. Sign in with the password and unlink it."
        )
        _refuse("linked to another", user.id, sentence, at)
    if diary.chose_own_address(user):
        _refuse("own address", user.id, _unproven(provider), at)
    db.session.add(Identity(user_id=user.id, issuer=provider.issuer, subject=claims.subject, created_at=at))
    people.spend_links((*links.INVITES, links.SIGN_IN), user.id, at)
    diary.write_for_site(Change(Kind.IDENTITY_LINKED, person(user.id), person(user.id), at, after=provider.issuer))
    return user


def _unproven(provider: Provider) -> str:
    """Who typed an address themselves may have typed somebody else's, who would come into an account not theirs."""
    return (
        f"{provider.name} knows you, but the account here took this address itself, without proof. "
        "Sign in with the password."
    )


def _nobody(provider: Provider) -> str:
    return f"{provider.name} knows you, but nobody here has invited you. Ask a lead of your project."


def _refuse(why: str, user_id: int | None, sentence: str, at: datetime) -> NoReturn:
    """Write down that somebody was refused, undo what else was begun, and refuse."""
    db.session.rollback()
    subject = person(user_id) if user_id is not None else ""
    diary.write_for_site(Change(Kind.PERSON_REFUSED, subject, VISITOR, at, after=WAY, note=why))
    db.session.commit()
    raise Refused(sentence)
