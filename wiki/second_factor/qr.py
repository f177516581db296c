"""Draw a QR code as the path of an SVG."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from wiki.runtime.deferred import Deferred

if TYPE_CHECKING:
    import segno
else:
    segno = Deferred("segno")

# The white frame without which cameras do not find it.
_QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """The side of the square in modules, and the path of its dark modules."""

    side: int
    path: str


def draw_qr(text: str) -> QrCode:
    """Return the QR code of a text, one rectangle for each run of dark modules."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    parts = []
    for y, row in enumerate(rows):
        x = 0
        for length, is_dark in _runs(row):
            if is_dark:
                parts.append(f"M{x + _QUIET} {y + _QUIET}h{length}v1h-{length}z")
            x += length
    return QrCode(len(rows) + 2 * _QUIET, "".join(parts))


def _runs(row: bytes) -> list[tuple[int, bool]]:
    return [(len(list(run)), bool(module)) for module, run in groupby(row)]
