"""Cache drawn cards in a folder of the installation, and limit how many are drawn at a time."""

import contextlib
import os
import tempfile
import threading
from pathlib import Path

from wiki.cards.drawing import Card, CardRenderer
from wiki.errors import Busy
from wiki.web.ratelimit import RateLimit

# At 30 kB each; beyond this the oldest are deleted, and drawn again when they are requested.
_MOST_STORED = 2000
# Drawing a card takes a tenth of a second of CPU time; beyond this, clients must try again later.
_MOST_DRAWN_A_MINUTE = 90
_WAIT_SECONDS = 3
# The last bytes of every complete PNG.
_PNG_END = b"IEND\xaeB`\x82"


class CardStore:
    """The cards of an installation: from the folder, or newly drawn."""

    def __init__(self, folder: Path, fonts: Path) -> None:
        self._folder = folder
        self._renderer = CardRenderer(fonts)
        self._turn = threading.Lock()
        self._limit = RateLimit(_MOST_DRAWN_A_MINUTE)

    def picture(self, card: Card) -> bytes:
        """Return the PNG; raise Busy while too many are requested."""
        path = self._folder / f"{card.mark}.png"
        if picture := _read(path):
            return picture
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise Busy()
        try:
            if picture := _read(path):  # drawn by another thread meanwhile
                return picture
            if not self._limit.hit():
                raise Busy()
            picture = self._renderer.draw(card)
        finally:
            self._turn.release()
        # With a full disk the picture is still sent, and drawn again for the next reader.
        with contextlib.suppress(OSError):
            self._store(path, picture)
        return picture

    def _store(self, path: Path, picture: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(picture)
        os.replace(file.name, path)
        stored = sorted(self._folder.iterdir(), key=_drawn_at)
        for old in stored[: max(0, len(stored) - _MOST_STORED)]:
            old.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    """Return a stored picture; None if it is incomplete, as after a power cut while writing."""
    with contextlib.suppress(OSError):
        picture = path.read_bytes()
        if picture.endswith(_PNG_END):
            return picture
    return None


def _drawn_at(path: Path) -> float:
    """Return when a file was written; 0 if another process has deleted it."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
