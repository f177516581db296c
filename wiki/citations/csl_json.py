"""Write a citation as CSL-JSON, which Zotero, Pandoc and formatters of citations read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wiki.citations.citation import Citation
from wiki.citations.names import Author


def describe_item(citation: Citation) -> Mapping[str, Any]:
    """Return the citation as an item of CSL, without what is not known."""
    day = citation.published
    values = {
        "id": citation.key,
        "type": "entry-encyclopedia",
        "title": citation.title,
        "author": _describe_all(citation.authors),
        "editor": _describe_all(citation.editors),
        "translator": _describe_all(citation.translators),
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "container-title": citation.publication,
        "publisher": citation.site,
        "version": str(citation.number),
        "language": citation.language,
        "abstract": citation.abstract,
        "keyword": ", ".join(citation.keywords),
        "URL": citation.url,
    }
    return {name: value for name, value in values.items() if value}


def write_csl_json(citation: Citation) -> str:
    """Return a file with the citation as its only item."""
    return json.dumps([describe_item(citation)], ensure_ascii=False, indent=2) + "\n"


def _describe_all(people: Sequence[Author]) -> list[Mapping[str, str]]:
    return [
        {"family": person.family, "given": person.given}
        if person.given
        else {"literal": person.family}
        for person in people
    ]
