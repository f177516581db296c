"""Cut a text into the passages of which each gets a vector."""

from collections.abc import Iterator

# The model reads 512 tokens at most, and tells short passages apart better than long ones.
_LONGEST = 1_200
# A vector takes a third of a second of processor time: of a very long text the beginning tells.
_MOST = 12


def cut_passages(title: str, summary: str, body: str) -> list[str]:
    """Return at most 12 passages of whole paragraphs, each below the title.

    A paragraph of more than 1,200 characters is cut between words where that is possible.
    """
    found: list[str] = []
    passage = summary.strip()
    for piece in _pieces(body):
        if passage and len(passage) + len(piece) > _LONGEST:
            found.append(passage)
            passage = ""
        passage = f"{passage}\n{piece}".strip()
    found += [passage] if passage or not found else []
    return [f"{title}\n{each}".strip() for each in found[:_MOST]]


def _pieces(body: str) -> Iterator[str]:
    for line in body.split("\n"):
        rest = line.strip()
        while len(rest) > _LONGEST:
            end = rest.rfind(" ", 1, _LONGEST)
            end = end if end > 0 else _LONGEST
            yield rest[:end]
            rest = rest[end:].strip()
        if rest:
            yield rest
