"""The documents of an article: the year that they are about, and the words of its facts."""

from datetime import UTC, datetime

import pytest

from wiki.articles.models import Article
from wiki.revisions.models import Revision
from wiki.search.index.documents import IndexDocument, make_documents
from wiki.search.language.analysis import stem

PUBLISHED = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # in Sweden it was the new year


def document_of(
    kind: str, facts: dict[str, object], first_published_at: datetime | None = PUBLISHED
) -> IndexDocument:
    text = Revision(
        id=1,
        title="Odling",
        summary="",
        facts=facts,
        headings=[],
        body_text="",
        created_at=PUBLISHED,
    )
    article = Article(
        id=1,
        language="sv",
        kind=kind,
        head=text,
        head_id=1,
        created_by_id=1,
        first_published_at=first_published_at,
    )
    (document,) = make_documents(article)
    return document


@pytest.mark.parametrize(
    ("kind", "facts", "first_published_at", "expected"),
    [
        ("case", {"year": 2022}, PUBLISHED, "2022"),
        ("case", {"place": "Malmö"}, PUBLISHED, "2026"),
        ("event", {"starts_at": "2024-05-02T09:00"}, PUBLISHED, "2024"),
        ("event", {"starts_at": "2024"}, PUBLISHED, "2024"),
        ("concept", {}, PUBLISHED, "2026"),
        ("concept", {}, None, ""),
        ("case", {"year": 2022}, None, "2022"),
    ],
)
def test_year(
    kind: str, facts: dict[str, object], first_published_at: datetime | None, expected: str
) -> None:
    document = document_of(kind, facts, first_published_at)
    assert document.year == expected
    assert document.fields(lambda _: ()).get("year", "") == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"starts_at": "2026-10-03T07:30", "ends_at": "2026-10-03T09:00"},
            "2026 10 03 3 oktober 2026 3 october 2026",
        ),
        (
            {"starts_at": "2026-05-30", "ends_at": "2026-06-01"},
            "2026 06 01 1 juni 2026 1 june 2026 2026 05 30 30 maj 2026 30 may 2026",
        ),
        ({"starts_at": "2026-03"}, "2026 03 mars 2026 march 2026"),
        ({"starts_at": "2024", "place": "Lund"}, "2024 lund"),
        ({"timezone": "Europe/Stockholm"}, ""),
    ],
)
def test_the_day_of_an_event_is_held_as_it_is_written_in_both_languages(
    facts: dict[str, object], expected: str
) -> None:
    held = document_of("event", facts).terms.get("body_sv", [])
    assert held == [stem(word, "sv") for word in expected.split()]
