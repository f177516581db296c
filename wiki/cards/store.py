"""Keep drawn cards in a folder of the installation, and draw few at a time."""

import contextlib
import os
import tempfile
import threading
from pathlib import Path

from wiki.cards.drawing import Card, CardRenderer
from wiki.errors import Busy
from wiki.web.ratelimit import RateLimit

# At 30 kB each; beyond it those drawn first go, and are drawn anew when somebody asks.
_MOST_KEPT = 2000
# A card takes a tenth of a second of one processor; beyond this, who asks must come again.
_MOST_DRAWN_A_MINUTE = 90
_WAIT_SECONDS = 3
# What every whole PNG ends in.
_PNG_END = b"IEND\xaeB`\x82"


class CardStore:
    """Give the picture of a card, from the folder or newly drawn."""

    def __init__(self, folder: Path, fonts: Path) -> None:
        self._folder = folder
        self._draughtsman = CardRenderer(fonts)
        self._turn = threading.Lock()
        self._brake = RateLimit(_MOST_DRAWN_A_MINUTE)

    def picture(self, card: Card) -> bytes:
        """Return the PNG; raises Busy while too many are asked for at once."""
        path = self._folder / f"{card.mark}.png"
        if picture := _read(path):
            return picture
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise Busy()
        try:
            if picture := _read(path):  # drawn while this one waited
                return picture
            if not self._brake.is_free():
                raise Busy()
            picture = self._draughtsman.draw(card)
        finally:
            self._turn.release()
        # A full disk costs the next reader a tenth of a second, and nobody the picture.
        with contextlib.suppress(OSError):
            self._keep(path, picture)
        return picture

    def _keep(self, path: Path, picture: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(picture)
        os.replace(file.name, path)
        kept = sorted(self._folder.iterdir(), key=_drawn_at)
        for old in kept[: max(0, len(kept) - _MOST_KEPT)]:
            old.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    """Return a kept picture; none when it is torn, as a power cut leaves a file just written."""
    with contextlib.suppress(OSError):
        picture = path.read_bytes()
        if picture.endswith(_PNG_END):
            return picture
    return None


def _drawn_at(path: Path) -> float:
    """Return when a file was written; one that another process took away comes first."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
