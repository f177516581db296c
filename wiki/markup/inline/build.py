"""Turn the tokens of a text into elements."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from wiki.markup.inline.delimiters import Delimiter
from wiki.markup.inline.wiki import Context, WikiMatch, make_wiki_link

# An element of this tag becomes the number of a note when all references have been read.
NOTE_TAG = "sup"


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


Token = str | Element | Delimiter | Bracket | BareLink | NoteReference | WikiMatch


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
    token: Element | Bracket | BareLink | NoteReference | WikiMatch, context: Context, is_link: bool
) -> Element | str:
    """Return what a token becomes: an element, or words."""
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
