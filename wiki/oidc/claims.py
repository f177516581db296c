"""Check what an ID token says, and read who somebody is."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wiki.characters import FORBIDDEN
from wiki.oidc.providers import Provider
from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    from joserfc import errors, jwk, jwt
else:
    errors, jwk, jwt = map(Deferred, ("joserfc.errors", "joserfc.jwk", "joserfc.jwt"))

# Signatures by a key that only the provider has. Never "none", nor those by a shared secret: for
# these, the public key would be the secret that everybody knows.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# How far clocks may differ, and how old a token may be.
_LEEWAY, _OLDEST = 60, 600
_LONGEST = 20_000
_LARGEST_TIME = 1e12
_LONGEST_SUBJECT = 255


class Refused(Exception):
    """An answer of a provider is not accepted; `reason` is a short English word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Person:
    """What a provider says about somebody; `email` is empty unless it is verified."""

    issuer: str
    subject: str
    email: str
    name: str
    family: str = ""
    affiliations: Sequence[str] = ()
    organisations: Sequence[str] = ()


def read_id_token(token: object, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims of a token with a right signature; raise Refused otherwise."""
    if not isinstance(token, str) or len(token) > _LONGEST:
        raise Refused("token")
    try:
        key_set = jwk.KeySet.import_key_set({"keys": _signing_keys(keys)})
        claims = jwt.decode(token, key_set, algorithms=list(ALGORITHMS)).claims
    except (errors.JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused("signature") from error
    if not isinstance(claims, dict):
        raise Refused("token")
    return claims


def _signing_keys(keys: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the public keys that sign; a set may hold others, for encryption."""
    found = keys.get("keys", [])
    return [
        key
        for key in (found if isinstance(found, list) else [])
        if isinstance(key, dict)
        and key.get("kty") in {"RSA", "EC"}
        and key.get("use", "sig") == "sig"
    ]


def check_claims(
    claims: Mapping[str, Any], provider: Provider, nonce: str, moment: datetime
) -> None:
    """Raise Refused unless the token is this provider's, for us, of now, and for this question."""
    if claims.get("iss") != provider.issuer:
        raise Refused("issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if provider.client_id not in audiences:
        raise Refused("audience")
    if claims.get("azp", provider.client_id if len(audiences) == 1 else None) != provider.client_id:
        raise Refused("party")
    _check_times(claims, moment.timestamp())
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise Refused("nonce")
    _check_subject(claims.get("sub"))


def _check_subject(subject: object) -> None:
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise Refused("subject")
    if FORBIDDEN.search(subject):
        raise Refused("subject")


def _check_times(claims: Mapping[str, Any], seconds: float) -> None:
    expires, issued = _number(claims.get("exp")), _number(claims.get("iat"))
    if expires is None or seconds > expires + _LEEWAY:
        raise Refused("expired")
    if issued is None or not seconds - _OLDEST <= issued <= seconds + _LEEWAY:
        raise Refused("issued")
    starts = _number(claims.get("nbf", 0))
    if starts is None or seconds < starts - _LEEWAY:
        raise Refused("early")


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST_TIME else None


def read_person(claims: Mapping[str, Any], provider: Provider) -> Person:
    """Return who the claims are about; an address that is not said to be verified is left out."""
    email = _text(claims.get("email")).strip().lower()
    verified = claims.get("email_verified", provider.email_is_verified)
    given, family = (_text(claims.get(name)) for name in ("given_name", "family_name"))
    return Person(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=email if verified is True else "",
        name=_text(claims.get("name")) or f"{given} {family}".strip(),
        family=family,
        affiliations=_texts(claims, *_AFFILIATIONS),
        organisations=_texts(claims, *_ORGANISATIONS),
    )


_AFFILIATIONS = (
    *("eduperson_scoped_affiliation", "eduPersonScopedAffiliation"),
    *("eduperson_entitlement", "eduPersonEntitlement"),
)
_ORGANISATIONS = ("schac_home_organization", "schacHomeOrganization")


def _text(value: object) -> str:
    """Return a text, "" for what is none: an escape of JSON can make half a character."""
    return value[:300] if isinstance(value, str) and not FORBIDDEN.search(value) else ""


def _texts(claims: Mapping[str, Any], *names: str) -> list[str]:
    found: list[object] = []
    for name in names:
        value = claims.get(name)
        found += value[:50] if isinstance(value, list) else [value]
    return [_text(value).lower() for value in found if _text(value)]


def role_of(person: Person, provider: Provider) -> str:
    """Return the role that a rule gives to somebody new, "" if no rule fits."""
    if not provider.roles:
        return "author"
    rules = {value.lower(): role for value, role in provider.roles.items()}
    given = {rules[value] for value in person.affiliations if value in rules}
    return next((role for role in ("editor", "author") if role in given), "")


def university_of(person: Person, provider: Provider) -> str:
    """Return the slug of the university that somebody is likely at, or ""."""
    scopes = [value.rpartition("@")[2] for value in person.affiliations if "@" in value]
    domain = person.email.rpartition("@")[2]
    for place in (*person.organisations, *scopes, domain):
        if place in provider.universities:
            return provider.universities[place]
    return provider.university
