"""The templates shipped with the program, used until an editor saves others."""

from functools import cache
from pathlib import Path

KIND_NAMES = ("concept", "case", "method", "organisation", "event")

_FOLDER = Path(__file__).parent / "texts"


@cache
def shipped_text(kind: str, language: str) -> str:
    """Return the Markdown of the shipped template of a kind, or of the page to try out: `trial`."""
    return (_FOLDER / f"{kind}.{language}.md").read_text(encoding="utf-8")
