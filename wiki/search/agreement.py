"""Compare the index with the database."""

from collections.abc import Iterable

import numpy as np

from wiki.search.documents import make_documents
from wiki.search.drain import current_search
from wiki.search.index import IndexUnusableError
from wiki.search.queries import iterate_sources, list_tasks
from wiki.search.segments import Snapshot


def find_disagreements() -> list[str]:
    """Return a line for each text that the index lacks, holds in vain, or shows to others.

    Articles that wait in the outbox are left out: the index has still to hear of them.
    """
    search = current_search()
    try:
        snapshot = search.index.open()
    except IndexUnusableError as error:
        return [str(error)]
    except Exception as error:
        return [f"the index does not open: {error!r}"]
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
        f"article {article_id}, revision id {revision_id}: {_word(held, wanted, key)}"
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
        values, documents, places = snapshot.labels(group)
        for document, place in zip(documents.tolist(), places.tolist(), strict=True):
            if document in bearing:
                bearing[document].setdefault(group, []).append(values[place])
    found = {}
    for document, groups in bearing.items():
        entry = snapshot.entry(document)
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
