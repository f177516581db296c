"""Write a citation as RIS, which every reference manager reads."""

from collections.abc import Iterator

from wiki.citations.citation import Citation


def write_ris(citation: Citation) -> str:
    """Return the citation as a file of one entry."""
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _lines(citation))


def _lines(citation: Citation) -> Iterator[tuple[str, str]]:
    # RIS has no type for an article of a wiki; all programs know that of a journal.
    yield "TY", "JOUR"
    yield "TI", citation.title
    yield from (("AU", author.line) for author in citation.authors)
    yield from (("ED", editor.line) for editor in citation.editors)
    yield from (("A4", translator.line) for translator in citation.translators)
    yield "PY", f"{citation.published:%Y}"
    yield "DA", f"{citation.published:%Y/%m/%d}"
    yield "T2", citation.publication
    yield "LA", citation.language
    yield from (("KW", keyword) for keyword in citation.keywords)
    if citation.abstract:
        yield "AB", citation.abstract
    yield "PB", citation.site
    yield "UR", citation.url
    yield "ER", ""
