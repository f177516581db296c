"""Hold the pages that are ready, up to a number of bytes; those not asked for longest go first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

# What a page takes beside its text: its headers, its key and its place.
_OVERHEAD_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page as it was answered, and while it is true.

    `mark` is that of what readers saw when it was made; `until` the moment at which time alone
    makes it another. `article_id` is the article that is read with it, if there is one.
    """

    mark: int
    until: datetime
    headers: list[tuple[str, str]]
    body: bytes
    article_id: int | None

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return len(self.body) + _OVERHEAD_BYTES


class Store:
    """The pages of one process."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> KeptPage | None:
        """Return a page, whether it is still true or not."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep a page in the place of the one before."""
        with self._lock:
            before = self._pages.pop(key, None)
            self._bytes -= before.size if before else 0
            if page.size > self._most_bytes // 4:
                return
            self._pages[key] = page
            self._bytes += page.size
            while self._bytes > self._most_bytes:
                _key, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.size

    def clear(self) -> None:
        """Forget all pages."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def __len__(self) -> int:
        """Return how many pages are kept."""
        return len(self._pages)
