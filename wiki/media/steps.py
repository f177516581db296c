"""Store which pictures and files an article shows, and remove files, inside a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from wiki.db import db, list_rows
from wiki.media.lead import LEAD, NO_LEAD, chosen_lead
from wiki.media.models import DroppedContent, MediaFile, MediaUse, RemovedFile
from wiki.media.queries import find_by_mark


def remove_row(file: MediaFile) -> None:
    """Delete the row of a file that is used nowhere, and remember its name."""
    db.session.merge(RemovedFile(name=file.name))
    db.session.delete(file)
    db.session.flush()


def note_dropped(mark: str) -> None:
    """Note that what a deleted file held is to be deleted, unless another file holds it again."""
    if find_by_mark(mark) is None:
        db.session.merge(DroppedContent(mark=mark))


def record_uses(
    article_id: int, names: Sequence[str], facts: Mapping[str, Any], *, is_head: bool = True
) -> None:
    """Replace what is stored of an article's newest or published text by `names`, in order.

    The picture that the facts choose comes before all; without any, no picture is at 0.
    """
    places = _find_places(names, facts)
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
        stored[file_id] = row
    _delete_unused(stored.values())


def _find_places(names: Sequence[str], facts: Mapping[str, Any]) -> dict[int, int]:
    """Return the place of each file that there is, by its id."""
    if lead := chosen_lead(facts):
        names = list(dict.fromkeys((lead, *names)))
    ids = _find_ids(names) if names else {}
    known = [ids[name] for name in names if name in ids]
    first = 1 if facts.get(LEAD) == NO_LEAD else 0
    return {file_id: place for place, file_id in enumerate(known, first)}


def _find_ids(names: Sequence[str]) -> dict[str, int]:
    files = select(MediaFile.name, MediaFile.id).where(MediaFile.name.in_(names))
    return {row.name: row.id for row in db.session.execute(files)}


def publish_uses(article_id: int) -> None:
    """Make what an article's newest text shows that of its published text."""
    rows = _rows_of(article_id)
    for row in rows:
        row.published_place = row.head_place
    _delete_unused(rows)


def _rows_of(article_id: int) -> Sequence[MediaUse]:
    return list_rows(MediaUse, MediaUse.article_id, article_id)


def _delete_unused(rows: Iterable[MediaUse]) -> None:
    db.session.flush()  # or a new row could not be deleted
    for row in rows:
        if row.head_place is None and row.published_place is None:
            db.session.delete(row)
    db.session.flush()
