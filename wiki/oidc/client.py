"""Ask a provider: what it can do, which keys it signs with, and who somebody is."""

import base64
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from wiki.oidc.claims import Refused
from wiki.oidc.providers import Provider
from wiki.outgoing import Answer, NotReached, fetch, origin_of
from wiki.runtime.deferred import Deferred
from wiki.urls import is_web_address

if TYPE_CHECKING:
    from joserfc import errors, jws
else:
    errors, jws = Deferred("joserfc.errors"), Deferred("joserfc.jws")

_KEPT_SECONDS = 3_600
# Keys are asked for again when a token names another one, but not for each forged token.
_KEYS_AGAIN_SECONDS = 30
# After a failure nobody waits for the same provider again at once.
_DOWN_SECONDS = 15
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Client:
    """What this process knows of a provider."""

    def __init__(self, provider: Provider, clock: Callable[[], float] = time.monotonic) -> None:
        self.provider = provider
        self._clock, self._lock = clock, threading.Lock()
        self._about: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}
        self._about_until = self._keys_until = self._down_until = float("-inf")
        self._keys_asked = float("-inf")

    def discover(self) -> Mapping[str, Any]:
        """Return what the provider says of itself; raise NotReached if it does not answer."""
        with self._lock:
            if self._clock() < self._about_until:
                return self._about
            if self._clock() < self._down_until:
                raise NotReached("down")
            try:
                url = self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
                about = self._get(url)
                self._check(about)
            except NotReached:
                self._down_until = self._clock() + _DOWN_SECONDS
                raise
            self._about, self._about_until = about, self._clock() + _KEPT_SECONDS
            return about

    def _check(self, about: Mapping[str, Any]) -> None:
        if about.get("issuer") != self.provider.issuer:
            raise NotReached("another issuer")
        if not all(self._is_safe(about.get(name)) for name in _NEEDED):
            raise NotReached("unsafe endpoint")

    def _is_safe(self, url: object) -> bool:
        """Return whether an address is sent by TLS, or is where the operator said."""
        if not isinstance(url, str) or not is_web_address(url):
            return False
        return url.startswith("https://") or origin_of(url) == origin_of(self.provider.issuer)

    def keys_for(self, token: object) -> Mapping[str, Any]:
        """Return the keys of the provider, asked for again if they lack the one of the token."""
        wanted = _key_id(token)
        with self._lock:
            age = self._clock() - self._keys_asked
            is_known = any(key.get("kid") == wanted for key in self._keys.get("keys", ()))
            is_fresh = self._clock() < self._keys_until and (is_known or wanted is None)
            if is_fresh or (self._keys and age < _KEYS_AGAIN_SECONDS):
                return self._keys
        keys = self._get(str(self.discover()["jwks_uri"]))
        found = keys.get("keys")
        if not isinstance(found, list) or not all(isinstance(key, dict) for key in found):
            raise NotReached("no keys")
        with self._lock:
            self._keys, self._keys_asked = keys, self._clock()
            self._keys_until = self._clock() + _KEPT_SECONDS
        return keys

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        """Return the tokens for a code; raise Refused if the provider gives none."""
        about = self.discover()
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers, more = self._credentials(about)
        form = urlencode({**values, **more}).encode()
        answer = self._fetch(str(about["token_endpoint"]), headers=headers, form=form)
        if 400 <= answer.status < 500:
            raise Refused("code")
        return _read_json(answer)

    def _credentials(self, about: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the headers and the fields by which we say who asks for tokens."""
        identity, secret = self.provider.client_id, self.provider.client_secret
        methods = about.get("token_endpoint_auth_methods_supported")
        if not secret:
            return {}, {"client_id": identity}
        # A provider that does not say, or says it in another form, is to know the one of OAuth.
        if not isinstance(methods, list) or not all(isinstance(name, str) for name in methods):
            methods = ["client_secret_basic"]
        if "client_secret_basic" not in methods:
            return {}, {"client_id": identity, "client_secret": secret}
        pair = f"{quote_plus(identity)}:{quote_plus(secret)}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}, {}

    def ask_about(self, access_token: object) -> Mapping[str, Any]:
        """Return what the provider tells of somebody beside the token; {} if it tells nothing."""
        url = self.discover().get("userinfo_endpoint")
        if not isinstance(access_token, str) or not self._is_safe(url):
            return {}
        if not access_token.isascii() or not access_token.isprintable():
            raise Refused("token")
        headers = {"Authorization": f"Bearer {access_token}"}
        return _read_json(self._fetch(str(url), headers=headers))

    def log_out_url(self, back: str) -> str:
        """Return where the log-in at the provider is ended, "" if it has no such page."""
        url = self.discover().get("end_session_endpoint")
        if not isinstance(url, str) or not self._is_safe(url):
            return ""
        values = {"client_id": self.provider.client_id, "post_logout_redirect_uri": back}
        return f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"

    def _get(self, url: str) -> dict[str, Any]:
        return _read_json(self._fetch(url))

    def _fetch(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: bytes | None = None
    ) -> Answer:
        if not self._is_safe(url):
            raise NotReached("unsafe endpoint")
        wanted = origin_of(url)
        return fetch(
            url,
            lambda origin: origin == wanted,
            accept="application/json",
            trusted=frozenset({origin_of(self.provider.issuer)}),
            headers=headers or {},
            form=form,
        )


def _read_json(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise NotReached(f"status {answer.status}")
    try:
        read = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise NotReached("no JSON") from error
    if not isinstance(read, dict):
        raise NotReached("no JSON object")
    return read


def _key_id(token: object) -> object:
    """Return which key a token says it is signed with, without believing it."""
    try:
        return jws.extract_compact(str(token).encode()).headers().get("kid")
    except (errors.JoseError, ValueError, TypeError):
        return None
