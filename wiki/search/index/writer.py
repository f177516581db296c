"""Write the index: all of it into a new folder, or a few articles into the live index."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wiki.search.index.documents import IndexDocument
from wiki.search.index.store import create_index, latest_generation, open_index, read_segments
from wiki.search.language.analysis import stem
from wiki.search.language.compounds import Splitter
from wiki.search.segments.arrays import delete_arrays_but
from wiki.search.segments.checksums import write_checksums
from wiki.search.segments.codec import ArrayCodec
from wiki.search.segments.merging import merge_small
from wiki.search.segments.snapshot import Snapshot

# Megabytes of postings in memory. A rebuild runs inside a server process.
_BULK_MEGABYTES = 96
_SAVE_MEGABYTES = 32

MakeDocuments = Callable[[], Iterable[IndexDocument]]


def build_index(folder: Path, documents: MakeDocuments) -> int:
    """Write a new index into an empty folder; return the number of documents.

    `documents` is called twice: the words of all texts must be known to split the first compound.
    """
    known: set[str] = set()
    for document in documents():
        known.update(_stems(document))
    index = create_index(folder)
    count = 0
    with _writer(index, folder, _BULK_MEGABYTES) as writer:
        split = Splitter(known.__contains__).split
        for document in documents():
            writer.add_document(**document.fields(split))
            count += 1
    write_checksums(folder)
    return count


def update_index(
    folder: Path,
    article_ids: Collection[int],
    documents: Iterable[IndexDocument],
    snapshot: Snapshot,
) -> None:
    """Replace all that the live index holds of these articles, in one commit.

    Compounds are split by the words of the index and of the new texts.
    """
    documents = list(documents)
    new_stems = {word_stem for document in documents for word_stem in _stems(document)}
    split = Splitter(lambda word_stem: word_stem in new_stems or snapshot.is_stem(word_stem)).split
    replaced = snapshot.documents_of(article_ids).tolist()
    with _writer(open_index(folder), folder, _SAVE_MEGABYTES) as writer:
        if snapshot.name != (folder.name, writer.generation - 1):
            raise RuntimeError("the index has changed under its only writer")
        for number in replaced:
            writer.delete_document(number)
        for document in documents:
            writer.add_document(**document.fields(split))
    write_checksums(folder)
    segments = read_segments(folder, latest_generation(folder))
    delete_arrays_but(folder, {segment.segment_id() for segment in segments})


def _stems(document: IndexDocument) -> Iterator[str]:
    return (stem(word, "sv") for word in set(document.swedish_words))


@contextmanager
def _writer(index: Any, folder: Path, megabytes: int) -> Iterator[Any]:
    """Return a writer that commits when its block ends without an error.

    After any error, such as a full disk, nothing stays open or locked.
    """
    writer = index.writer(limitmb=megabytes, procs=1, codec=ArrayCodec(folder))
    writer.mergetype = merge_small
    try:
        with writer:
            yield writer
    except BaseException:
        with suppress(Exception):  # the error that counts is the first
            writer.cancel()
        raise
