"""Update the table of links, and the HTML of texts whose links change; no step commits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import undefer

from wiki.articles.models import Article, Link, TextTask
from wiki.articles.queries.targets import (
    NO_CHANGE,
    TargetChange,
    Wanted,
    find_public,
    find_targets,
    in_batches,
)
from wiki.articles.steps.render import (
    RenderedText,
    is_out_of_date,
    render_body,
    store_rendered,
    take_stored,
)
from wiki.db import db, is_any_pair, list_rows
from wiki.errors import TooComplex
from wiki.markup.wikilinks import WikiLink
from wiki.revisions.models import Revision

# So many texts are rendered again, and mended, before the change is answered: each takes 10 ms, and
# 30 if it is saved. What a change concerns beyond that follows in the background.
MOST_AT_ONCE = 10
# Marks a session with tasks that are not committed yet.
NOTED = "wiki_text_tasks"


def record_links(
    article_id: int, links: Iterable[WikiLink], *, is_head: bool = True, is_first: bool = False
) -> None:
    """Replace the stored links of an article's newest or published text.

    Those that stay lead where they led: `relink` keeps that true, so nothing is looked up for them,
    nor are there any when `is_first` says that this is the article's first text.
    """
    links, rows = list(links), [] if is_first else _rows_of(article_id)
    target_ids = known_targets_of(rows, is_head=is_head)
    new = {(link.language, link.title) for link in links} - target_ids.keys()
    target_ids |= {link: target.article_id for link, target in find_targets(new).items()}
    stored = {_what(row): row for row in rows}
    wanted = set()
    for link in links:
        row = _new_row(article_id, link, target_ids.get((link.language, link.title)))
        wanted.add(_what(row))
        if _what(row) not in stored:
            stored[_what(row)] = row
            db.session.add(row)
    for what, row in stored.items():
        if is_head:
            row.in_head = what in wanted
        else:
            row.in_published = what in wanted
    _delete_unused(rows)


def publish_links(article_id: int) -> None:
    """Make the links of an article's newest text those of its published text."""
    rows = _rows_of(article_id)
    for row in rows:
        row.in_published = row.in_head
    _delete_unused(rows)


def _rows_of(article_id: int) -> Collection[Link]:
    return list_rows(Link, Link.source_id, article_id)


def _what(row: Link) -> tuple[str, str, int | None]:
    return row.target_language, row.target_title, row.target_id


def _new_row(article_id: int, link: WikiLink, target_id: int | None) -> Link:
    return Link(
        source_id=article_id,
        target_language=link.language,
        target_slug=link.slug,
        target_title=link.title,
        target_id=target_id,
        in_head=False,
        in_published=False,
    )


def _delete_unused(rows: Iterable[Link]) -> None:
    for row in rows:
        if not (row.in_head or row.in_published):
            db.session.delete(row)
    db.session.flush()


def relink(change: TargetChange, anew: Collection[int] = ()) -> None:
    """Store where the links lead that a change concerns, after the change.

    A link stays with its article as long as that is public and not forgotten, but for those in the
    texts of the articles `anew`.
    """
    db.session.flush()
    for batch in in_batches(change.keys):
        rows = db.session.scalars(
            select(Link).where(is_any_pair(Link.target_language, Link.target_slug, batch))
        ).all()
        if rows:
            _relink(rows, change, anew)


def _relink(rows: Sequence[Link], change: TargetChange, anew: Collection[int]) -> None:
    targets = find_targets({(row.target_language, row.target_title) for row in rows})
    public = find_public({row.target_id for row in rows if row.target_id is not None})
    for row in rows:
        is_forgotten = (row.target_language, row.target_slug) in change.forgotten
        if row.target_id in public and not is_forgotten and row.source_id not in anew:
            continue
        target = targets.get((row.target_language, row.target_title))
        row.target_id = target.article_id if target else None


class Linking(NamedTuple):
    """The texts with links that a change concerns: rendered again, or those that follow later."""

    rendered: Sequence[tuple[int, RenderedText]] = ()
    later: Collection[int] = ()


NO_LINKING = Linking()


def render_linking(change: TargetChange) -> Linking:
    """Rerender the newest and published texts with links that a change concerns, if they are few.

    Many follow later: until then their links lead by the old slug, which redirects.
    """
    sources = find_sources(change)
    if len(sources) > MOST_AT_ONCE:
        return Linking(later=sources)
    return Linking(render_texts(sources, change))


def store_linking(linking: Linking, article_id: int) -> None:
    """Store the texts that were rendered again after a change of an article; note the others."""
    store_rendered(linking.rendered)
    add_tasks(linking.later, target_id=article_id)


def add_tasks(article_ids: Collection[int], **what: object) -> None:
    """Note that texts have to follow a change; the background does so after the commit."""
    if article_ids:
        rows = [{"article_id": article_id, **what} for article_id in sorted(article_ids)]
        db.session.execute(insert(TextTask), rows)
        db.session.info[NOTED] = True


def add_overtaken() -> None:
    """Note the texts that this transaction stores as they were rendered before somebody else's.

    Between rendering and storing, another may publish an article that a text names: then it holds a
    link that is red, or leads to where the article was. The background renders such a text again.
    """
    behind = set()
    for revision_id, rendered in take_stored():
        revision = db.session.get(Revision, revision_id)
        article = db.session.get(Article, revision.article_id) if revision else None
        if article is not None and revision_id in {article.head_id, article.published_id}:
            known = find_known_targets(article.id, is_head=revision_id == article.head_id)
            if is_out_of_date(rendered, known):
                behind.add(article.id)
    add_tasks(behind)


def find_sources(change: TargetChange) -> set[int]:
    """Return the ids of the articles with links that a change concerns."""
    sources: set[int] = set()
    for batch in in_batches(change.keys):
        is_concerned = is_any_pair(Link.target_language, Link.target_slug, batch)
        sources |= set(db.session.scalars(select(Link.source_id).where(is_concerned)))
    return sources


def render_texts(
    article_ids: Collection[int], change: TargetChange = NO_CHANGE
) -> list[tuple[int, RenderedText]]:
    """Rerender the newest and published texts of articles."""
    rendered = []
    for revision, article, known in _texts_of(article_ids):
        # This save must not fail because another article's text is too complex; it keeps its HTML.
        with suppress(TooComplex):
            body = revision.body_markdown
            rendered.append((revision.id, render_body(body, article.language, change, known)))
    return rendered


def _texts_of(
    article_ids: Collection[int],
) -> Iterator[tuple[Revision, Article, Mapping[Wanted, int]]]:
    if not article_ids:
        return
    texts = db.session.execute(
        select(Revision, Article)
        .join(Article, or_(Article.head_id == Revision.id, Article.published_id == Revision.id))
        .where(Article.id.in_(article_ids))
        .order_by(Revision.id)
        .options(undefer(Revision.body_markdown))
    ).all()
    rows = defaultdict(list)
    for row in db.session.scalars(select(Link).where(Link.source_id.in_(article_ids))):
        rows[row.source_id].append(row)
    for revision, article in texts:
        yield (
            revision,
            article,
            known_targets_of(rows[article.id], is_head=article.head_id == revision.id),
        )


def forget_links(article_id: int, links: Collection[Wanted]) -> None:
    """Forget where links of an article's newest text lead, since its words will change."""
    for row in _rows_of(article_id):
        if (row.target_language, row.target_title) in links:
            row.in_head = False
    db.session.flush()


def find_known_targets(article_id: int, *, is_head: bool = True) -> dict[Wanted, int]:
    """Return where the links of an article's newest or published text lead."""
    return known_targets_of(_rows_of(article_id), is_head=is_head)


def known_targets_of(rows: Iterable[Link], *, is_head: bool) -> dict[Wanted, int]:
    """Return where the links of an article's newest or published text lead, of its stored links."""
    return {
        (row.target_language, row.target_title): row.target_id
        for row in rows
        if row.target_id is not None and (row.in_head if is_head else row.in_published)
    }
