"""Decide which segments a commit merges: few segments, and no commit that takes long.

A question costs a little more for each segment, a merge about 8 ms of CPU for each document; so
small segments are merged by tens, and large ones are left to the next rebuild.
"""

from typing import Any

from whoosh.reading import SegmentReader

# So many segments of one size become one of the next.
_TOGETHER = 10
# The sizes: up to 10 documents, up to 100. A merge of larger ones would hold the drainer for long.
_SIZES = (10, 100)


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Add to the writer's segment those to be merged; return those that stay."""
    chosen = _choose(segments)
    for one in segments:
        if one.segment_id() in chosen:
            reader = SegmentReader(writer.storage, writer.schema, one)
            writer.add_reader(reader)
            reader.close()
    return [one for one in segments if one.segment_id() not in chosen and one.doc_count() > 0]


def _choose(segments: list[Any]) -> set[str]:
    """Return the ids of the segments of which there are enough of one size."""
    chosen: set[str] = set()
    at_least = 0
    for size in _SIZES:
        alike = [one for one in segments if at_least < one.doc_count_all() <= size]
        if len(alike) >= _TOGETHER:
            chosen.update(one.segment_id() for one in alike)
        at_least = size
    return chosen
