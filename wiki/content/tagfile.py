"""Read and write the vocabulary as a YAML file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiki.content.frontmatter import LANGUAGES, ContentError, dump_yaml, load_yaml
from wiki.tags.terms import Term

_KEYS = {
    "slug",
    "kind",
    "label",
    "description",
    "synonyms",
    "parent",
    "website",
    "contact",
    "number",
}
TAG_KINDS = ("university", "topic", "sdg")


@dataclass(frozen=True)
class TagEntry:
    """A term in the file, with its parent's slug and the line where it begins."""

    term: Term
    parent: str
    line: int


def read_tags(file: str, text: str) -> list[TagEntry]:
    """Return the terms in a file; raise ContentError where the file breaks the format."""
    values, lines = load_yaml(file, text)
    if values is None:
        return []
    if not isinstance(values, list):
        raise ContentError(file, 1, "the file must be a list of tags")
    entries = [
        _entry(file, lines.get(str(number), 1), value) for number, value in enumerate(values)
    ]
    _check_slugs(file, entries)
    return entries


def _check_slugs(file: str, entries: list[TagEntry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.term.slug in seen:
            raise ContentError(file, entry.line, f"the slug {entry.term.slug!r} is used twice")
        seen.add(entry.term.slug)
    for entry in entries:
        if entry.parent and entry.parent not in seen:
            raise ContentError(file, entry.line, f"the parent {entry.parent!r} is not in the file")


def _entry(file: str, line: int, value: Any) -> TagEntry:
    if not isinstance(value, dict):
        raise ContentError(file, line, "a tag must be a mapping of keys to values")
    unknown = set(value) - _KEYS
    if unknown:
        raise ContentError(file, line, f"unknown key {sorted(map(str, unknown))[0]!r}")
    if value.get("kind") not in TAG_KINDS:
        raise ContentError(file, line, f"kind must be one of {', '.join(TAG_KINDS)}")
    if not isinstance(value.get("slug"), str):
        raise ContentError(file, line, "a tag needs a slug")
    labels = _texts(file, line, value, "label")
    descriptions = _texts(file, line, value, "description")
    synonyms = _lists(file, line, value.get("synonyms"))
    term = Term(
        kind=value["kind"],
        slug=value["slug"],
        label_sv=labels["sv"],
        label_en=labels["en"],
        description_sv=descriptions["sv"],
        description_en=descriptions["en"],
        synonyms_sv=synonyms["sv"],
        synonyms_en=synonyms["en"],
        website=str(value.get("website") or ""),
        contact=str(value.get("contact") or ""),
        number=_number(file, line, value.get("number")),
    )
    return TagEntry(term, str(value.get("parent") or ""), line)


def _number(file: str, line: int, value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ContentError(file, line, "number must be a whole number")


def _by_language(file: str, line: int, value: Any, key: str) -> Mapping[str, Any]:
    value = value or {}
    if not isinstance(value, dict) or set(value) - set(LANGUAGES):
        raise ContentError(file, line, f"{key} must be given as {{sv: ..., en: ...}}")
    return value


def _texts(file: str, line: int, value: Mapping[str, Any], key: str) -> dict[str, str]:
    given = _by_language(file, line, value.get(key), key)
    return {language: str(given.get(language) or "") for language in LANGUAGES}


def _lists(file: str, line: int, value: Any) -> dict[str, tuple[str, ...]]:
    given = _by_language(file, line, value, "synonyms")
    lists = {language: given.get(language) or [] for language in LANGUAGES}
    if not all(isinstance(words, list) for words in lists.values()):
        raise ContentError(file, line, "synonyms must be lists")
    return {language: tuple(str(word) for word in words) for language, words in lists.items()}


def write_tags(entries: list[TagEntry]) -> str:
    """Return the vocabulary as the text of its file, which `read_tags` reads back unchanged."""
    return dump_yaml([_values(entry) for entry in entries])


def _values(entry: TagEntry) -> dict[str, Any]:
    term = entry.term
    values: dict[str, Any] = {
        "slug": term.slug,
        "kind": term.kind,
        "label": {"sv": term.label_sv, "en": term.label_en},
        "description": {"sv": term.description_sv, "en": term.description_en},
        "synonyms": {"sv": list(term.synonyms_sv), "en": list(term.synonyms_en)},
        "parent": entry.parent or None,
        "website": term.website,
        "contact": term.contact,
        "number": term.number,
    }
    return {key: value for key, value in values.items() if value not in (None, "")}
