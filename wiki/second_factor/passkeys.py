"""Make and check what browsers and passkeys say to each other (WebAuthn)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wiki.outgoing import is_address
from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import webauthn
    from webauthn import helpers
    from webauthn.helpers import exceptions, structs
else:
    webauthn, helpers = Deferred("webauthn"), Deferred("webauthn.helpers")
    exceptions, structs = map(Deferred, ("webauthn.helpers.exceptions", "webauthn.helpers.structs"))

# The longest answer that is read; those of today's keys have less than a tenth.
_LONGEST = 20_000
_LONGEST_ID = 1_400
# As the database takes it: an escape of JSON can make characters that are none.
_ID = re.compile("[A-Za-z0-9_=-]+")


class KeyRefused(Exception):
    """The answer of a passkey is not accepted; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Site:
    """For which site a passkey is: `host` is what it is bound to, `origin` where it may be used."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True)
class NewKey:
    """What is stored of a passkey."""

    credential_id: str
    public_key: str
    sign_count: int


def site_of(base_url: str, name: str) -> Site | None:
    """Return the site at an address; None where browsers make no passkeys, as at an IP address."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    is_safe = parts.scheme == "https" or host == "localhost"
    return Site(host, base_url, name) if is_safe and host and not is_address(host) else None


def ask_for_new(
    site: Site, user_id: int, email: str, challenge: bytes, known: Sequence[str]
) -> str:
    """Return, as JSON, what a browser needs to make a passkey; `known` are those made before."""
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=site.host,
            rp_name=site.name,
            user_id=str(user_id).encode(),
            user_name=email,
            challenge=challenge,
            exclude_credentials=_descriptors(known),
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.PREFERRED,
                user_verification=structs.UserVerificationRequirement.PREFERRED,
            ),
        )
    )


def ask_for_use(site: Site, challenge: bytes, known: Sequence[str], *, verified: bool) -> str:
    """Return, as JSON, what a browser needs to use a passkey; () lets it offer all of the site.

    `verified` asks the device to make sure that it is its owner, by a finger or a PIN.
    """
    wanted = "REQUIRED" if verified else "PREFERRED"
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            allow_credentials=_descriptors(known),
            user_verification=structs.UserVerificationRequirement[wanted],
        )
    )


def _descriptors(known: Sequence[str]) -> "list[structs.PublicKeyCredentialDescriptor]":
    return [
        structs.PublicKeyCredentialDescriptor(id=helpers.base64url_to_bytes(key)) for key in known
    ]


def read_answer(text: str) -> tuple[str, bytes]:
    """Return which passkey answers, and which challenge; nothing of it is checked yet."""
    if len(text) > _LONGEST:
        raise KeyRefused("long")
    try:
        answer = json.loads(text)
        data = json.loads(helpers.base64url_to_bytes(answer["response"]["clientDataJSON"]))
        key, challenge = answer["id"], helpers.base64url_to_bytes(data["challenge"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise KeyRefused("unreadable") from error
    if not isinstance(key, str) or len(key) > _LONGEST_ID or not _ID.fullmatch(key):
        raise KeyRefused("unreadable")
    return key, challenge


def check_new(text: str, site: Site, challenge: bytes) -> NewKey:
    """Return a passkey that was made for this site and challenge; raise KeyRefused otherwise."""
    try:
        made = webauthn.verify_registration_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (exceptions.WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise KeyRefused(str(error)[:100]) from error
    key = helpers.bytes_to_base64url(made.credential_id)
    if len(key) > _LONGEST_ID:
        raise KeyRefused("long")
    return NewKey(key, helpers.bytes_to_base64url(made.credential_public_key), made.sign_count)


def check_use(text: str, site: Site, challenge: bytes, key: NewKey, *, verified: bool) -> int:
    """Return how often a passkey was used by now; raise KeyRefused if it did not sign this."""
    try:
        used = webauthn.verify_authentication_response(
            credential=text,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=helpers.base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=verified,
        )
    except (exceptions.WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise KeyRefused(str(error)[:100]) from error
    return used.new_sign_count
