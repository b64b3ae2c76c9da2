"""A small OpenID Connect provider for tests: discovery, keys, authorize, token; it can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "readiness", "a-secret-of-the-client"


@cache
def a_key(name: str) -> RSAKey:
    """Give a key; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


class Provider:
    """Signs in whoever it is told to; `alter` may change what a token says, `sign` how it is signed."""

    def __init__(self) -> None:
        self.key = a_key("ours")
        self.person: dict[str, Any] = {"sub": "ada-there", "email": "ada@example.org", "email_verified": True}
        self.alter: Callable[[dict[str, Any]], object] = lambda _claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.discovery: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.issuer = ""

    def signed(self, claims: dict[str, Any], key: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key or self.key)

    def unsigned(self, claims: dict[str, Any]) -> str:
        parts = ({"alg": "none"}, claims)
        return ".".join(_plain(json.dumps(part).encode()) for part in parts) + "."

    def app(self) -> Flask:
        app = Flask("provider")
        app.add_url_rule("/.well-known/openid-configuration", view_func=self._discovery)
        app.add_url_rule("/keys", view_func=lambda: {"keys": [self.key.as_dict(private=False)]}, endpoint="keys")
        app.add_url_rule("/authorize", view_func=self._authorize)
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        return app

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **self.discovery,
        }

    def _authorize(self) -> Any:
        asked = request.args
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe()
        self.codes[code] = dict(asked)
        return redirect(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    def _token(self) -> Any:
        asked = self.codes.pop(request.form["code"], None)  # a code is good for once
        proof = _plain(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
        account = request.authorization
        if asked is None or proof != asked["code_challenge"] or request.form["redirect_uri"] != asked["redirect_uri"]:
            return Response('{"error": "invalid_grant"}', 400, mimetype="application/json")
        if account is None or (account.username, account.password) != (CLIENT, SECRET):
            return Response('{"error": "invalid_client"}', 401, mimetype="application/json")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person
        self.alter(claims)
        return {"access_token": "not used", "token_type": "Bearer", "id_token": self.sign(claims)}


@contextmanager
def serving(provider: Provider) -> Iterator[str]:
    """Serve a provider on a port of this machine; gives its issuer."""
    server = make_server("127.0.0.1", 0, provider.app(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider.issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
