"""Recognise web addresses."""

import re
from urllib.parse import urlsplit

_NOT_IN_URL = re.compile(r"[\s\\<>\"{}|^`]")


def is_web_address(text: str) -> bool:
    """Return whether the text is an http(s) URL without user name, which could feign a host."""
    try:
        parts = urlsplit(text)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    has_host = bool(parts.hostname) and "@" not in parts.netloc and port_is_right
    return parts.scheme in {"http", "https"} and has_host and not _NOT_IN_URL.search(text)
