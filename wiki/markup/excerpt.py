"""Cut plain text short."""

_ELLIPSIS = "…"


def excerpt(text: str, length: int = 200) -> str:
    """Return at most `length` characters on one line, cut after a word and marked with "…"."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    room = max(length - len(_ELLIPSIS), 0)
    # One character more, so that a word which ends exactly at the limit is kept.
    cut = text[: room + 1].rpartition(" ")[0] or text[:room]
    return cut.rstrip(" ,;:.!?–—-") + _ELLIPSIS
