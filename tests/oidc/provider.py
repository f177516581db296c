"""A provider of OpenID Connect on a real socket, whose answers a test can spoil."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "wiki", "a secret & more"
FIRST_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True)
SECOND_KEY = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}, private=True)
Claims = dict[str, Any]


@dataclass
class Provider:
    """What the provider knows; tests change it."""

    url: str = ""
    claims: Claims = field(default_factory=dict)  # of whoever logs in there
    about: dict[str, Any] = field(default_factory=dict)  # added to what it says of itself
    key: RSAKey = field(default_factory=lambda: FIRST_KEY)
    shown_keys: list[RSAKey] = field(default_factory=lambda: [FIRST_KEY])
    spoil: Callable[[Claims], Claims] = lambda claims: claims
    sign: Callable[[Claims], str] | None = None
    userinfo: Claims | None = None
    faults: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # paths, in their order

    def make_claims(self, nonce: str) -> Claims:
        now = int(time.time())
        times = {"iat": now, "exp": now + 300, "nonce": nonce}
        return {"iss": self.url, "aud": CLIENT_ID, **times, **self.claims}

    def make_token(self, nonce: str) -> str:
        claims = self.spoil(self.make_claims(nonce))
        if self.sign is not None:
            return self.sign(claims)
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def answer_to(self, address: str) -> str:
        """Log in as the browser would; return where the provider sends the browser back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        sent = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return f"{asked['redirect_uri']}?{sent}"


def unsigned(claims: Claims) -> str:
    """Return a token that says that it needs no signature."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    coded = [base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts]
    return ".".join([*coded, ""])


def signed_with_public_key(claims: Claims) -> str:
    """Return a token whose shared secret is the key that everybody knows."""
    secret = OctKey.import_key(FIRST_KEY.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def log_message(self, *args: object) -> None:
        del args

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.provider.asked.append(path)
        if path in self.provider.faults:
            return self.provider.faults[path](self)
        if path == "/.well-known/openid-configuration":
            return self.send(self._about())
        if path == "/jwks":
            keys = [key.as_dict(private=False) for key in self.provider.shown_keys]
            return self.send({"keys": [*keys, {"kty": "oct", "k": "AAAA", "use": "enc"}]})
        if path == "/userinfo":
            return self.send(self.provider.userinfo or {})
        return self.send({"error": "unknown"}, 404)

    def _about(self) -> dict[str, Any]:
        url = self.provider.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/jwks",
            "userinfo_endpoint": f"{url}/userinfo",
            "end_session_endpoint": f"{url}/logout",
            **self.provider.about,
        }

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        if self.path in self.provider.faults:
            return self.provider.faults[self.path](self)
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.provider.codes.pop(sent.get("code", ""), None)
        pair = base64.b64encode(b"wiki:a+secret+%26+more").decode()
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or self.headers["Authorization"] != f"Basic {pair}"
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != sent.get("redirect_uri")
        ):
            return self.send({"error": "invalid_grant"}, 400)
        token = self.provider.make_token(asked["nonce"])
        return self.send({"id_token": token, "access_token": "abc", "token_type": "Bearer"})

    def send(self, thing: object, status: int = 200) -> None:
        body = json.dumps(thing).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider on a free port."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
