"""Make backup codes, and read what somebody types as a code."""

import hashlib
import re
import secrets

HOW_MANY = 10
# Without letters and digits that look alike; 80 bits, so that a hash without salt is enough.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH, _GROUP = 16, 4
_BLANKS = re.compile(r"[\s\u2010-\u2015\u2212-]+")
_APP_CODE = re.compile("[0-9]{6}")
_BACKUP_CODE = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")


def new_backup_codes() -> list[str]:
    """Return new codes as they are shown: four groups of four."""
    codes = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(HOW_MANY))
    return ["-".join(re.findall("." * _GROUP, code)) for code in codes]


def read_code(text: str) -> str:
    """Return a typed code without blanks and hyphens, in lower case."""
    return _BLANKS.sub("", text).lower()


def is_app_code(code: str) -> bool:
    """Return whether it may be a code of an app."""
    return _APP_CODE.fullmatch(code) is not None


def is_backup_code(code: str) -> bool:
    """Return whether it may be a backup code."""
    return _BACKUP_CODE.fullmatch(code) is not None


def hash_code(code: str) -> str:
    """Return the hash under which a backup code is stored."""
    return hashlib.sha256(read_code(code).encode()).hexdigest()
