"""Store which sources an article cites; the caller saves or publishes the article and commits."""

from collections.abc import Collection, Iterable, Sequence

from wiki.db import db, list_rows
from wiki.references.models import CitedSource
from wiki.references.queries import find_source_ids


def store_citations(article_id: int, keys: Collection[str], *, is_head: bool = True) -> None:
    """Replace the stored citations of an article's newest or published text.

    Keys that no source has are left out.
    """
    wanted = find_source_ids(keys)
    rows = {row.source_id: row for row in _rows_of(article_id)}
    for source_id in wanted - rows.keys():
        rows[source_id] = CitedSource(
            article_id=article_id, source_id=source_id, in_head=False, in_published=False
        )
        db.session.add(rows[source_id])
    for source_id, row in rows.items():
        if is_head:
            row.in_head = source_id in wanted
        else:
            row.in_published = source_id in wanted
    _delete_unused(rows.values())


def publish_citations(article_id: int) -> None:
    """Make the citations of an article's newest text those of its published text."""
    rows = _rows_of(article_id)
    for row in rows:
        row.in_published = row.in_head
    _delete_unused(rows)


def move_citations(source_id: int, target_id: int) -> None:
    """Let the articles that cite a source cite another one."""
    for row in list_rows(CitedSource, CitedSource.source_id, source_id):
        other = db.session.get(CitedSource, (row.article_id, target_id))
        if other is None:
            other = CitedSource(
                article_id=row.article_id, source_id=target_id, in_head=False, in_published=False
            )
            db.session.add(other)
        other.in_head |= row.in_head
        other.in_published |= row.in_published
        db.session.delete(row)
    db.session.flush()


def describe_citations(source_id: int) -> list[list[int]]:
    """Return who cites a source, for the audit log: article, in its newest text, in its public."""
    rows = list_rows(CitedSource, CitedSource.source_id, source_id)
    return [[row.article_id, int(row.in_head), int(row.in_published)] for row in rows]


def divide_citations(
    source_id: int,
    target_id: int,
    citing: Collection[Sequence[int]],
    before: Collection[Sequence[int]],
) -> None:
    """Give a source back who cited it, of those who now cite the other one.

    `citing` and `before` say who cited which of them before the merge.
    """
    both = {article_id for article_id, *_ in before}
    for article_id, in_head, in_published in citing:
        row = db.session.get(CitedSource, (article_id, target_id))
        if row is None:  # the text was changed since
            continue
        db.session.add(
            CitedSource(
                article_id=article_id,
                source_id=source_id,
                in_head=bool(in_head) and row.in_head,
                in_published=bool(in_published) and row.in_published,
            )
        )
        if article_id not in both:
            db.session.delete(row)
    db.session.flush()


def _rows_of(article_id: int) -> Collection[CitedSource]:
    return list_rows(CitedSource, CitedSource.article_id, article_id)


def _delete_unused(rows: Iterable[CitedSource]) -> None:
    db.session.flush()  # or a new row could not be deleted
    for row in rows:
        if not (row.in_head or row.in_published):
            db.session.delete(row)
    db.session.flush()
