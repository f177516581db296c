"""Turn the tokens of a text into elements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from wiki.markup.inline.citations import NO_CITATIONS, ClusterMatch, Run
from wiki.markup.inline.delimiters import Delimiter
from wiki.markup.inline.wiki import Context, WikiMatch, make_wiki_link
from wiki.markup.labels import labels_for

# The blank in `s. 12`, at which a line must not end.
_BREAK = re.compile(r"(?<=\b\w\.) (?=\d)|(?<=\b\w\w\.) (?=\d)")
# An element of this tag becomes the number of a note when all references have been read.
NOTE_TAG = "sup"
# An element of this tag with a key becomes a link to its source when the list has been made.
SOURCE_TAG = "a"


@dataclass(eq=False)
class Bracket:
    """A bracket that may begin a link or picture: where its text begins, and its own token."""

    sign: str
    place: int
    index: int
    is_active: bool = True
    has_inner: bool = False  # whether there is another bracket after it


@dataclass(frozen=True)
class BareLink:
    """An address that is its own text, which is a link unless it stands in one."""

    text: str
    href: str


@dataclass(frozen=True)
class NoteReference:
    """A reference to a note, and how it is written."""

    label: str
    text: str


Token = str | Element | Delimiter | Bracket | BareLink | NoteReference | WikiMatch | ClusterMatch


def build(tokens: Sequence[Token], root: Element, context: Context, *, is_link: bool) -> None:
    """Put what the tokens mean into an element; in a link, links are text."""
    stack = [root]
    words: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            words.append(token)
        elif isinstance(token, Delimiter):
            for _ in token.closes:
                _add_words(stack.pop(), words)
            words.append(token.sign * token.left)
            for tag in reversed(token.opens):
                _add_words(stack[-1], words)
                stack.append(SubElement(stack[-1], tag))
        else:
            element = _make(token, context, is_link)
            if isinstance(element, str):
                words.append(element)
            else:
                _add_words(stack[-1], words)
                stack[-1].append(element)
    _add_words(root, words)


def plain(tokens: Sequence[Token], context: Context) -> str:
    """Return the words of tokens, for the description of a picture."""
    element = Element("span")
    build(tokens, element, context, is_link=True)
    for picture in element.iter("img"):
        picture.text = picture.get("alt")
    return "".join(element.itertext())


def name_picture(address: str, title: str, language: str) -> str:
    """Return what to say of a picture that its author did not describe."""
    labels = labels_for(language)
    if address.startswith("media:"):  # the library may have a description
        return ""
    if address.startswith("/"):
        return title or labels.undescribed
    # A picture from elsewhere becomes a link, whose words are these.
    return labels.picture.replace("{}", title or address)


def _add_words(element: Element, words: list[str]) -> None:
    """Add words after what is in an element already."""
    text = "".join(words)
    words.clear()
    if not text:
        return
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


def _make(
    token: Element | Bracket | BareLink | NoteReference | WikiMatch | ClusterMatch,
    context: Context,
    is_link: bool,
) -> Element | str:
    """Return what a token becomes: an element, or words."""
    if isinstance(token, ClusterMatch):
        return _make_citation(token, context, is_link)
    if isinstance(token, WikiMatch):
        return token.shown if is_link else make_wiki_link(token, context)
    if isinstance(token, BareLink):
        return token.text if is_link else _make_link(token)
    if isinstance(token, NoteReference):
        return token.text if is_link else Element(NOTE_TAG, {"data-label": token.label})
    return token.sign if isinstance(token, Bracket) else token


def _make_link(link: BareLink) -> Element:
    element = Element("a", {"href": link.href})
    element.text = AtomicString(link.text)
    return element


def _make_citation(match: ClusterMatch, context: Context, is_link: bool) -> Element | str:
    """Return a citation whose sources are links to the list, which `ListSources` completes."""
    citations = context.citations or NO_CITATIONS
    parts = citations.texts.get(match.cluster)
    if parts is None:
        return match.text
    if is_link:
        return "".join(part.text for part in parts)
    form = "cites numbered" if citations.is_numbered else "cites"
    citation = Element("span", {"class": form})
    for part in parts:
        if part.key:
            add_runs(SubElement(citation, SOURCE_TAG, {"data-key": part.key}), _keep(part.runs))
        elif part.is_unknown and citations.marks_unknown:
            _mark_unknown(citation, part.text, context.language)
        else:
            add_runs(citation, part.runs)
    return citation


def _keep(runs: Sequence[Run]) -> list[Run]:
    """Return runs in which no line ends between `s.` and the page."""
    return [replace(run, text=_BREAK.sub("\xa0", run.text)) for run in runs]


def _mark_unknown(citation: Element, key: str, language: str) -> None:
    """Say to the writer why a source is not cited."""
    reason = labels_for(language).unknown_source
    mark = SubElement(citation, "span", {"class": "unknown-source"})
    mark.text = AtomicString(reason.replace("{}", key))


def add_runs(element: Element, runs: Sequence[Run]) -> None:
    """Add formatted text to an element."""
    for run in runs:
        holder = element
        tags = [tag for tag, is_on in (("strong", run.bold), ("em", run.italic)) if is_on]
        for tag in tags:
            holder = SubElement(holder, tag)
        if run.href:
            holder = SubElement(holder, "a", {"href": run.href})
        if holder is not element:
            holder.text = AtomicString(run.text)
        elif len(element):
            element[-1].tail = AtomicString((element[-1].tail or "") + run.text)
        else:
            element.text = AtomicString((element.text or "") + run.text)
