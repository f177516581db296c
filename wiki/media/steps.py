"""Store which pictures and files an article shows, inside the transaction that saves it."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from wiki.db import db
from wiki.media.models import MediaFile, MediaUse


def record_uses(article_id: int, names: Sequence[str], *, is_head: bool = True) -> None:
    """Replace what is stored of an article's newest or published text by `names`, in order."""
    files = db.session.execute(
        select(MediaFile.name, MediaFile.id).where(MediaFile.name.in_(names))
    ).all()
    ids = {row.name: row.id for row in files}
    places = {ids[name]: place for place, name in enumerate(n for n in names if n in ids)}
    stored = {row.file_id: row for row in _rows_of(article_id)}
    for file_id in places.keys() | stored.keys():
        row = stored.get(file_id)
        if row is None:
            row = MediaUse(article_id=article_id, file_id=file_id)
            db.session.add(row)
        if is_head:
            row.head_place = places.get(file_id)
        else:
            row.published_place = places.get(file_id)
    _delete_unused(article_id)


def publish_uses(article_id: int) -> None:
    """Make what an article's newest text shows that of its published text."""
    for row in _rows_of(article_id):
        row.published_place = row.head_place
    _delete_unused(article_id)


def _rows_of(article_id: int) -> Sequence[MediaUse]:
    return db.session.scalars(select(MediaUse).where(MediaUse.article_id == article_id)).all()


def _delete_unused(article_id: int) -> None:
    db.session.flush()
    db.session.execute(
        delete(MediaUse).where(
            MediaUse.article_id == article_id,
            MediaUse.head_place.is_(None),
            MediaUse.published_place.is_(None),
        )
    )
