"""The documents of an article: the year that they are about."""

from datetime import UTC, datetime

import pytest

from wiki.articles.models import Article
from wiki.revisions.models import Revision
from wiki.search.index.documents import make_documents

PUBLISHED = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)  # in Sweden it was the new year


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
    assert document.year == expected
    assert document.fields(lambda _: ()).get("year", "") == expected
