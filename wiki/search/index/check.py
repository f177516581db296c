"""Check that the index is consistent with the database."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wiki.search.index.documents import make_documents
from wiki.search.index.drainer import current_drainer
from wiki.search.index.nodes import own_node
from wiki.search.index.sources import iterate_sources, list_tasks
from wiki.search.index.store import IndexUnusableError, open_index
from wiki.search.segments.snapshot import Snapshot, StoredIds


class Inconsistency(NamedTuple):
    """A difference; `article_id` is the article to index again, or None to rebuild the index."""

    text: str
    article_id: int | None = None


def find_inconsistencies() -> list[Inconsistency]:
    """Return each text that is missing in the index, outdated, or indexed for the wrong readers.

    Articles that wait in the outbox are left out, since the index has not caught up with them.
    """
    index = current_drainer().index
    try:
        snapshot = index.open()
        found = _compare_with_whoosh(index.folder(), snapshot)
    except IndexUnusableError as error:
        return [Inconsistency(str(error))]
    except Exception as error:
        return [Inconsistency(f"the index does not open: {error!r}")]
    return found or _compare_with_database(snapshot)


def _compare_with_whoosh(folder: Path, snapshot: Snapshot) -> list[Inconsistency]:
    """Compare the arrays, from which questions are answered, with Whoosh's own files."""
    with open_index(folder).reader() as reader:
        if (folder.name, reader.generation()) != snapshot.name:
            return []  # a commit came in between; its arrays are compared next time
        stored = {
            (number, *(int(fields[name]) for name in StoredIds._fields))
            for number, fields in reader.iter_docs()
        }
    in_arrays = {
        (number, *snapshot.stored_ids(number)) for number in np.nonzero(snapshot.alive)[0].tolist()
    }
    if stored == in_arrays:
        return []
    return [
        Inconsistency(f"{len(stored ^ in_arrays)} documents differ between Whoosh and its arrays")
    ]


def _compare_with_database(snapshot: Snapshot) -> list[Inconsistency]:
    waiting = {article_id for _, article_id in list_tasks(own_node())}
    indexed = _read_index(snapshot)
    expected = {
        (document.article_id, document.revision_id): _describe(
            document.audience, document.tag, document.kind, document.check_day
        )
        for article in iterate_sources()
        for document in make_documents(article)
    }
    return [
        Inconsistency(
            f"article {article_id}, revision id {revision_id}: {_explain(indexed, expected, key)}",
            article_id,
        )
        for key in sorted(indexed.keys() | expected.keys())
        if indexed.get(key) != expected.get(key)
        for article_id, revision_id in [key]
        if article_id not in waiting
    ]


def _read_index(snapshot: Snapshot) -> dict[tuple[int, int], str]:
    """Return by (article id, revision id) what `_describe` says of each document."""
    groups_of: dict[int, dict[str, list[str]]] = {
        document: {} for document in np.nonzero(snapshot.alive)[0].tolist()
    }
    for field in ("audience", "tag", "kind"):
        values, documents, places = snapshot.group_values(field)
        for document, place in zip(documents.tolist(), places.tolist(), strict=True):
            if document in groups_of:
                groups_of[document].setdefault(field, []).append(values[place])
    described = {}
    for document, groups in groups_of.items():
        ids = snapshot.stored_ids(document)
        described[ids.article_id, ids.revision_id] = _describe(
            groups.get("audience", ()),
            groups.get("tag", ()),
            "".join(groups.get("kind", ())),
            ids.check_day,
        )
    return described


def _describe(audience: Iterable[str], tags: Iterable[str], kind: str, check_day: int) -> str:
    check = f", to be checked by {date.fromordinal(check_day)}" if check_day else ""
    return f"{kind} for {' '.join(sorted(audience))}, tagged {' '.join(sorted(tags))}{check}"


def _explain(
    indexed: dict[tuple[int, int], str], expected: dict[tuple[int, int], str], key: tuple[int, int]
) -> str:
    if key not in indexed:
        return "is missing"
    if key not in expected:
        return "should not be there"
    return f"is “{indexed[key]}”, should be “{expected[key]}”"
