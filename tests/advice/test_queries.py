"""Test the advice for which the database is asked, and what is stored of it for editors."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, put_on
from wiki.accounts.viewer import ANONYMOUS
from wiki.advice.kinds import LABELS, Advice, AdviceKind
from wiki.advice.models import ArticleAdvice
from wiki.advice.queries import Writing, count_by_kind, find_advice, list_advised
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.references.actions import import_sources, store_link_check
from wiki.search.index.drainer import drain_now

pytestmark = pytest.mark.usefixtures("context")
WORDS = "Ord. " * 30
SOURCED = WORDS + "[@ek2020]"


def advise(body: str = "", **fields: Any) -> list[tuple[AdviceKind, str]]:
    given: dict[str, Any] = {"title": "Helt annat", "summary": "s", "kind": "concept", **fields}
    writing = Writing(language="sv", body=body, **given)
    return [(advice.kind, advice.about) for advice in find_advice(writing).advice]


def stored(article_id: int) -> dict[str, int]:
    db.session.rollback()  # what others have written since is read
    query = select(ArticleAdvice.kind, ArticleAdvice.count).where(
        ArticleAdvice.article_id == article_id
    )
    return dict(db.session.execute(query).all())


def test_an_empty_text_is_told_nothing() -> None:
    assert advise(summary="") == []
    assert advise("Några ord.", summary="") == []
    assert advise(WORDS, summary=" ") == [(AdviceKind.SUMMARY, ""), (AdviceKind.SOURCE, "")]


@pytest.mark.long
def test_titles_that_are_nearly_the_same_are_counted_for_editors(
    app: Flask, editor: Person
) -> None:
    counts = {
        "Teknisk och social innovation": 1,
        "Social och teknisk innovation": 1,
        "Rapport 2020": None,
        "Rapport 2021": None,
        "Malmö universitet": None,
        "Umeå universitet": None,
        "Samskapande": 1,
        "Samskapandet": 1,
        "Bro": None,
    }
    made = {title: make_article(title, editor) for title in counts}
    english = make_article("Samskapande", editor, language="en")
    drain_now(app)
    assert {title: stored(made[title]).get("title") for title in counts} == counts
    assert "title" not in stored(english)
    # Its author is told below the title, and there is nothing else to look at.
    assert advise(SOURCED, title="samskapande") == [(AdviceKind.KEY, "ek2020")]


def test_links_sources_and_tags(author: Person, editor: Person) -> None:
    make_article("Finns", editor)
    make_article("C# för alla", editor)
    item = {"title": "Bok", "URL": "https://example.org/", "author": [{"family": "Ek"}]}
    [source] = import_sources([{**item, "issued": {"date-parts": [[2020]]}}], author.viewer)
    body = f"{WORDS} [[Finns]] [[finns#Del]] [[C# för alla]] [[Saknas]] [[Saknas|den]] [[#Här]] "
    body += f"[[Helt annat]] [@{source.key}] [@{source.key.upper()}] [@okand]"
    assert advise(body) == [(AdviceKind.KEY, "okand"), (AdviceKind.RED, "Saknas")]

    store_link_check(source.id, source.url, "gone", editor.viewer)
    found = find_advice(Writing("sv", "concept", "T", "s", body)).advice
    assert found[1] == Advice(AdviceKind.DEAD, found[1].places, source.key, {"fault": "gone"})
    assert [body[slice(*place)].lower() for place in found[1].places] == [f"@{source.key}"] * 2

    article_id = make_article("Eget", editor, body=body)
    assert (AdviceKind.TOPIC, "") in advise(body, article_id=article_id)
    put_on(article_id, make_tag("co-creation"), make_tag("lund", "university", label_sv="Lund"))
    assert advise(body, article_id=article_id) == advise(body)


def test_a_text_beyond_the_limits_is_told_so_elsewhere() -> None:
    assert advise("[^1]: a\n" * 100_000) == []


@pytest.mark.long
def test_what_is_said_of_saved_texts_is_listed_for_editors(
    app: Flask, author: Person, editor: Person
) -> None:
    bad = make_article("Ett", editor, body=f"{WORDS} [här](/a) [mer](/b) [[Borta]]")
    good = make_article("Två", editor, summary="s", body=WORDS + "[^1]\n\n[^1]: Ek 2020.")
    drain_now(app)
    assert stored(bad) == {"source": 1, "words": 2}
    assert stored(good) == {}
    assert count_by_kind(editor.viewer) == {
        AdviceKind.SUMMARY: 1,
        AdviceKind.SOURCE: 1,
        AdviceKind.RED: 1,
        AdviceKind.WORDS: 1,
    }
    [(line, count)] = list_advised(AdviceKind.WORDS, editor.viewer).items
    assert (line.title, count) == ("Ett", 2)
    for viewer in (ANONYMOUS, author.viewer):
        with pytest.raises(NotAllowed):
            count_by_kind(viewer)
        with pytest.raises(NotAllowed):
            list_advised(AdviceKind.WORDS, viewer)

    # It follows the newest text, and goes with the article.
    text = check_text("concept", "Ett", "s", f"{WORDS} [^1]", {})
    save_article(bad, text, 1, author.viewer)
    drain_now(app)
    assert stored(bad) == {"source": 1, "undefined": 1}
    make_article("Borta", editor)
    archive_article(bad, "fel", editor.viewer)
    drain_now(app)
    assert stored(bad) == {}
    assert count_by_kind(editor.viewer) == {AdviceKind.SUMMARY: 1}


def test_a_deleted_draft_takes_its_advice_along(app: Flask, author: Person) -> None:
    draft = make_article("Utkast", author, body=WORDS)
    drain_now(app)
    assert stored(draft) == {"source": 1}
    delete_draft(draft, author.viewer)
    assert stored(draft) == {}
    assert db.session.get(Article, draft) is None


def test_every_kind_has_its_name() -> None:
    assert list(LABELS) == list(AdviceKind)
