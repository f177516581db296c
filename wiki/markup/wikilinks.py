"""Find and rewrite wiki links: `[[Title]]`, `[[Title|text]]` and `[[en:Title]]`.

So too the links to sections of the text itself that are written as `[text](#section)`.

The text is parsed as for rendering, so both agree by construction about what is a wiki link, and
the parser says where each stands in the source.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from wiki.markup.inline.marks import Mark, MarkKind
from wiki.markup.inline.scan import read_tokens
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
from wiki.markup.parse import blank_code, find_links, read_tree
from wiki.markup.slugs import ANCHOR_PREFIX, slugify
from wiki.markup.source import Trace, normalise

__all__ = [
    "Targets",
    "WikiLink",
    "carry_wikilinks",
    "find_own_sections",
    "find_section_links",
    "find_wikilinks",
    "may_name_section",
    "move_section_links",
    "retarget_wikilinks",
    "section_slug",
]

# A sign of a number within a link, also as an entity.
_MAY_NAME_SECTION = re.compile(r"\[\[(?:(?!\]\]|\[\[).)*(?:#|&num;)", re.DOTALL)
_SEPARATOR = re.compile(r"\\?\|")
_NOT_IN_TITLE = re.compile(r"[\[\]|\r\n]")
# A section of the text itself, or of an article by its address; what else has an id is a note, a
# source or the top of the page.
_TO_SECTION = (
    r"[ \t]*<?(?:/(?P<language>sv|en)/articles/(?P<slug>[^\s<>()\"#?/]+))?"
    r"#(?!fn-|fnref-|ref-|top\b)(?P<section>[^\s<>()\"]+)"
)
_ADDRESS = re.compile(rf"\]\({_TO_SECTION}")
_DEFINED = re.compile(rf"^[ >]{{0,6}}\[(?!\^)[^\[\]\n]{{1,200}}\]:{_TO_SECTION}", re.MULTILINE)
_IS_ID = re.compile(rf"{ANCHOR_PREFIX}[a-z0-9-]+")

# The language and the slug of an article.
Address = tuple[str, str]


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
    if not _MAY_NAME_SECTION.search(source):  # most texts, which need not be parsed then
        return []
    links = [match.read_for(existing) for _, _, match in _parse(source, language).sorted()]
    return [match for match in links if match.section]


def find_own_sections(
    source: str, titles: Container[tuple[str, str]], own: Address
) -> dict[str, str]:
    """Return the sections of itself that a text links to, as they are written, with their slugs.

    `titles` are those of the text, and `own` is its address. Raises TooComplex for a text beyond
    the limits.
    """
    found = {}
    for match in find_section_links(source, own[0], titles):
        if match.link is None or (match.link.language, match.link.title) in titles:
            found[match.section.strip()] = match.anchor
    for _, _, section in _find_addressed(source, own):
        found[unquote(section)] = _slug_of(section)
    return found


def move_section_links(
    source: str,
    language: str,
    moved: Mapping[tuple[tuple[str, str] | None, str], str],
    own: Address | None = None,
) -> str:
    """Make links say another section; everything else stays as it is, and so does a link's text.

    `moved` maps the article that a link names, or None for the text itself, and the slug of the
    section to what it shall say. With `own`, the address of the text, its links in Markdown follow
    too. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    if own is not None:
        source = _move_addressed(source, own, moved)
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


def _move_addressed(
    source: str, own: Address, moved: Mapping[tuple[tuple[str, str] | None, str], str]
) -> str:
    parts: list[str] = []
    done = 0
    for start, end, section in _find_addressed(source, own):
        if (new := moved.get((None, _slug_of(section)))) is not None:
            prefix = ANCHOR_PREFIX if _IS_ID.fullmatch(section) else ""
            parts += [source[done:start], prefix + slugify(new)]
            done = end
    return "".join([*parts, source[done:]])


def _find_addressed(source: str, own: Address) -> list[tuple[int, int, str]]:
    """Return the places of the sections of itself that a text links to by `[text](#section)`."""
    if "#" not in source or not ("](" in source or "]:" in source):
        return []
    places = {
        start: (start, start + len(match["section"]), match["section"])
        for start, match in _iterate_addresses(source, own[0])
        if match["slug"] is None or (match["language"], slugify(unquote(match["slug"]))) == own
    }
    return [places[start] for start in sorted(places)]


def _iterate_addresses(source: str, language: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the addresses with a section, each with the place of that in the source."""
    tree, trace = read_tree(source, language), Trace(source)
    for text in tree.leaf_texts():
        if "](" not in text or "#" not in text:
            continue
        marks: list[Mark] = []
        read_tokens(text, replace(tree.context(language, frozenset()), marks=marks))
        for mark in marks:
            found = _ADDRESS.match(text, mark.start + 1 + len(mark.words))
            if mark.kind is MarkKind.LINK and found:
                yield trace.find(text.find_source(found.start("section"))), found
    for found in _DEFINED.finditer(blank_code(source)):
        yield found.start("section"), found


def _slug_of(section: str) -> str:
    """Return the slug of a section as an address names it: by its words or by its id."""
    is_id = _IS_ID.fullmatch(section) is not None
    return section.removeprefix(ANCHOR_PREFIX) if is_id else slugify(unquote(section))


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
