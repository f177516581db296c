"""Write sources as BibTeX, which LaTeX and every reference manager read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wiki.references.csl import year_of
from wiki.references.formats.latex import encode

_KINDS = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "paper-conference": "inproceedings",
    "report": "techreport", "thesis": "phdthesis", "manuscript": "unpublished",
    "pamphlet": "booklet", "entry-encyclopedia": "incollection",
}  # fmt: skip
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}
_FIELDS = {
    "volume": "volume", "issue": "number", "number": "number", "page": "pages",
    "publisher-place": "address", "edition": "edition", "collection-title": "series",
    "chapter-number": "chapter", "ISSN": "issn", "ISBN": "isbn", "language": "language",
    "keyword": "keywords", "abstract": "abstract", "note": "note", "genre": "type",
    "DOI": "doi", "URL": "url",
}  # fmt: skip
# Programs read the last two as they are.
_CLEANERS: Mapping[str, Callable[[str], str]] = {
    "pages": lambda text: encode(text).replace("-", "--"), "doi": str, "url": str
}  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def write_bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Return items as a file; each `id` becomes the key."""
    return "\n".join(_entry(item) for item in items)


def _entry(item: Mapping[str, Any]) -> str:
    kind = _KINDS.get(item["type"], "misc")
    if kind == "phdthesis" and "master" in item.get("genre", "").lower():
        kind = "mastersthesis"
    fields = (f"  {name} = {{{value}}}" for name, value in _fields(kind, item))
    return f"@{kind}{{{item['id']},\n" + ",\n".join(fields) + "\n}\n"


def _fields(kind: str, item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for role in ("author", "editor", "translator"):
        if role in item:
            yield role, " and ".join(map(_name, item[role]))
    # Braces keep the capitals, which styles would take from names in a title.
    yield "title", f"{{{encode(item['title'])}}}"
    yield from _dates(item)
    names = {
        "container-title": _CONTAINERS.get(kind, "howpublished"),
        "publisher": _PUBLISHERS.get(kind, "publisher"),
        **_FIELDS,
    }
    # Of two variables for one field the first wins.
    first = {name: item[variable] for variable, name in reversed(names.items()) if variable in item}
    for name, text in first.items():
        yield name, _CLEANERS.get(name, encode)(text)


def _dates(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    year = year_of(item)
    if year is not None or "literal" in issued:
        yield "year", encode(issued.get("literal", "")) or str(year)
    parts = (issued.get("date-parts") or [[]])[0]
    if len(parts) > 1:
        yield "month", _MONTHS[parts[1] - 1]
    if accessed := item.get("accessed", {}).get("date-parts"):
        yield "urldate", "-".join(f"{part:02}" for part in accessed[0])


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{encode(name['literal'])}}}"
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))
    given = " ".join(filter(None, (name.get("given"), name.get("dropping-particle"))))
    parts = [family, name["suffix"], given] if "suffix" in name else [family, given]
    return ", ".join(encode(part) for part in parts if part) or encode(family)
