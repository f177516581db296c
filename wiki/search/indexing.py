"""Write the index: whole, into a new folder, or a few articles into the live one."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from wiki.search.analysis import stem
from wiki.search.compounds import Splitter
from wiki.search.documents import Document
from wiki.search.index import create_index, open_index
from wiki.search.seals import seal_segments
from wiki.search.segments import Snapshot

# Megabytes of postings held before they go to the disk. A rebuild runs inside a server process.
_BULK_MEGABYTES = 96
_SAVE_MEGABYTES = 32

MakeDocuments = Callable[[], Iterable[Document]]


def build_index(folder: Path, documents: MakeDocuments) -> int:
    """Write a new index into an empty folder; return the number of documents.

    `documents` is called twice: the words of all texts are needed before the first compound can
    be taken apart.
    """
    known: set[str] = set()
    for document in documents():
        known.update(_stems(document))
    index = create_index(folder)
    count = 0
    with _writer(index, _BULK_MEGABYTES) as writer:
        split = Splitter(known.__contains__).split
        for document in documents():
            writer.add_document(**document.fields(split))
            count += 1
    seal_segments(folder)
    return count


def update_index(
    folder: Path, article_ids: Iterable[int], documents: Iterable[Document], snapshot: Snapshot
) -> None:
    """Replace all that the live index holds of these articles, in one step.

    Compounds are split by what the index holds already and by the new texts themselves.
    """
    documents = list(documents)
    fresh = {found for document in documents for found in _stems(document)}
    split = Splitter(lambda root: root in fresh or snapshot.is_stem(root)).split
    with _writer(open_index(folder), _SAVE_MEGABYTES) as writer:
        for article_id in article_ids:
            writer.delete_by_term("article_id", str(article_id))
        for document in documents:
            writer.add_document(**document.fields(split))
    seal_segments(folder)


def _stems(document: Document) -> Iterator[str]:
    return (stem(word, "sv") for word in set(document.swedish_words))


def _writer(index: Any, megabytes: int) -> Any:
    """Return a writer that makes its changes visible when its block ends without an error."""
    return index.writer(limitmb=megabytes, procs=1)
