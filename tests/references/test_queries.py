"""Find sources by key, and say which articles cite them."""

import time

import pytest

from tests.builders import make_article, make_user
from wiki.db import db
from wiki.references.actions import import_sources
from wiki.references.csl import check_item
from wiki.references.models import CitedSource, Source, SourceRedirect
from wiki.references.queries import find_items
from wiki.references.steps.citations import publish_citations, store_citations
from wiki.references.steps.sources import put_source

pytestmark = pytest.mark.usefixtures("context")


def put(family: str, title: str = "Om nytta", year: int = 2020) -> Source:
    """Store a book."""
    author = [{"family": family, "given": "Anna"}]
    issued = {"date-parts": [[year]]}
    source = put_source(
        check_item({"type": "book", "title": title, "author": author, "issued": issued})
    )
    db.session.commit()
    return source


def test_items_are_found_by_their_keys() -> None:
    put("Svensson")
    put("Öberg", "Annat")

    items = find_items(["svensson2020", "Oberg2020", "nobody1999"])

    assert items.keys() == {"svensson2020", "Oberg2020"}
    assert items["Oberg2020"] == {
        "id": "oberg2020",
        "type": "book",
        "title": "Annat",
        "author": [{"family": "Öberg", "given": "Anna"}],
        "issued": {"date-parts": [[2020]]},
    }


def test_the_key_of_a_merged_source_leads_to_the_other() -> None:
    source = put("Svensson")
    db.session.add(SourceRedirect(key="svenson2020", source_id=source.id))
    db.session.commit()

    assert find_items(["svenson2020"])["svenson2020"]["id"] == "svensson2020"
    assert put("Svenson", "Tredje").key == "svenson2020b"


def test_keys_are_unique_and_folded() -> None:
    keys = [put("Åström", f"Bok {number}").key for number in range(3)]
    assert keys == ["astrom2020", "astrom2020b", "astrom2020c"]


@pytest.mark.long
def test_many_sources_of_one_author_and_year_are_stored_in_time() -> None:
    author = make_user("author").viewer
    item = {"type": "book", "author": [{"family": "Åström"}], "issued": {"raw": "2020"}}
    before = time.process_time()

    stored = import_sources([{**item, "title": f"Bok {n}"} for n in range(120)], author)

    assert [source.key for source in stored[25:28]] == [
        "astrom2020z",
        "astrom2020-27",
        "astrom2020-28",
    ]
    assert len({source.key for source in stored}) == 120
    assert time.process_time() - before < 3


def rows(article_id: int) -> dict[int, tuple[bool, bool]]:
    """Return what an article cites."""
    cited = db.session.query(CitedSource).filter_by(article_id=article_id)
    return {row.source_id: (row.in_head, row.in_published) for row in cited}


def test_citations_of_the_newest_and_the_published_text_are_kept_apart() -> None:
    first, second = put("Svensson").id, put("Öberg").id
    article_id = make_article("Nytta", make_user("editor"))

    store_citations(article_id, ["svensson2020", "nobody"])
    assert rows(article_id) == {first: (True, False)}
    publish_citations(article_id)
    assert rows(article_id) == {first: (True, True)}
    store_citations(article_id, ["oberg2020"])
    assert rows(article_id) == {first: (False, True), second: (True, False)}
    store_citations(article_id, [], is_head=False)
    assert rows(article_id) == {second: (True, False)}
