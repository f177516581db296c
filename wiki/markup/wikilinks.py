"""Find and rewrite wiki links: `[[Title]]`, `[[Title|text]]` and `[[en:Title]]`.

The text is parsed as for rendering, so both agree by construction about what is a wiki link, and
the parser says where each stands in the source.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from functools import lru_cache

from wiki.markup.inline.wiki import (
    LANGUAGE_PREFIX,
    Context,
    Targets,
    WikiLink,
    WikiMatch,
    may_name_section,
    section_slug,
)
from wiki.markup.limits import check_limits
from wiki.markup.parse import find_links, read_tree
from wiki.markup.slugs import slugify
from wiki.markup.source import Trace, normalise

__all__ = [
    "Targets",
    "WikiLink",
    "carry_wikilinks",
    "find_section_links",
    "find_wikilinks",
    "may_name_section",
    "move_section_links",
    "retarget_wikilinks",
    "section_slug",
]

_SEPARATOR = re.compile(r"\\?\|")
_NOT_IN_TITLE = re.compile(r"[\[\]|\r\n]")


# A save asks several times about the same text.
@lru_cache(maxsize=4)
def find_wikilinks(source: str, language: str) -> tuple[WikiLink, ...]:
    """Return the distinct titles that a text may link to, in the order of their first link.

    A title with a `#` is one of them, before the title of which it may name a section. Raises
    TooComplex for a text beyond the limits, before anything else is done with it.
    """
    check_limits(source)
    return _parse(source, language).possible()


def retarget_wikilinks(
    source: str, language: str, names: Mapping[tuple[str, str], tuple[str, str]]
) -> str:
    """Make links say another language and title, with the same text; `names` maps old to new.

    Links that are not to be changed but lead somewhere are in `names` too, with what they say: so a
    link to "Om #metoo" is none to the section "metoo" of "Om". Everything else in the source stays
    as it is, including white space and line endings. A title that is not allowed between brackets
    leaves its links unchanged. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    trace = Trace(source)
    parts: list[str] = []
    done = 0
    for first, last, match in _parse(source, language).sorted():
        said, new = _find_new(match, names)
        if new is None or not slugify(new[1]) or _NOT_IN_TITLE.search(new[1]):
            continue
        named = f"{new[0]}:{new[1]}" if said.prefix else name_in_link(new, language)
        start, end = trace.find(first), trace.find(last - 1) + 1
        # A title that comes back needs no text of its own any more.
        is_said = not said.section and said.shown == new[1]
        changed = f"[[{named}]]" if is_said else _write(said, source[start:end], named)
        parts += [source[done:start], changed]
        done = end
    return "".join([*parts, source[done:]])


def carry_wikilinks(
    source: str, language: str, other: str, names: Mapping[tuple[str, str], tuple[str, str]]
) -> tuple[str, list[str]]:
    """Write the links of a text as a text of the `other` language says them.

    `names` maps what they name to the article to name instead, which is shown by its title unless
    the link has words of its own, or to the same where there is none. Returns the text and the
    titles of the links that lead where they led, each once. Raises TooComplex for a text beyond the
    limits.
    """
    check_limits(source)
    trace = Trace(source)
    parts: list[str] = []
    left: dict[str, None] = {}
    done = 0
    for first, last, match in _parse(source, language).sorted():
        said, new = _find_new(match, names)
        link = said.link
        if link is None:
            continue
        start, end = trace.find(first), trace.find(last - 1) + 1
        if new is None or not slugify(new[1]) or _NOT_IN_TITLE.search(new[1]):
            named = name_in_link((link.language, link.title), other)
            changed = _write(said, source[start:end], named)
            left |= {link.title: None} if link.language != other else {}
        else:
            changed = _write_anew(said, source[start:end], name_in_link(new, other))
        parts += [source[done:start], changed]
        done = end
    return "".join([*parts, source[done:]]), list(left)


def find_section_links(
    source: str, language: str, existing: Container[tuple[str, str]] = ()
) -> list[WikiMatch]:
    """Return the links of a text to sections, of other articles or of the text itself.

    `existing` are titles that it links to. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    links = [match.read_for(existing) for _, _, match in _parse(source, language).sorted()]
    return [match for match in links if match.section]


def move_section_links(
    source: str, language: str, moved: Mapping[tuple[tuple[str, str] | None, str], str]
) -> str:
    """Make links say another section; everything else stays as it is, and so does a link's text.

    `moved` maps the article that a link names, or None for the text itself, and the slug of the
    section to what it shall say. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    trace = Trace(source)
    existing = {name for name, _ in moved if name is not None}
    parts: list[str] = []
    done = 0
    for first, last, found in _parse(source, language).sorted():
        match = found.read_for(existing)
        name = (match.link.language, match.link.title) if match.link else None
        new = moved.get((name, match.anchor)) if match.section else None
        start, end = trace.find(first), trace.find(last - 1) + 1
        said = _SEPARATOR.split(source[start + 2 : end - 2], maxsplit=1)[0]
        if new is not None and said.endswith(f"#{match.section}"):
            place = start + 2 + len(said)
            parts += [source[done : place - len(match.section)], new]
            done = place
    return "".join([*parts, source[done:]])


def _find_new(
    match: WikiMatch, names: Mapping[tuple[str, str], tuple[str, str]]
) -> tuple[WikiMatch, tuple[str, str] | None]:
    """Return what a link says, with or without a section, and its new language and title."""
    said = match.read_for(names)
    if said.link is None:
        return said, None
    name = (said.link.language, said.link.title)
    new = names.get(name)
    return said, None if new == name else new


def name_in_link(name: tuple[str, str], language: str) -> str:
    """Return how a link in a text of `language` says another language and a title."""
    # A title that begins like "en:" is only read as a title after a language prefix.
    is_misleading = LANGUAGE_PREFIX.fullmatch(name[1]) is not None
    return f"{name[0]}:{name[1]}" if is_misleading or name[0] != language else name[1]


def _parse(source: str, language: str) -> Context:
    """Return the context of a text with its wiki links."""
    # A text without links, as many are, need not be parsed.
    tree = read_tree(source if "[[" in normalise(source) else "", language)
    context = tree.context(language, frozenset())
    find_links(tree, context)
    return context


def _write_anew(match: WikiMatch, written: str, title: str) -> str:
    """Return a wiki link to another article, whose sections have other names."""
    if match.text is None:
        return f"[[{title}]]"
    return _write(replace(match, section=""), written, title)


def _write(match: WikiMatch, written: str, title: str) -> str:
    """Return a wiki link with another title, and with the text that readers saw."""
    section = f"#{match.section}" if match.section else ""
    separator = _SEPARATOR.search(written)
    if match.text is not None and separator:
        return f"[[{title}{section}{written[separator.start() :]}"
    return f"[[{title}{section}|{match.shown}]]"
