"""Answer readers without a session from the pages that are ready, before Flask is asked."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Accept
from werkzeug.http import is_resource_modified, parse_accept_header

from wiki.clock import now
from wiki.errors import NotReadyError
from wiki.pagecache.singleflight import SingleFlight
from wiki.pagecache.store import KeptPage, Store
from wiki.web.middleware.requestid import ENDPOINT, ONLY_READY, PAGE_KEY

# Where the application says what it has answered: the article that was read, if it is one.
NOTE = "wiki.page"
# Everything else is not in one language, and seldom asked for.
_PAGES = ("/sv/", "/en/")
# A question is at most 500 letters; whoever asks with more makes addresses up.
_LONGEST_ADDRESS = 2_000
# What asks for something else than the page as it is.
_ASK_FOR_MORE = frozenset(
    {
        "HTTP_AUTHORIZATION",
        "HTTP_IF_MATCH",
        "HTTP_IF_RANGE",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_RANGE",
        "HTTP_TRANSFER_ENCODING",
        "HTTP_X_REQUESTED_WITH",
    }
)
# Of the one answer alone; the server says when it sends another.
_DATE = "Date"
_ABSENT_IN_304 = {"content-length", "content-encoding", "content-type"}

Key = tuple[str, ...]
Headers = list[tuple[str, str]]


class Surroundings(Protocol):
    """What the layer has to know of the application that it stands in front of."""

    def read_mark(self) -> int | None:
        """Return the mark of what readers see now, or None if it is not known."""

    def find_end(self, mark: int, moment: datetime) -> datetime | None:
        """Return until when a page of this moment stays true, or None if that is not known."""

    def is_personal(self, cookies: str) -> bool:
        """Return whether there are cookies of a session among these."""

    def note_ready(self, endpoint: str) -> None:
        """Count that a page of an endpoint was ready."""

    def note_kept(self, endpoint: str) -> None:
        """Count that a page of an endpoint is kept from now on."""

    def note_read(self, article_id: int, environ: WSGIEnvironment) -> None:
        """Count that an article has been sent, if it was asked for to be read."""


class PageCache:
    """A WSGI application that answers from its store what the one behind it answered before."""

    def __init__(self, behind: WSGIApplication, store: Store, surroundings: Surroundings) -> None:
        self._behind = behind
        self._store = store
        self._its = surroundings
        self._flights = SingleFlight()

    def clear(self) -> None:
        """Forget all pages."""
        self._store.clear()

    def __len__(self) -> int:
        """Return how many pages are kept."""
        return len(self._store)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request.

        Raises NotReadyError for one with ONLY_READY for which no page is ready.
        """
        key = self._key_of(environ)
        mark = None if key is None else self._its.read_mark()
        page = None if key is None else self._find(key, mark)
        if page is not None:
            environ[PAGE_KEY] = key
            self.note(page, environ)
            return _send(page.headers, page.body, environ, start)
        if ONLY_READY in environ:
            raise NotReadyError
        if key is None or mark is None or environ["REQUEST_METHOD"] != "GET":
            return self._behind(environ, start)
        with self._flights.of(key) as was_made:
            page = self._find(key, mark) if was_made else None
            if page is None:
                return self._make(key, mark, environ, start)
        environ[PAGE_KEY] = key
        self.note(page, environ)
        return _send(page.headers, page.body, environ, start)

    def find(self, key: Key) -> KeptPage | None:
        """Return a page that is true now; `key` is what the layer wrote as PAGE_KEY."""
        return self._find(key, self._its.read_mark())

    def note(self, page: KeptPage, environ: WSGIEnvironment) -> None:
        """Count that a page is sent, and write into the environment what made it."""
        environ[ENDPOINT] = page.endpoint
        self._its.note_ready(page.endpoint)
        if page.article_id is not None:
            self._its.note_read(page.article_id, environ)

    def is_personal(self, cookies: str) -> bool:
        """Return whether there are cookies of a session among these."""
        return self._its.is_personal(cookies)

    def _find(self, key: Key, mark: int | None) -> KeptPage | None:
        page = self._store.get(key)
        is_true = page is not None and page.mark == mark and now() < page.until
        return page if is_true else None

    def _key_of(self, environ: WSGIEnvironment) -> Key | None:
        """Return what tells a page from others, or None if the request is not one for everybody."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not path.startswith(_PAGES):
            return None
        has_body = environ.get("CONTENT_LENGTH", "") not in {"", "0"}
        if has_body or not _ASK_FOR_MORE.isdisjoint(environ):
            return None
        if (cookies := environ.get("HTTP_COOKIE")) and self._its.is_personal(cookies):
            return None
        query, raw = environ.get("QUERY_STRING", ""), environ.get("RAW_URI", "")
        if len(path) + len(query) + len(raw) > _LONGEST_ADDRESS:
            return None
        encoding = "gzip" if _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")) else ""
        host, root = environ.get("HTTP_HOST", ""), environ.get("SCRIPT_NAME", "")
        return (environ["wsgi.url_scheme"], host, root, path, query, raw, encoding)

    def _make(
        self, key: Key, mark: int, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Let the page be made, and keep it if it is one that everybody gets."""
        moment = now()  # before the page is made, or it could outlive what ends meanwhile
        condition = environ.pop("HTTP_IF_NONE_MATCH", None)  # or there would be no page to keep
        began: list[Any] = []

        def note(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:
            began[:] = [status, headers, *more]
            return lambda _data: None

        body = self._behind(environ, note)
        status, headers = began[0], began[1]
        if not _is_for_everybody(status, headers):
            start(*began)
            return body
        content = _read_whole(body)
        if NOTE in environ:
            self._keep(key, _new_page(mark, moment, headers, content, environ))
        if condition is not None:
            environ["HTTP_IF_NONE_MATCH"] = condition
        return _send(headers, content, environ, start)

    def _keep(self, key: Key, page: KeptPage) -> None:
        """Keep a page that was made at the moment of its `until`, unless it is true no more."""
        end = self._its.find_end(page.mark, page.until)
        if end is not None and self._its.read_mark() == page.mark:
            headers = [pair for pair in page.headers if pair[0] != _DATE]
            self._store.put(key, replace(page, until=end, headers=headers))
            self._its.note_kept(page.endpoint)


def _new_page(
    mark: int, moment: datetime, headers: Headers, body: bytes, environ: WSGIEnvironment
) -> KeptPage:
    return KeptPage(mark, moment, headers, body, environ[NOTE], environ.get(ENDPOINT, ""))


def _is_for_everybody(status: str, headers: Headers) -> bool:
    """Return whether an answer is a whole page that any cache may hold."""
    values = {name.lower(): value for name, value in headers}
    is_public = values.get("cache-control", "").startswith("public") and "etag" in values
    return status.startswith("200") and is_public and "set-cookie" not in values


def _read_whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()


def _send(
    headers: Headers, content: bytes, environ: WSGIEnvironment, start: StartResponse
) -> Iterable[bytes]:
    """Send a page, or that it is the one that the reader has."""
    if _has_page(headers, environ):
        left = [pair for pair in headers if pair[0].lower() not in _ABSENT_IN_304]
        start("304 NOT MODIFIED", left)
        return []
    start("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]


def _has_page(headers: Headers, environ: WSGIEnvironment) -> bool:
    """Return whether the reader has the page with these headers."""
    # Asked first because most have not, and to compare costs as much as all the rest.
    if "HTTP_IF_NONE_MATCH" not in environ and "HTTP_IF_MODIFIED_SINCE" not in environ:
        return False
    etag = next(value for name, value in headers if name == "ETag")
    return not is_resource_modified(environ, etag)


@lru_cache(maxsize=256)
def _takes_gzip(header: str) -> bool:
    """Return whether a client takes what is compressed, as Flask's answers are chosen."""
    return parse_accept_header(header, Accept).quality("gzip") > 0
