"""Read and write one article as Markdown with YAML front matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wiki.content.plain_yaml import NOTHING, ContentError, dump_yaml, load_yaml
from wiki.markup.slugs import slugify

# As in wiki/web/i18n.py, which needs Flask.
LANGUAGES = ("sv", "en")
_FENCE = "---"
_TEXTS = {"title": "", "language": "", "kind": "", "summary": "", "translation": "", "licence": ""}
_KEYS = (*_TEXTS, "addresses", "authors", "reviewed", "tags", "published", "facts")
_PROSE = {"title", "summary", "facts", "authors", "reviewed"}
_REVIEW_KEYS = ("name", "university_sv", "university_en", "at")
_AUTHOR_KEYS = ("name", "orcid", "affiliation", "role")
_YES, _NO = {"true", "yes", "on"}, {"false", "no", "off"}


@dataclass(frozen=True)
class ContentDocument:
    """An article as its file describes it; `lines` has the line of each key.

    `addresses` are languages and slugs that lead to it as well, as it was called before.
    """

    slug: str
    language: str
    kind: str
    title: str
    summary: str
    body: str
    tags: tuple[str, ...] = ()
    translation: str = ""
    published: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    authors: tuple[Mapping[str, str], ...] = ()
    licence: str = ""
    reviewed: Mapping[str, str] = field(default_factory=dict)
    addresses: tuple[tuple[str, str], ...] = ()
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def error(self, key: str, message: str) -> ContentError:
        """Return an error that points at the line of `key`, or at the top of the file."""
        return ContentError(self.file, self.lines.get(key, 1), message)


def read_document(file: str, slug: str, text: str) -> ContentDocument:
    """Return the article in a file; raise ContentError where the file breaks the format."""
    head, body = _split(file, text)
    values, lines = load_yaml(file, head, 2, _PROSE)
    if not isinstance(values, dict):
        raise ContentError(file, 2, "the front matter must be a mapping of keys to values")
    for key in values:
        if key not in _KEYS:
            raise ContentError(file, lines.get(str(key), 2), f"unknown key {key!r}")
    texts = {key: _text(file, lines, values, key) for key in _TEXTS}
    return ContentDocument(
        slug=slug,
        body=body,
        addresses=_addresses(file, lines, values.get("addresses", "")),
        authors=_authors(file, lines, values.get("authors", "")),
        reviewed=_reviewed(file, lines, values.get("reviewed", "")),
        tags=_tags(file, lines, values.get("tags", "")),
        published=_boolean(file, lines, values.get("published", True)),
        facts=_facts(file, lines, values.get("facts", "")),
        file=file,
        lines={**lines, "body": head.count("\n") + 3},
        **texts,
    )


def _split(file: str, text: str) -> tuple[str, str]:
    """Return the front matter, ending in a line feed, and the body."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise ContentError(file, 1, "the file must begin with a line of three hyphens")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            head = "".join(f"{part}\n" for part in lines[1:number])
            return head, "\n".join(lines[number + 1 :]).removesuffix("\n")
    raise ContentError(file, len(lines), "the front matter has no closing line of three hyphens")


def _text(file: str, lines: Mapping[str, int], values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise ContentError(file, lines.get(key, 2), f"{key} must be text")
    return value


def _addresses(file: str, lines: Mapping[str, int], value: Any) -> tuple[tuple[str, str], ...]:
    """Return the languages and slugs of former addresses, written as `sv/slug`."""
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ContentError(file, lines.get("addresses", 2), "addresses must be a list of texts")
    found = []
    for number, text in enumerate(value):
        language, _, slug = text.partition("/")
        if language not in LANGUAGES or not slug or slugify(slug) != slug:
            message = f"an address is a language and a slug, such as sv/hubb, and not {text!r}"
            raise ContentError(file, lines.get(f"addresses.{number}", 2), message)
        found.append((language, slug))
    return tuple(found)


def _authors(file: str, lines: Mapping[str, int], value: Any) -> tuple[dict[str, str], ...]:
    """Return the authors; one may be written as the name alone."""
    if isinstance(value, str) and value in NOTHING:
        return ()
    if not isinstance(value, list):
        raise ContentError(file, lines.get("authors", 2), "authors must be a list")
    people = [{"name": person} if isinstance(person, str) else person for person in value]
    for number, person in enumerate(people):
        if fault := _find_fault_of_author(person):
            raise ContentError(file, lines.get(f"authors.{number}", 2), fault)
    return tuple(people)


def _find_fault_of_author(person: Any) -> str:
    if not isinstance(person, dict):
        return "an author is a name, or keys with texts"
    for key, value in person.items():
        if key not in _AUTHOR_KEYS:
            return f"unknown key {key!r} of an author"
        if not isinstance(value, str):
            return "an author is a name, or keys with texts"
    return ""


def _reviewed(file: str, lines: Mapping[str, int], value: Any) -> dict[str, str]:
    """Return who reviewed the text: name and time, and the university in both languages."""
    if isinstance(value, str) and value in NOTHING:
        return {}
    if (
        not isinstance(value, dict)
        or not {"name", "at"} <= value.keys() <= {*_REVIEW_KEYS}
        or not all(isinstance(part, str) for part in value.values())
    ):
        known = ", ".join(_REVIEW_KEYS)
        raise ContentError(file, lines.get("reviewed", 2), f"reviewed has the texts {known}")
    return dict(value)


def _tags(file: str, lines: Mapping[str, int], value: Any) -> tuple[str, ...]:
    if value == "":
        return ()
    if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
        raise ContentError(file, lines.get("tags", 2), "tags must be a list of slugs")
    return tuple(value)


def _boolean(file: str, lines: Mapping[str, int], value: Any) -> bool:
    word = str(value).lower()
    if word not in _YES | _NO:
        raise ContentError(file, lines.get("published", 2), "published must be true or false")
    return word in _YES


def _facts(file: str, lines: Mapping[str, int], value: Any) -> dict[str, Any]:
    if isinstance(value, str) and value in NOTHING:
        return {}
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ContentError(file, lines.get("facts", 2), "facts must be a mapping of keys to values")
    return dict(value)


def write_document(document: ContentDocument) -> str:
    """Return an article as the text of its file, from which `read_document` reads it back.

    Numbers come back as text, as people write them; `check_text` reads both.
    """
    values: dict[str, Any] = {key: getattr(document, key) for key in _TEXTS}
    for name in ("translation", "licence"):
        if not values[name]:
            del values[name]
    if document.addresses:
        values["addresses"] = ["/".join(address) for address in document.addresses]
    if document.authors:
        values["authors"] = [dict(author) for author in document.authors]
    if document.reviewed:
        values["reviewed"] = dict(document.reviewed)
    values["tags"] = list(document.tags)
    values["published"] = document.published
    if document.facts:
        values["facts"] = dict(document.facts)
    return f"{_FENCE}\n{dump_yaml(values)}{_FENCE}\n{document.body}\n"
