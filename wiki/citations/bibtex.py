"""Write a citation as BibTeX, for LaTeX."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from wiki.citations.citation import Citation
from wiki.citations.names import Author

# What LaTeX reads as a command of its own.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
# In an address only these would end the field.
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def write_bibtex(citation: Citation) -> str:
    """Return the citation as a file of one entry, in UTF-8 as BibLaTeX and Biber read it."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation) if value)
    return f"@online{{{_key(citation)},\n{lines}}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "author", _join(citation.authors)
    yield "editor", _join(citation.editors)
    yield "translator", _join(citation.translators)
    # In braces of its own, or styles would write its words small.
    yield "title", f"{{{_plain(citation.title)}}}"
    yield "date", citation.published.isoformat()
    yield "year", f"{citation.published:%Y}"
    yield "organization", _plain(citation.publication)
    yield "version", str(citation.number)
    yield "langid", {"sv": "swedish", "en": "english"}[citation.language]
    yield "url", citation.url.translate(_IN_ADDRESS)
    yield "keywords", _plain(", ".join(citation.keywords))
    yield "abstract", _plain(citation.abstract)


def _join(people: Sequence[Author]) -> str:
    return " and ".join(
        _plain(person.inverted) if person.given else f"{{{_plain(person.family)}}}"
        for person in people
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPES)


def _key(citation: Citation) -> str:
    """Return what a text cites it by, such as lind2026-version-12-3."""
    family = citation.authors[0].family if citation.authors else ""
    letters = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z]', '', letters)}{citation.published:%Y}-{citation.key}"
