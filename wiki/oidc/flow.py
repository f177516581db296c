"""Ask a provider who somebody is, and read its answer (code flow with PKCE)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from wiki.oidc.claims import Person, Refused, check_claims, read_id_token, read_person
from wiki.oidc.client import Client

# How long somebody may take at the provider.
ASKED_SECONDS = 900
_LONGEST_CODE = 4_000


@dataclass(frozen=True)
class Asked:
    """What was asked of a provider, kept in the cookie of the browser that asked."""

    provider: str
    state: str
    nonce: str
    verifier: str
    at: int
    language: str
    target: str
    # Whose account the answer is to be linked with; 0 to log in.
    user_id: int = 0

    @property
    def values(self) -> dict[str, Any]:
        """Return it as a cookie keeps it."""
        return asdict(self)


def make_question(
    provider: str, moment: datetime, language: str, target: str, user_id: int = 0
) -> Asked:
    """Return a new question, with values that nobody can guess."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    at = int(moment.timestamp())
    return Asked(provider, state, nonce, verifier, at, language, target, user_id)


def read_asked(values: object) -> Asked | None:
    """Return the question that a cookie keeps, or None."""
    try:
        return Asked(**values) if isinstance(values, dict) else None
    except TypeError:
        return None


def question_url(client: Client, asked: Asked, redirect_uri: str) -> str:
    """Return where the browser goes with the question; raise NotReached without the provider."""
    digest = hashlib.sha256(asked.verifier.encode()).digest()
    values = {
        "response_type": "code",
        "client_id": client.provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": client.provider.scope,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "ui_locales": asked.language,
    }
    address = str(client.discover()["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"


def check_question(asked: Asked | None, key: str, state: str, moment: datetime) -> Asked:
    """Return the question that an answer belongs to; raise Refused if it is to none of ours."""
    if asked is None or asked.provider != key:
        raise Refused("not asked")
    if not hmac.compare_digest(asked.state.encode(), state.encode()):
        raise Refused("state")
    if not 0 <= moment.timestamp() - asked.at + 1 <= ASKED_SECONDS:
        raise Refused("late")
    return asked


def read_answer(
    client: Client, asked: Asked, arguments: Mapping[str, str], redirect_uri: str, moment: datetime
) -> Person:
    """Return who somebody is by the answer of a provider; raise Refused or NotReached."""
    provider = client.provider
    if arguments.get("error"):
        raise Refused("denied" if arguments["error"] == "access_denied" else "error")
    # With several providers, the answer of one could be passed off as that of another.
    must_say = client.discover().get("authorization_response_iss_parameter_supported") is True
    if arguments.get("iss", "" if must_say else provider.issuer) != provider.issuer:
        raise Refused("issuer")
    code = arguments.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE:
        raise Refused("code")
    tokens = client.exchange(code, asked.verifier, redirect_uri)
    token = tokens.get("id_token")
    claims = read_id_token(token, client.keys_for(token))
    check_claims(claims, provider, asked.nonce, moment)
    if "email" not in claims:
        more = client.ask_about(tokens.get("access_token"))
        if more and more.get("sub") != claims["sub"]:
            raise Refused("subject")
        claims = {**more, **claims}
    return read_person(claims, provider)
