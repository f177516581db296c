"""The parts of a Word document that hold its words, as the library reads all of them."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from wiki.documents.word.hidden import drop_hidden, find_hidden_styles
from wiki.documents.word.names import Names, replace
from wiki.documents.word.numbering import Numbering

_WITH_WORDS = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml")
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"
# Shapes that the library does not know, which may hold words as others do.
_SHAPES = {_VML + name for name in ("arc", "curve", "line", "oval", "polyline")}
# Signs that only a font of its own has a picture for.
_PRIVATE = range(0xE000, 0xF900)


def prepare(content: bytes) -> io.BytesIO:
    """Return a .docx with the same words in elements that the library reads.

    What is changed is added at the end of the file, where it counts for more than what it replaces.
    """
    file = io.BytesIO(content)
    with zipfile.ZipFile(file) as parts:
        names = [name for name in parts.namelist() if _WITH_WORDS.fullmatch(name)]
        roots = {name: _parse(parts, name) for name in sorted(names)}
        hidden = find_hidden_styles(_parse(parts, "word/styles.xml"))
        numbering = Numbering(_parse(parts, "word/numbering.xml"))
    for root in roots.values():
        drop_hidden(root, hidden)
        _mend(root)
        numbering.mark(root)
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as parts:
        warnings.simplefilter("ignore")  # of two parts of a name, the last counts
        for name, root in roots.items():
            parts.writestr(name, ElementTree.tostring(root, encoding="utf-8"))
    file.seek(0)
    return file


def _parse(parts: zipfile.ZipFile, name: str) -> Element:
    """Return the root of a part; of one that there is not, an element without anything in it."""
    if name not in parts.namelist():
        return Element("none")
    return ElementTree.fromstring(parts.read(name))  # noqa: S314 - without entities, see checks


def _mend(root: Element) -> None:
    mender = _Mender(Names(root))
    for shape in root.iter():
        if shape.tag in _SHAPES:
            shape.tag = f"{_VML}shape"
    replace(root, mender.makers)


class _Mender:
    """Makes elements that the library reads of those that it passes over, with what is in them."""

    def __init__(self, names: Names) -> None:
        self._w = names
        self.makers = {
            **dict.fromkeys((names("dir"), names("bdo")), list),
            names("fldSimple"): self._field,
            names("ruby"): self._ruby,
            names("br"): self._break,
            names("cr"): lambda _: [names.make("br")],
            names("ptab"): lambda _: [names.make("tab")],
            names("sym"): self._sign,
            names("drawing"): self._drawing,
            f"{_COMPATIBLE}AlternateContent": self._alternatives,
        }

    def _field(self, field: Element) -> Iterable[Element]:
        """Write a field as Word writes those of several parts."""
        yield self._field_sign("begin")
        instruction = self._w.make("instrText", text=field.get(self._w("instr"), ""))
        yield self._w.make("r", instruction)
        yield self._field_sign("separate")
        yield from field
        yield self._field_sign("end")

    def _field_sign(self, kind: str) -> Element:
        sign = self._w.make("fldChar")
        sign.set(self._w("fldCharType"), kind)
        return self._w.make("r", sign)

    def _ruby(self, ruby: Element) -> Iterable[Element]:
        """Write how signs are read behind them in brackets."""
        yield from self._w.find(ruby, "rubyBase") or ()
        yield self._w.make("t", text="(")
        yield from self._w.find(ruby, "rt") or ()
        yield self._w.make("t", text=")")

    def _break(self, element: Element) -> Iterable[Element]:
        """Begin a paragraph where a page or a column begins in one."""
        is_line = element.get(self._w("type"), "textWrapping") == "textWrapping"
        return [element] if is_line else [self._w.make("br"), self._w.make("br")]

    def _sign(self, sign: Element) -> Iterable[Element]:
        code = int(sign.get(self._w("char"), ""), 16)
        return [sign] if code in _PRIVATE else [self._w.make("t", text=chr(code))]

    def _drawing(self, drawing: Element) -> Iterable[Element]:
        """Set the words of a drawing beside it."""
        return [drawing, *self._boxes(drawing)]

    def _alternatives(self, element: Element) -> Iterable[Element]:
        """Read what is there for older programs, with the words of the drawing at least."""
        fallback = element.find(f"{_COMPATIBLE}Fallback")
        if fallback is None:
            fallback = Element(f"{_COMPATIBLE}Fallback")
        if not any(fallback.iter(self._w("txbxContent"))):
            fallback.extend(self._boxes(element))
        element[:] = [fallback]
        return [element]

    def _boxes(self, element: Element) -> list[Element]:
        """Take the boxes of words out of an element."""
        boxes = []
        for box in element.iter(self._w("txbxContent")):
            if len(box):
                boxes.append(self._w.make("pict", self._w.make("txbxContent", *box)))
                box.clear()
        return boxes
