"""Pictures and files of the library in a text: `![words](media:name)`, `[text](media:name)`.

What a name stands for is passed in, as for wiki links, since markup knows no database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown.util import AtomicString

from wiki.markup.labels import Labels, labels_for

_SCHEME = "media:"
_NAME = re.compile(r"media:([a-z0-9-]{1,100})")
_LONGEST_NAME = 100
# A text shows at most as many pictures as `limits` allows.
_MOST_NAMES = 2_000
# The column of a text is 42rem wide, and as wide as the window on a phone.
SIZES = "(max-width: 45rem) 100vw, 42rem"


@dataclass(frozen=True)
class Media:
    """What a text shows of a picture or file, in the language of the text.

    A picture has a `srcset` and a size; a file has none, and a `note` of what a reader gets. An
    empty `alt` is meant, where `is_decorative`.
    """

    address: str
    srcset: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""
    is_decorative: bool = False
    caption: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""
    note: str = ""

    @property
    def is_picture(self) -> bool:
        """Return whether it is shown in the text."""
        return bool(self.srcset)


# What was in the library, and is not any more.
REMOVED = Media("")
# What each name in a text stands for.
Library = Mapping[str, Media]
NO_LIBRARY: Library = {}


def find_media(source: str) -> frozenset[str]:
    """Return the names that a text may mean; some may stand in code, where they mean nothing."""
    found = _NAME.finditer(source)
    return frozenset(name[1] for name, _ in zip(found, range(_MOST_NAMES), strict=False))


def place_media(root: Element, library: Library, language: str) -> list[str]:
    """Put pictures and files in the place of what names them; return the names, pictures first."""
    placing = _Placing(library, language)
    for parent in list(root.iter()):
        if _is_figure(parent):
            placing.make_figure(parent)
        else:
            placing.replace_in(parent)
    pictures = [name for name in placing.names if library[name].is_picture]
    return [*pictures, *(name for name in placing.names if name not in pictures)]


def write_figure(media: Media, language: str) -> str:
    """Return the HTML of a picture that stands by itself, as a figure with its caption.

    It is loaded at once: what is written so stands above a text.
    """
    figure = Element("figure", {"class": "lead-figure"})
    placing = _Placing(NO_LIBRARY, language)
    placing.fill_figure(figure, Element("img"), media)
    for image in figure.iter("img"):
        del image.attrib["loading"]
    return tostring(figure, "unicode", "html")


def _named(element: Element) -> str | None:
    """Return the name of the picture or file that an element means, if it means one."""
    address = element.get("src" if element.tag == "img" else "href", "")
    if element.tag not in {"img", "a"} or not address.startswith(_SCHEME):
        return None
    return address.removeprefix(_SCHEME).strip().lower()[:_LONGEST_NAME]


def _is_figure(element: Element) -> bool:
    """Return whether an element is a paragraph with a named picture alone."""
    if element.tag != "p" or len(element) != 1 or element[0].tag != "img":
        return False
    is_alone = not (element.text or "").strip() and not (element[0].tail or "").strip()
    return is_alone and _named(element[0]) is not None


class _Placing:
    """The names that were found so far, in order, and how they are shown."""

    def __init__(self, library: Library, language: str) -> None:
        self._library = library
        self._language = language
        self._labels: Labels = labels_for(language)
        self._names: dict[str, None] = {}

    @property
    def names(self) -> Iterator[str]:
        """Yield the names that the library knows."""
        return iter(self._names)

    def make_figure(self, paragraph: Element) -> None:
        """Turn a paragraph with a picture alone into a figure with its caption."""
        image = paragraph[0]
        media = self._find(_named(image) or "")
        if media is None or not media.is_picture:
            self.replace_in(paragraph)
            return
        tail = paragraph.tail
        paragraph.clear()
        paragraph.tag, paragraph.tail = "figure", tail
        self.fill_figure(paragraph, image, media)

    def fill_figure(self, figure: Element, image: Element, media: Media) -> None:
        """Put a picture and its caption into a figure."""
        figure.append(self._picture(image, media))
        self._add_caption(figure, image.get("title") or media.caption, media)

    def replace_in(self, parent: Element) -> None:
        """Replace what means a picture or file among the children of an element."""
        for place, child in enumerate(parent):
            name = _named(child)
            if name is None:
                continue
            media = self._find(name)
            if media is None:
                is_removed = self._library.get(name) == REMOVED
                new = self._removed(child) if is_removed else self._missing(child, name)
            else:
                new = self._show(child, media)
            new.tail = child.tail
            parent[place] = new

    def _find(self, name: str) -> Media | None:
        media = self._library.get(name)
        if media is None or media == REMOVED:
            return None
        self._names[name] = None
        return media

    def _show(self, element: Element, media: Media) -> Element:
        if element.tag == "img" and media.is_picture:
            return self._picture(element, media)
        link = Element("a", {"href": media.address})
        if element.tag == "img":
            link.text = AtomicString(element.get("alt") or media.caption)
        else:
            link.text, link[:] = element.text, list(element)
        if media.note:
            self._add_words(link, f" ({media.note})")
        return link

    def _picture(self, image: Element, media: Media) -> Element:
        picture = Element("picture")
        sources = {"type": "image/webp", "srcset": media.srcset, "sizes": SIZES}
        SubElement(picture, "source", sources)
        undescribed = "" if media.is_decorative else self._labels.undescribed
        shown = {
            "alt": image.get("alt") or media.alt or undescribed,
            "src": media.address,
            "width": str(media.width),
            "height": str(media.height),
            "loading": "lazy",
        }
        SubElement(picture, "img", shown)
        return picture

    def _add_caption(self, figure: Element, words: str, media: Media) -> None:
        if not (words or media.credit or media.licence):
            return
        caption = SubElement(figure, "figcaption")
        caption.text = AtomicString(f"{words} " if words else "")
        if media.credit or media.licence:
            self._add_credit(caption, media)

    def _add_credit(self, caption: Element, media: Media) -> None:
        small = SubElement(caption, "small")
        by = self._labels.picture.replace("{}", media.credit) if media.credit else ""
        between = ", " if by and media.licence else ""
        if media.licence_url:
            small.text = AtomicString(by + between)
            link = SubElement(small, "a", {"href": media.licence_url})
            link.text = AtomicString(media.licence)
        else:
            small.text = AtomicString(by + between + media.licence)

    def _missing(self, element: Element, name: str) -> Element:
        """Return a mark for what is not in the library, which leads to a search there."""
        address = f"/{self._language}/media/?q={quote(name, safe='')}"
        link = Element("a", {"class": "missing", "href": address, "rel": "nofollow"})
        words = element.get("alt") if element.tag == "img" else "".join(element.itertext())
        link.text = AtomicString(f"{words} " if words else "")
        self._add_words(link, f"({self._labels.missing_media.replace('{}', name)})")
        return link

    def _removed(self, element: Element) -> Element:
        """Return a mark for what was removed from the library."""
        is_picture = element.tag == "img"
        words = element.get("alt", "") if is_picture else "".join(element.itertext())
        removed = self._labels.removed_picture if is_picture else self._labels.removed_file
        mark = Element("em")
        mark.text = AtomicString(f"{words} ({removed})" if words else f"({removed})")
        return mark

    @staticmethod
    def _add_words(link: Element, words: str) -> None:
        if len(link):
            link[-1].tail = AtomicString((link[-1].tail or "") + words)
        else:
            link.text = AtomicString((link.text or "") + words)
