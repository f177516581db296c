"""Store searches that were counted, and list them as the desk does."""

from datetime import date, timedelta

from tests.builders import Person
from wiki.clock import now
from wiki.search_log.actions import store_counts
from wiki.search_log.buffer import Count
from wiki.search_log.queries.searches import SearchFilter, list_searches


def today() -> date:
    return now().date()


def count(
    text: str, times: int = 1, hits: int | None = 0, days_ago: int = 0, reports: int = 0
) -> None:
    key = (today() - timedelta(days=days_ago), "sv", text)
    store_counts({key: Count(times, reports, hits)})


def texts(editor: Person, which: SearchFilter = SearchFilter.LOST, days: int = 30) -> list[str]:
    return [search.text for search in list_searches(which, editor.viewer, days)]
