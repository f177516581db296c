"""Choose which segments a commit merges, so that segments stay few and commits stay short.

A question costs a little more for each segment, and a merge about 8 ms of CPU for each document.
So small segments are merged by tens, and large ones are left to the next rebuild.
"""

from typing import Any

from whoosh.reading import SegmentReader

# So many segments of one size are merged into one of the next size.
_TOGETHER = 10
# The sizes: up to 10 documents, up to 100. Merging larger ones would keep the drainer busy.
_SIZES = (10, 100)


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Add the segments to merge to the writer's own segment; return those to keep."""
    chosen = _choose(segments)
    for segment in segments:
        if segment.segment_id() in chosen:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [
        segment
        for segment in segments
        if segment.segment_id() not in chosen and segment.doc_count() > 0
    ]


def _choose(segments: list[Any]) -> set[str]:
    """Return the ids of the segments of which there are enough of one size."""
    chosen: set[str] = set()
    at_least = 0
    for size in _SIZES:
        of_size = [segment for segment in segments if at_least < segment.doc_count_all() <= size]
        if len(of_size) >= _TOGETHER:
            chosen.update(segment.segment_id() for segment in of_size)
        at_least = size
    return chosen
