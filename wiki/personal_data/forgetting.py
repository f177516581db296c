"""Say what is left of a person in the audit log when they are forgotten."""

from collections.abc import Collection, Mapping
from typing import Any

# What entries about an account say of its owner.
_PERSONAL = ("email", "orcid", "about")


def pseudonym_of(user_id: int) -> str:
    """Return the name that stands where a forgotten person's name stood, in both languages."""
    return f"Tidigare medverkande {user_id} / Former contributor {user_id}"


def forget_in_detail(
    detail: Mapping[str, Any], names: Collection[str], pseudonym: str
) -> dict[str, Any]:
    """Return the detail of an entry without an address, and with the pseudonym for each name."""
    return {
        key: _forget(value, names, pseudonym)
        for key, value in detail.items()
        if key not in _PERSONAL
    }


def _forget(value: Any, names: Collection[str], pseudonym: str) -> Any:
    if isinstance(value, list):
        return [_forget(part, names, pseudonym) for part in value]
    return pseudonym if isinstance(value, str) and value in names else value
