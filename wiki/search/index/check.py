"""Compare the index with the database."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from wiki.search.index.documents import make_documents
from wiki.search.index.drainer import current_drainer
from wiki.search.index.sources import iterate_sources, list_tasks
from wiki.search.index.store import IndexUnusableError, open_index
from wiki.search.segments.snapshot import Snapshot


class Inconsistency(NamedTuple):
    """Hold what differs, and the article that would mend it; None when only a rebuild would."""

    text: str
    article_id: int | None = None


def find_inconsistencies() -> list[Inconsistency]:
    """Return each text that the index lacks, holds in vain, or shows to others than it should.

    Articles that wait in the outbox are left out: the index has still to hear of them.
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
    """Compare the arrays that questions are answered from with Whoosh's own record."""
    with open_index(folder).reader() as reader:
        if (folder.name, reader.generation()) != snapshot.name:
            return []  # another commit came between; its arrays are compared next time
        stored = {
            (number, int(fields["article_id"]), fields["revision_id"], fields["published_seconds"])
            for number, fields in reader.iter_docs()
        }
    held = {
        (number, *snapshot.stored_ids(number)) for number in np.nonzero(snapshot.alive)[0].tolist()
    }
    if stored == held:
        return []
    return [Inconsistency(f"{len(stored ^ held)} documents differ between Whoosh and its arrays")]


def _compare_with_database(snapshot: Snapshot) -> list[Inconsistency]:
    waiting = {article_id for _, article_id in list_tasks()}
    held = _held(snapshot)
    wanted = {
        (document.article_id, document.revision_id): _describe(
            document.audience, document.tag, document.kind
        )
        for article in iterate_sources()
        for document in make_documents(article)
    }
    return [
        Inconsistency(
            f"article {article_id}, revision id {revision_id}: {_word(held, wanted, key)}",
            article_id,
        )
        for key in sorted(held.keys() | wanted.keys())
        if held.get(key) != wanted.get(key)
        for article_id, revision_id in [key]
        if article_id not in waiting
    ]


def _held(snapshot: Snapshot) -> dict[tuple[int, int], str]:
    bearing: dict[int, dict[str, list[str]]] = {
        document: {} for document in np.nonzero(snapshot.alive)[0].tolist()
    }
    for group in ("audience", "tag", "kind"):
        values, documents, places = snapshot.group_values(group)
        for document, place in zip(documents.tolist(), places.tolist(), strict=True):
            if document in bearing:
                bearing[document].setdefault(group, []).append(values[place])
    found = {}
    for document, groups in bearing.items():
        entry = snapshot.stored_ids(document)
        found[entry.article_id, entry.revision_id] = _describe(
            groups.get("audience", ()), groups.get("tag", ()), "".join(groups.get("kind", ()))
        )
    return found


def _describe(audience: Iterable[str], tags: Iterable[str], kind: str) -> str:
    return f"{kind} for {' '.join(sorted(audience))}, tagged {' '.join(sorted(tags))}"


def _word(
    held: dict[tuple[int, int], str], wanted: dict[tuple[int, int], str], key: tuple[int, int]
) -> str:
    if key not in held:
        return "is missing"
    if key not in wanted:
        return "should not be there"
    return f"is “{held[key]}”, should be “{wanted[key]}”"
