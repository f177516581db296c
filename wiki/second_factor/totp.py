"""Make and recognise the codes of an app that shows a new one every half minute (RFC 6238)."""

import base64
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

_STEP_SECONDS = 30
_DIGITS = 6
# Clocks differ, and typing takes time: one code before and one after are accepted too.
_DRIFT = 1
_SECRET_BYTES = 20  # the length of the hash, as RFC 4226 recommends


def new_secret() -> str:
    """Return a random secret in base32, as apps read it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    """Return the number of the half minute that a moment is in."""
    return int(moment.timestamp()) // _STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """Return the code that an app with this secret shows in a half minute."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFF_FFFF
    return str(number % 10**_DIGITS).zfill(_DIGITS)


def find_step(secret: str, code: str, moment: datetime, last_step: int) -> int | None:
    """Return the half minute of which `code` is, if it is near and after `last_step`."""
    around = step_of(moment)
    steps = range(around - _DRIFT, around + _DRIFT + 1)
    # Each is compared, and in the same time, whatever the code is.
    fitting = [step for step in steps if hmac.compare_digest(code_of(secret, step), code)]
    return next((step for step in fitting if step > last_step), None)


def address_for_app(secret: str, email: str, site: str) -> str:
    """Return what the QR code says: the secret, and the names under which the app lists it."""
    site = site.replace(":", " ")
    values = urlencode({"secret": secret, "issuer": site}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{site}:{email}')}?{values}"
