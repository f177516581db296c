"""Check that every string of the program is translated into Swedish exactly once."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from tests.architecture.sources import PACKAGE, TEMPLATES

CATALOGUES = PACKAGE / "translations" / "sv"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
JINJA_OPTIONS = {"trimmed": "true", "silent": "false", "trim_blocks": "true"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

Key = str | tuple[str, ...]


@cache
def extracted() -> dict[Key, str]:
    """Return each translatable string of the program with the place where it is used."""
    found: dict[Key, str] = {}
    for folder, method, options in (
        (PACKAGE, [("**.py", "python")], {}),
        (TEMPLATES, [("**.html", "jinja2.ext:babel_extract")], {"**.html": JINJA_OPTIONS}),
    ):
        for file, line, key, *_ in extract_from_dir(
            folder, method_map=method, options_map=options, keywords=KEYWORDS
        ):
            found[key] = f"{folder.name}/{file}:{line}"
    return found


@cache
def translated() -> dict[Key, list[tuple[str, Message]]]:
    """Return the Swedish text of each key with the file that contains it."""
    found: dict[Key, list[tuple[str, Message]]] = defaultdict(list)
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="sv", abort_invalid=True):
                if message.id:
                    found[_key(message)].append((path.name, message))
    return dict(found)


def _key(message: Message) -> Key:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _texts(text: Any) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    else:
        yield from text


@pytest.mark.long
def test_every_string_has_its_swedish() -> None:
    complete = {
        key
        for key, entries in translated().items()
        if any(all(_texts(message.string)) and not message.fuzzy for _, message in entries)
    }
    missing = [f"{place}: {key!r}" for key, place in extracted().items() if key not in complete]
    assert missing == []


def test_one_key_has_one_translation() -> None:
    doubtful = {
        key: [f"{file}: {message.string!r}" for file, message in entries]
        for key, entries in translated().items()
        if len({str(message.string) for _, message in entries}) > 1
    }
    assert doubtful == {}


def test_one_key_is_not_both_singular_and_plural() -> None:
    plurals = {key[0] for key in translated() if isinstance(key, tuple)}
    assert plurals & translated().keys() == set()


@pytest.mark.long
def test_no_translation_is_left_over() -> None:
    left_over = [
        f"{entries[0][0]}: {key!r}"
        for key, entries in translated().items()
        if key not in extracted()
    ]
    assert left_over == []


def test_placeholders_survive_translation() -> None:
    broken = [
        f"{file}: {message.string!r}"
        for entries in translated().values()
        for file, message in entries
        for text in _texts(message.string)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(_texts(message.id))))
        or (
            isinstance(message.id, str)
            and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(message.id))
        )
    ]
    assert broken == []
