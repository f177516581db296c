"""Take own drafts back, send them, and delete them without a trace."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.builders import Person, make_article, make_tag, make_user, put_on
from wiki.articles.actions.archive import pair_articles
from wiki.articles.actions.drafts import delete_draft, hold_draft, send_draft
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.models import Article
from wiki.articles.queries.drafts import count_waiting
from wiki.articles.text import ArticleText
from wiki.audit.models import AuditEntry
from wiki.db import db, end_reading
from wiki.errors import EditConflict, InvalidInput, NotAllowed, NotFound
from wiki.search.index.check import find_inconsistencies
from wiki.search.index.drainer import drain_now

pytestmark = pytest.mark.usefixtures("context")


def save(article_id: int, base: int, person: Person, body: str = "Nytt.") -> None:
    text = ArticleText("Utkast", "", body, {})
    save_article(article_id, text, base, person.viewer)


def count_rows() -> dict[str, int]:
    """Count the rows of each table, but for the outbox, which tells the index."""
    end_reading()  # to see what the drainer has written
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in db.metadata.tables.items()
        if name != "index_outbox"
    }


@pytest.mark.long
def test_a_deleted_draft_leaves_nothing_but_the_journal(
    app: Flask, author: Person, editor: Person
) -> None:
    public = make_article("Publik", editor, language="en", body="[[sv:Utkast]]")
    tag = make_tag("skola")
    drain_now(app)
    before = count_rows()
    draft = make_article("Utkast", author, kind="event", body="[[en:Publik]] [[Ingen]]")
    save(draft, 1, author)
    put_on(draft, tag)
    pair_articles(draft, public, author.viewer)
    drain_now(app)

    assert delete_draft(draft, author.viewer) == "Utkast"

    after = count_rows()
    entries = after.pop("audit_entries") - before.pop("audit_entries")
    assert after == before
    assert entries == 4  # created, saved, paired, deleted
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.object_id, last.detail) == ("delete", draft, {"title": "Utkast"})
    drain_now(app)
    assert find_inconsistencies() == []
    with pytest.raises(NotFound):
        delete_draft(draft, author.viewer)
    assert make_article("Utkast", author) > draft  # the journal's number stays its own


def test_what_others_have_seen_or_written_stays(author: Person, editor: Person) -> None:
    written = make_article("Utkast", author)
    save(written, 1, editor)
    with pytest.raises(InvalidInput, match="Andra har också skrivit"):
        delete_draft(written, author.viewer)
    foreign = make_article("Annat", make_user("author"))
    with pytest.raises(NotFound):
        delete_draft(foreign, author.viewer)
    with pytest.raises(NotAllowed):
        delete_draft(foreign, editor.viewer)
    seen = make_article("Sedd", author)
    publish_article(seen, 1, editor.viewer)
    with pytest.raises(NotAllowed):
        delete_draft(seen, author.viewer)


def test_a_held_draft_does_not_wait(author: Person, editor: Person) -> None:
    draft = make_article("Utkast", author)
    assert count_waiting(editor.viewer) == 1
    hold_draft(draft, author.viewer)
    assert count_waiting(editor.viewer) == 0
    save(draft, 1, author)
    assert count_waiting(editor.viewer) == 0
    send_draft(draft, author.viewer)
    assert count_waiting(editor.viewer) == 1
    hold_draft(draft, author.viewer)
    publish_article(draft, 2, editor.viewer)
    article = db.session.get(Article, draft)
    assert article is not None
    assert article.held_at is None
    with pytest.raises(EditConflict):
        hold_draft(draft, author.viewer)


def test_nobody_holds_the_draft_of_another(author: Person, editor: Person) -> None:
    article = make_article("Publik", editor)
    other = make_user("author")
    save(article, 1, author)
    with pytest.raises(NotAllowed):
        hold_draft(article, other.viewer)
    hold_draft(article, author.viewer)
    save(article, 2, other, "Nyare.")
    assert count_waiting(editor.viewer) == 1
