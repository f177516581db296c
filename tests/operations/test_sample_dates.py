"""A fresh wiki has an event to come, whatever day it is started on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_migrate import upgrade

from tests.fixtures.sample import MakeWiki
from wiki.accounts.viewer import ANONYMOUS
from wiki.events import queries
from wiki.events.queries import When, list_events
from wiki.operations import first_start

TITLES = ("JU:s arbete", "JU's work")


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 28), 2026),
        (date(2026, 12, 4), 2026),
        (date(2026, 12, 5), 2027),  # it would be over on the same day
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 1), 2027),
        (date(2028, 2, 29), 2028),
        (date(2031, 12, 6), 2032),
    ],
)
def test_the_seminar_is_on_the_next_fifth_of_december(today: date, year: int) -> None:
    sample = first_start._set_year(first_start._read(first_start._SAMPLE), today)
    seminars = [found for found in sample.documents if found.title.startswith(TITLES)]
    assert [(found.facts["starts_at"], found.facts["ends_at"]) for found in seminars] == [
        (f"{year}-12-05T15:00", f"{year}-12-05T16:00")
    ] * 2
    assert all("no year" in found.body or "inget år" in found.body for found in seminars)


@pytest.mark.long
def test_other_events_keep_their_days() -> None:
    sample = first_start._read(first_start._SAMPLE)
    moved = first_start._set_year(sample, date(2031, 12, 6))
    assert len(moved.documents) == len(sample.documents)
    assert [found.title for found in moved.documents if found not in sample.documents] == [
        found.title for found in moved.documents if found.title.startswith(TITLES)
    ]


@pytest.mark.long
def test_a_wiki_started_later_has_an_event_to_come(
    make_wiki: MakeWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = datetime(2028, 1, 2, tzinfo=UTC)
    for module in (first_start, queries):
        monkeypatch.setattr(module, "now", lambda: later)
    app = make_wiki()
    with app.app_context():
        upgrade()
        first_start.load_sample(app, lambda _line: None)
        for language in ("sv", "en"):
            (event,) = list_events(language, When.UPCOMING, ANONYMOUS).items
            assert event.title.startswith(TITLES)
            assert later < event.starts_at < later + timedelta(days=366)
