"""Read and write the vocabulary as a YAML file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from wiki.content.frontmatter import LANGUAGES
from wiki.content.plain_yaml import ContentError, dump_yaml, load_yaml
from wiki.tags.terms import Term
from wiki.universities.profile import (
    CONTACT_ROLES,
    NO_PROFILE,
    SCHEMES,
    Contact,
    Profile,
)

_KEYS = {
    "slug",
    "kind",
    "label",
    "description",
    "synonyms",
    "near",
    "scope_note",
    "parent",
    "related",
    "website",
    "contact",
    "contacts",
    "social_media",
    "logo",
    "number",
}
_PROSE = {"label", "description", "synonyms", "near", "scope_note", "contact"}
_NUMBER = re.compile(r"([+-]?[0-9]{1,9})?")
TAG_KINDS = ("university", "topic", "sdg")


@dataclass(frozen=True)
class TagEntry:
    """A term in the file, with its parent's slug and the line where it begins."""

    term: Term
    parent: str
    line: int
    # What a university says beside its term; None where the file says nothing of it.
    profile: Profile | None = None


@dataclass(frozen=True)
class _Place:
    """Where in the file a term stands, for messages."""

    file: str
    number: int
    lines: Mapping[str, int]

    def error(self, message: str, key: str = "") -> ContentError:
        """Return an error that points at the line of a key of the term, or at its first line."""
        first = self.lines.get(str(self.number), 1)
        line = self.lines.get(f"{self.number}.{key}", first)
        return ContentError(self.file, line, message)


def read_tags(file: str, text: str) -> list[TagEntry]:
    """Return the terms in a file; raise ContentError where the file breaks the format."""
    values, lines = load_yaml(file, text, prose=_PROSE)
    if values is None:
        return []
    if not isinstance(values, list):
        raise ContentError(file, 1, "the file must be a list of tags")
    entries = [_entry(_Place(file, number, lines), value) for number, value in enumerate(values)]
    _check_slugs(file, entries)
    return _relate_both(entries)


def _check_slugs(file: str, entries: list[TagEntry]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.term.slug in seen:
            raise ContentError(file, entry.line, f"the slug {entry.term.slug!r} is used twice")
        seen.add(entry.term.slug)
    for entry in entries:
        if entry.parent and entry.parent not in seen:
            raise ContentError(file, entry.line, f"the parent {entry.parent!r} is not in the file")


def _relate_both(entries: list[TagEntry]) -> list[TagEntry]:
    """Relate each term to those that name it, too."""
    related = {entry.term.slug: set(entry.term.related) for entry in entries}
    for entry in entries:
        for slug in set(entry.term.related) & related.keys():
            related[slug].add(entry.term.slug)
    return [
        replace(entry, term=replace(entry.term, related=tuple(sorted(related[entry.term.slug]))))
        for entry in entries
    ]


def _entry(place: _Place, value: Any) -> TagEntry:
    if not isinstance(value, dict):
        raise place.error("a tag must be a mapping of keys to values")
    unknown = set(value) - _KEYS
    if unknown:
        name = sorted(map(str, unknown))[0]
        raise place.error(f"unknown key {name!r}", name)
    if value.get("kind") not in TAG_KINDS:
        raise place.error(f"kind must be one of {', '.join(TAG_KINDS)}", "kind")
    if not value.get("slug") or not isinstance(value["slug"], str):
        raise place.error("a tag needs a slug", "slug")
    labels = _texts(place, value, "label")
    descriptions = _texts(place, value, "description")
    scope_notes = _texts(place, value, "scope_note")
    synonyms, near = _lists(place, value, "synonyms"), _lists(place, value, "near")
    term = Term(
        kind=value["kind"],
        slug=value["slug"],
        label_sv=labels["sv"],
        label_en=labels["en"],
        description_sv=descriptions["sv"],
        description_en=descriptions["en"],
        synonyms_sv=synonyms["sv"],
        synonyms_en=synonyms["en"],
        near_sv=near["sv"],
        near_en=near["en"],
        scope_note_sv=scope_notes["sv"],
        scope_note_en=scope_notes["en"],
        related=_related(place, value),
        website=_text(place, value, "website"),
        contact=_text(place, value, "contact"),
        number=_number(place, value),
    )
    line = place.lines[str(place.number)]
    return TagEntry(term, _text(place, value, "parent"), line, _profile(place, value))


_OF_PROFILE = ("contacts", "social_media", "logo")
_OF_CONTACT = ("role", "name", "email", "phone")


def _profile(place: _Place, value: Mapping[str, Any]) -> Profile | None:
    """Return what a university says beside its term, or None where no key speaks of it."""
    given = [key for key in _OF_PROFILE if key in value]
    if not given:
        return None
    if value["kind"] != "university":
        raise place.error(f"only a university has {given[0]}", given[0])
    logo = _logo(place, value.get("logo") or {})
    return Profile(
        contacts=_contacts(place, value.get("contacts") or []),
        social_media=_addresses(place, value.get("social_media") or []),
        logo_light=logo.get("light", ""),
        logo_dark=logo.get("dark", ""),
    )


def _logo(place: _Place, given: Any) -> dict[str, str]:
    is_known = isinstance(given, dict) and not set(given) - set(SCHEMES)
    if is_known and all(isinstance(name, str) for name in given.values()):
        return dict(given)
    raise place.error("logo must be given as {light: ..., dark: ...}", "logo")


def _addresses(place: _Place, given: Any) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(address, str) for address in given):
        return tuple(given)
    raise place.error("social_media must be a list of web addresses", "social_media")


def _contacts(place: _Place, given: Any) -> tuple[Contact, ...]:
    if isinstance(given, list) and all(map(_is_contact, given)):
        return tuple(Contact(**contact) for contact in given)
    raise place.error(
        f"contacts must be a list of {', '.join(_OF_CONTACT)}, with a role of "
        f"{', '.join(CONTACT_ROLES)}",
        "contacts",
    )


def _is_contact(given: Any) -> bool:
    if not isinstance(given, dict) or set(given) - set(_OF_CONTACT):
        return False
    texts = all(isinstance(text, str) for text in given.values())
    return texts and given.get("role") in CONTACT_ROLES


def _text(place: _Place, value: Mapping[str, Any], key: str) -> str:
    text = value.get(key, "")
    if not isinstance(text, str):
        raise place.error(f"{key} must be text", key)
    return text


def _number(place: _Place, value: Mapping[str, Any]) -> int | None:
    text = value.get("number", "")
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise place.error("number must be a whole number", "number")
    return int(text) if text else None


def _by_language(place: _Place, value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    given = value.get(key) or {}
    if not isinstance(given, dict) or set(given) - set(LANGUAGES):
        raise place.error(f"{key} must be given as {{sv: ..., en: ...}}", key)
    return given


def _texts(place: _Place, value: Mapping[str, Any], key: str) -> dict[str, str]:
    given = _by_language(place, value, key)
    texts = {language: given.get(language, "") for language in LANGUAGES}
    for language, text in texts.items():
        if not isinstance(text, str):
            raise place.error(f"{key} must be text", f"{key}.{language}")
    return texts


def _related(place: _Place, value: Mapping[str, Any]) -> tuple[str, ...]:
    slugs = value.get("related") or []
    if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
        raise place.error("related must be a list of slugs", "related")
    return tuple(sorted(slugs))


def _lists(place: _Place, value: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
    given = _by_language(place, value, key)
    lists = {language: given.get(language) or [] for language in LANGUAGES}
    for language, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise place.error(f"{key} must be lists of text", f"{key}.{language}")
    return {language: tuple(words) for language, words in lists.items()}


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
        "near": _unless_empty({"sv": list(term.near_sv), "en": list(term.near_en)}),
        "scope_note": _unless_empty({"sv": term.scope_note_sv, "en": term.scope_note_en}),
        "parent": entry.parent or None,
        "related": list(term.related) or None,
        "website": term.website,
        "contact": term.contact,
        **_profile_values(entry.profile or NO_PROFILE),
        "number": term.number,
    }
    return {key: value for key, value in values.items() if value not in (None, "")}


def _profile_values(profile: Profile) -> dict[str, Any]:
    contacts = [
        {key: text for key in _OF_CONTACT if (text := getattr(contact, key))}
        for contact in profile.contacts
    ]
    logo = {"light": profile.logo_light, "dark": profile.logo_dark}
    return {
        "contacts": contacts or None,
        "social_media": list(profile.social_media) or None,
        "logo": {scheme: name for scheme, name in logo.items() if name} or None,
    }


def _unless_empty(by_language: dict[str, Any]) -> dict[str, Any] | None:
    return by_language if any(by_language.values()) else None
