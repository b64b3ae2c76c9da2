"""Talking with a provider of single sign-on: OpenID Connect, code flow with PKCE, state and nonce.

Where it is asked, no transaction is open. Whatever it answers is checked before anything in it is believed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from ..domain import single_sign_on
from ..domain.refusals import Refused
from ..domain.single_sign_on import Claims, Provider

SECONDS = 10
LARGEST = 512 * 1024
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 60  # seconds by which clocks may differ
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Journey:
    """What this browser has to bring back from the provider, and where its visitor wanted to go."""

    state: str
    nonce: str
    verifier: str
    wanted: str


def new_journey(wanted: str) -> Journey:
    """Give a journey that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    return Journey(state, nonce, verifier, wanted)


def address(provider: Provider, journey: Journey, back: str) -> str:
    """Give where to send the browser; `back` is the address it returns to."""
    with _explained(provider), _client(provider, back) as client:
        place, _state = client.create_authorization_url(
            _discovered(provider)["authorization_endpoint"],
            state=journey.state,
            nonce=journey.nonce,
            code_verifier=journey.verifier,
        )
    return str(place)


def claims(provider: Provider, journey: Journey, code: str, back: str, at: datetime) -> Claims:
    """Exchange the code for what the provider says of somebody, checked; refuse with a sentence."""
    with _explained(provider), _client(provider, back) as client:
        there = _discovered(provider)
        answer = client.fetch_token(
            there["token_endpoint"], code=code, code_verifier=journey.verifier, timeout=SECONDS, allow_redirects=False
        )
        said = _checked(provider, str(answer.get("id_token", "")), _asked(there["jwks_uri"]), journey.nonce, at)
    return single_sign_on.read(said)


def _checked(provider: Provider, token: str, keys: Any, nonce: str, at: datetime) -> Mapping[str, object]:
    """Give what a token says if the provider signed it, for us, now, in answer to this journey."""
    from joserfc.jwk import KeySet
    from joserfc.jwt import JWTClaimsRegistry, decode

    said: dict[str, Any] = decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
    rules = JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    rules.validate(said)
    is_shared = isinstance(said["aud"], list) and len(said["aud"]) > 1
    if said.get("azp", None if is_shared else provider.client_id) != provider.client_id:
        raise ValueError("the token is for another party")
    return said


def _discovered(provider: Provider) -> Mapping[str, str]:
    """Give where the provider has its doors, from the document it publishes."""
    found = _asked(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer or not all(is_private(str(found.get(name))) for name in _ENDPOINTS):
        raise ValueError("the discovery document is not the issuer's")
    return {name: str(found[name]) for name in _ENDPOINTS}


def is_private(place: str) -> bool:
    """Answer whether what is said to this address stays between us: https, or this very machine."""
    parts = urlsplit(place)
    near = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and near))


def _asked(place: str) -> Any:
    """Give the document at an address of the provider's; raise `ValueError` for anything else."""
    import requests

    body = b""
    with requests.get(place, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
        if answer.status_code != 200:
            raise ValueError(f"{answer.status_code} instead of a document")
        for piece in answer.iter_content(64 * 1024):
            body += piece
            if len(body) > LARGEST:
                raise ValueError("a document without end")
    return dict(json.loads(body))


def _client(provider: Provider, back: str) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
    )


@contextmanager
def _explained(provider: Provider) -> Iterator[None]:
    """Turn whatever goes wrong into a sentence; what the provider wrote is not repeated to whoever is at the door."""
    import requests
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        yield
    except requests.RequestException as error:
        raise Refused(f"{provider.name} does not answer. Try again in a moment.") from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"What {provider.name} answered cannot be trusted. Try again from the start.") from error
