"""Count searches in the background: no search waits for counting or fails because of it."""

from flask import Flask, current_app

from wiki.accounts.viewer import Viewer
from wiki.background import Counting
from wiki.clock import now
from wiki.search.results import SearchResults, State
from wiki.search_log.actions import store_counts, sweep_searches
from wiki.search_log.buffer import Buffer, Key
from wiki.search_log.texts import is_program, normalise_search
from wiki.web.clients import client_code
from wiki.web.ratelimit import ClientLimit, RateLimit

# The counts that a crash may lose, and how often the log may write.
_FLUSH_SECONDS = 5.0
# Many times what the readers of six universities do; beyond this nothing is counted.
_MOST_OPENED_A_MINUTE = 600
_MOST_REPORTED_A_MINUTE = 30


class SearchLog(Counting):
    """The counts of a process, and the thread that stores them."""

    def __init__(self, app: Flask) -> None:
        self.buffer = Buffer()
        self.opening = RateLimit(_MOST_OPENED_A_MINUTE)
        self.telling = RateLimit(_MOST_REPORTED_A_MINUTE)
        self.searches_of_one = ClientLimit(a_minute=60, a_day=500)
        self.reports_of_one = ClientLimit(a_minute=10, a_day=30)
        failure = "searches could not be counted"
        super().__init__(app, "search-log", _FLUSH_SECONDS, self._put, sweep_searches, failure)

    def _put(self) -> None:
        if counts := self.buffer.take():
            store_counts(counts)


def init_search_log(app: Flask) -> None:
    """Count searches while the application serves."""
    log = SearchLog(app)
    app.extensions["searches"] = log
    app.before_request(log.start)


def current_log() -> SearchLog:
    """Return the search log of the current application."""
    found: SearchLog = current_app.extensions["searches"]
    return found


def count_key(language: str, text: str) -> Key | None:
    """Return the key under which a search is counted today; None if it must not be stored."""
    normalised = normalise_search(text)
    return (now().date(), language, normalised) if normalised else None


def note_results(
    results: SearchResults, language: str, user_agent: str, viewer: Viewer, *, is_redirected: bool
) -> None:
    """Count a reader's search if it is the first page, in default order and without filters.

    Users who are logged in are not counted: editors try out what readers might search for, and an
    author working alone at night could be identified. `is_redirected` means that the words are a
    redirect to an article. Hits that only look like the words do not count as found.
    """
    request = results.request
    is_first = request.page == 1 and not request.chosen and request.sort == "relevance"
    is_answer = results.state in {State.RESULTS, State.NOTHING_FOUND} and not results.is_fallback
    if not (is_first and is_answer and viewer.is_anonymous) or is_program(user_agent):
        return
    if key := count_key(language, request.q):
        _count(key, results.found or int(is_redirected))


def _count(key: Key, hits: int) -> None:
    """Count a search, unless the client fills the list of the day by itself."""
    log = current_log()
    if log.searches_of_one.hit(client_code()):
        log.buffer.note_search(key, hits)
