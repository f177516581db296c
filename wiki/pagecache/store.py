"""Hold the pages that are ready, up to a number of bytes; those not asked for longest go first."""

import threading
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from cachetools import LRUCache

# What a page takes beside its text: its headers, its key and its place.
_OVERHEAD_BYTES = 2_000
# A page that takes more of the room would push too many others out.
_LARGEST_SHARE = 1 / 4


# Pages are the same if they are one object: what was made twice may have been true at two times.
@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class KeptPage:
    """A page as it was answered, and while it is true.

    `mark` is that of what readers saw when it was made; `until` the moment at which time alone
    makes it another. `article_id` is the article that is read with it, if there is one;
    `endpoint` names what made it.
    """

    mark: int
    until: datetime
    headers: list[tuple[str, str]]
    body: bytes
    article_id: int | None
    endpoint: str = ""


class Store:
    """The pages of one process."""

    def __init__(self, most_bytes: int) -> None:
        self._largest = most_bytes * _LARGEST_SHARE
        self._lock = threading.Lock()
        self._pages: LRUCache[Hashable, KeptPage] = LRUCache(most_bytes, _size_of)

    def get(self, key: Hashable) -> KeptPage | None:
        """Return a page, whether it is still true or not."""
        with self._lock:
            return self._pages.get(key)

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep a page in the place of the one before."""
        with self._lock:
            if _size_of(page) <= self._largest:
                self._pages[key] = page
            else:
                self._pages.pop(key, None)

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()

    def __len__(self) -> int:
        """Return how many pages are kept."""
        return len(self._pages)


def _size_of(page: KeptPage) -> int:
    return len(page.body) + _OVERHEAD_BYTES
