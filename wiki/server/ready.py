"""Answer at once the requests whose page is ready, without writing them in the way of WSGI.

Of a request that was answered from the page cache it is remembered which page that was. The next
one with the same head gets the same page, as long as the page is true.
"""

import time
import weakref
from collections.abc import Hashable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import NamedTuple, Protocol
from wsgiref.types import WSGIEnvironment

from cachetools import LRUCache

from wiki.pagecache.store import KeptPage
from wiki.web.middleware.requestid import PAGE_KEY, REQUEST_ID

# Each a few hundred bytes.
_MOST_HEADS = 4_096
# What tells the pages of an address apart.
_TELLING = frozenset({b"host", b"accept-encoding", b"x-forwarded-proto", b"x-forwarded-host"})
# What no page depends on. A request with any other header is read by the application.
_INDIFFERENT = frozenset(
    {
        b"accept",
        b"accept-language",
        b"cache-control",
        b"connection",
        b"dnt",
        b"forwarded",
        b"pragma",
        b"priority",
        b"referer",
        b"sec-ch-ua",
        b"sec-ch-ua-mobile",
        b"sec-ch-ua-platform",
        b"sec-fetch-dest",
        b"sec-fetch-mode",
        b"sec-fetch-site",
        b"sec-fetch-user",
        b"sec-gpc",
        b"upgrade-insecure-requests",
        b"via",
        b"x-forwarded-for",
        b"x-forwarded-port",
        b"x-real-ip",
    }
)
_NAMES = {b"user-agent": "HTTP_USER_AGENT", b"x-request-id": "HTTP_X_REQUEST_ID"}
_TO_APPLICATION = ("REQUEST_METHOD", "PATH_INFO")

Headers = list[tuple[bytes, bytes]]


class Pages(Protocol):
    """The pages that are ready."""

    def find(self, key: Hashable) -> KeptPage | None:
        """Return a page that is true now."""

    def note(self, page: KeptPage, environ: WSGIEnvironment) -> None:
        """Count that it is sent, and write into the environment what made it."""

    def is_personal(self, cookies: str) -> bool:
        """Return whether there are cookies of a session among these."""


class Log(Protocol):
    """What names and writes down requests."""

    def name(self, environ: WSGIEnvironment) -> str:
        """Return the id of a request."""

    def note(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        """Count an answer, and write a line for it."""


class _Head(NamedTuple):
    """What of a request tells its page from others, and what is counted of it."""

    key: tuple[bytes, ...]
    noted: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    key: Hashable
    page: weakref.ref[KeptPage]
    begin: bytes
    environ: WSGIEnvironment


class ReadyRequests:
    """The requests of which is known which page answers them."""

    def __init__(self, pages: Pages, log: Log) -> None:
        self._pages = pages
        self._log = log
        self._known: LRUCache[tuple[bytes, ...], _Known] = LRUCache(_MOST_HEADS)

    def find(self, address: bytes, headers: Headers) -> bytes | None:
        """Return the whole answer to a GET request, or None if it has to be asked for."""
        began = time.perf_counter()
        head = self._read(address, headers)
        known = None if head is None else self._known.get(head.key)
        if head is None or known is None:
            return None
        page = self._pages.find(known.key)
        if page is None or page is not known.page():
            return None
        environ = {**known.environ, **head.noted}
        self._pages.note(page, environ)
        environ[REQUEST_ID] = name = self._log.name(environ)
        self._log.note(environ, 200, time.perf_counter() - began)
        rest = f"date: {_date(int(time.time()))}\r\nx-request-id: {name}\r\n\r\n"
        return b"".join((known.begin, rest.encode(), page.body))

    def learn(self, address: bytes, headers: Headers, environ: WSGIEnvironment) -> None:
        """Remember by which page a GET request was answered, if one was ready."""
        key, head = environ.get(PAGE_KEY), self._read(address, headers)
        page = None if key is None else self._pages.find(key)
        if head is None or page is None:
            return
        written = "".join(f"{name.lower()}: {value}\r\n" for name, value in page.headers)
        begin = f"HTTP/1.1 200 OK\r\n{written}".encode("latin-1")
        seen = {name: environ[name] for name in _TO_APPLICATION}
        self._known[head.key] = _Known(key, weakref.ref(page), begin, seen)

    def _read(self, address: bytes, headers: Headers) -> _Head | None:
        """Return what tells a request from others, or None if that is not for us to say."""
        key, noted = [address], {}
        for name, value in headers:
            if name in _TELLING:
                key += (name, value)
            elif name in _NAMES:
                noted[_NAMES[name]] = value.decode("latin-1")
            elif name == b"cookie":
                if self._pages.is_personal(value.decode("latin-1")):
                    return None
            elif name not in _INDIFFERENT:
                return None
        return _Head(tuple(key), noted)


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
