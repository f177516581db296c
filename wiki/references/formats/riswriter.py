"""Write sources as RIS, which every reference manager reads."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wiki.references.csl import plain

_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS",
    "book": "BOOK", "chapter": "CHAP", "paper-conference": "CPAPER", "report": "RPRT",
    "thesis": "THES", "webpage": "ELEC", "post-weblog": "BLOG", "post": "ELEC", "dataset": "DATA",
    "software": "COMP", "patent": "PAT", "standard": "STAND", "manuscript": "MANSCPT",
    "pamphlet": "PAMP", "legal_case": "CASE", "legislation": "STAT", "bill": "BILL",
    "hearing": "HEAR", "motion_picture": "VIDEO", "song": "SOUND", "map": "MAP",
    "entry-dictionary": "DICT", "entry-encyclopedia": "ENCYC",
}  # fmt: skip
_NAMES = {"author": "AU", "editor": "A2", "collection-editor": "A3", "translator": "A4"}
_TEXTS = {
    "title": "TI", "container-title": "T2", "container-title-short": "J2",
    "collection-title": "T3", "title-short": "ST", "volume": "VL", "issue": "IS", "number": "C7",
    "publisher": "PB", "publisher-place": "CY", "edition": "ET", "ISBN": "SN", "ISSN": "SN",
    "language": "LA", "genre": "M3", "abstract": "AB", "note": "N1", "DOI": "DO", "URL": "UR",
}  # fmt: skip
_NUMBERED = {"report", "thesis"}


def write_ris(items: Iterable[Mapping[str, Any]]) -> str:
    """Return items as a file."""
    return "\r\n".join("".join(f"{tag}  - {text}\r\n" for tag, text in _lines(i)) for i in items)


def _lines(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(item["type"], "GEN")
    yield "ID", item["id"]
    for role, tag in _NAMES.items():
        yield from ((tag, _name(name)) for name in item.get(role, ()))
    for variable, tag in _TEXTS.items():
        if variable in item:
            is_number = tag == "C7" and item["type"] in _NUMBERED
            yield "IS" if is_number else tag, plain(item[variable])
    for keyword in filter(None, item.get("keyword", "").split(", ")):
        yield "KW", keyword
    if "page" in item:
        first, _, last = item["page"].partition("-")
        yield "SP", first
        yield from [("EP", last)] if last else []
    yield from _dates(item)
    yield "ER", ""


def _dates(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    issued = item.get("issued", {})
    if parts := issued.get("date-parts"):
        yield "PY", str(parts[0][0])
        yield "DA", "/".join(f"{part:02}" for part in parts[0])
    elif issued:
        yield "PY", issued["literal"]
    if parts := item.get("accessed", {}).get("date-parts"):
        yield "Y2", "/".join(f"{part:02}" for part in parts[0])


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{name['literal']},"  # a comma at the end says that the whole is one name
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))
    given = " ".join(filter(None, (name.get("given"), name.get("dropping-particle"))))
    return ", ".join(filter(None, (family, given or " ", name.get("suffix"))))
