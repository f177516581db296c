"""Recognise web addresses, and make ids that stay when addresses change."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid5

_NOT_IN_URL = re.compile(r"[\s\\<>\"{}|^`]")
_NAMESPACE = UUID("5b6e4f0e-0c52-4a8e-9d0b-7f3f5d2c1a94")  # chosen once, at random


def is_web_address(text: str) -> bool:
    """Return whether the text is an http(s) URL without user name, which could feign a host."""
    try:
        parts = urlsplit(text)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    has_host = bool(parts.hostname) and "@" not in parts.netloc and port_is_right
    return parts.scheme in {"http", "https"} and has_host and not _NOT_IN_URL.search(text)


def permanent_id(kind: str, number: int, created_at: datetime) -> str:
    """Return an id that stays when a thing gets another URL or the wiki another host.

    The time of creation makes it differ from the ids of other wikis.
    """
    name = f"{kind} {number} {created_at.astimezone(UTC).isoformat(timespec='microseconds')}"
    return uuid5(_NAMESPACE, name).urn
