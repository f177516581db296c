"""Read which sources a text cites that there are not."""

from wiki.markup.parse import find_citations
from wiki.references.queries import find_items


def list_unknown_keys(body: str, language: str) -> list[str]:
    """Return the keys that a text cites and no source has, in the order of the text."""
    clusters = find_citations(body, language)
    keys = list(dict.fromkeys(cite.key for cluster in clusters for cite in cluster))
    known = find_items(keys)
    return [key for key in keys if key not in known]
