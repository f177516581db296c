"""Read and write Turtle (RDF 1.1), as much of it as a vocabulary needs.

Blank nodes and collections are refused: a concept has an address.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin

from wiki.tags.formats.entries import refuse

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_TOKEN = re.compile(
    r"""
    (?P<blank>(?:\s|\#[^\n]*)+)
  | (?P<iri><[^\x00-\x20<>"{}|^`\\]*(?:\\u[0-9A-Fa-f]{4}[^\x00-\x20<>"{}|^`\\]*)*>)
  | (?P<long>\"{3}(?:(?:\"{1,2})?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:'{1,2})?(?:[^'\\]|\\.))*'{3})
  | (?P<text>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<word>@prefix\b|@base\b|(?i:prefix|base)(?=\s))
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<type>\^\^)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:
      (?:[\w:%](?:(?:[\w:%.-]|\\[-_~.!$&'()*+,;=/?\#@%])*[\w:%-])?)?)
  | (?P<a>a(?=[\s<]))
  | (?P<value>true\b|false\b|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<sign>[.;,])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_WRITE = re.compile(r'[\\"\x00-\x1f\x7f]')
# Each use of a prefix holds the whole address that it stands for.
_LONGEST_IRI = 2_000


class Iri(str):
    """An address, to be told from a text."""


@dataclass(frozen=True)
class Text:
    """A text and its language, "" if none is said."""

    value: str
    language: str = ""


class Triple(NamedTuple):
    """One statement, and the line where it stands."""

    subject: Iri
    predicate: Iri
    object: Iri | Text
    line: int


class _Token(NamedTuple):
    sort: str
    text: str
    line: int


def quote(text: str, language: str = "") -> str:
    """Return a text as Turtle writes it, on one line."""
    written = _WRITE.sub(lambda found: _WRITTEN.get(found[0], f"\\u{ord(found[0]):04X}"), text)
    return f'"{written}"@{language}' if language else f'"{written}"'


def read_turtle(text: str) -> Iterator[Triple]:
    """Yield the statements of a text; raise FileFault with the line where it is not understood."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._token = next(self._tokens)

    def read(self) -> Iterator[Triple]:
        while self._token.sort != "end":
            if self._token.sort == "word":
                self._read_directive()
            else:
                yield from self._read_statement()

    def _take(self, *sorts: str) -> _Token:
        token = self._token
        if token.sort not in sorts:
            raise refuse(token.line, "turtle", token.text)
        if token.sort != "end":
            self._token = next(self._tokens)
        return token

    def _take_sign(self, sign: str) -> bool:
        if (self._token.sort, self._token.text) != ("sign", sign):
            return False
        self._take("sign")
        return True

    def _read_directive(self) -> None:
        word = self._take("word")
        if word.text.lower().strip("@") == "prefix":
            name = self._take("name")
            if not name.text.endswith(":"):
                raise refuse(name.line, "turtle", name.text)
            self._prefixes[name.text[:-1]] = self._iri(self._take("iri"))
        else:
            self._base = self._iri(self._take("iri"))
        if word.text.startswith("@") and not self._take_sign("."):
            raise refuse(self._token.line, "turtle", self._token.text)

    def _read_statement(self) -> Iterator[Triple]:
        subject = self._iri(self._take("iri", "name"))
        while True:
            predicate = self._iri(self._take("iri", "name", "a"))
            while True:
                line = self._token.line
                yield Triple(subject, predicate, self._read_object(), line)
                if not self._take_sign(","):
                    break
            if not self._take_sign(";"):
                break
            while self._take_sign(";"):
                pass
            if (self._token.sort, self._token.text) == ("sign", "."):
                break
        if not self._take_sign("."):
            raise refuse(self._token.line, "turtle", self._token.text)

    def _read_object(self) -> Iri | Text:
        token = self._take("iri", "name", "text", "long", "value")
        if token.sort in ("iri", "name"):
            return self._iri(token)
        if token.sort == "value":
            return Text(token.text)
        width = 3 if token.sort == "long" else 1
        value = _unescape(token.text[width:-width], token.line)
        if self._token.sort == "tag":
            return Text(value, self._take("tag").text[1:].lower())
        if self._token.sort == "type":
            self._take("type")
            self._take("iri", "name")
        return Text(value)

    def _iri(self, token: _Token) -> Iri:
        if token.sort == "a":
            return Iri(RDF_TYPE)
        if len(token.text) > _LONGEST_IRI:
            raise refuse(token.line, "turtle", token.text[:20])
        if token.sort == "iri":
            return self._join(token)
        prefix, _sign, local = token.text.partition(":")
        if prefix not in self._prefixes:
            raise refuse(token.line, "prefix", prefix)
        return Iri(self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    def _join(self, token: _Token) -> Iri:
        try:
            return Iri(urljoin(self._base, _unescape(token.text[1:-1], token.line)))
        except ValueError as error:  # a host with half a pair of brackets
            raise refuse(token.line, "turtle", token.text) from error


def _tokens(text: str) -> Iterator[_Token]:
    place, line = 0, 1
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            key = "blank" if text[place] in "[(_" else "turtle"
            raise refuse(line, key, text[place : place + 20].split("\n", maxsplit=1)[0])
        if found.lastgroup != "blank":
            yield _Token(str(found.lastgroup), found[0], line)
        line += found[0].count("\n")
        place = found.end()
    yield _Token("end", "", line)


def _unescape(text: str, line: int) -> str:
    def replace(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        if code:
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                raise refuse(line, "turtle", found[0])
            return chr(number)
        if found[3] not in _ESCAPED:
            raise refuse(line, "turtle", found[0])
        return _ESCAPED[found[3]]

    return _ESCAPE.sub(replace, text)


def write_turtle(
    prefixes: Mapping[str, str], things: Mapping[str, list[tuple[str, list[str]]]]
) -> str:
    """Return a text of statements: of each thing, properties with their written values."""
    lines = [f"@prefix {name}: <{iri}> ." for name, iri in prefixes.items()]
    for subject, properties in things.items():
        said = [f"{name} {', '.join(values)}" for name, values in properties if values]
        lines += ["", f"<{subject}> " + " ;\n    ".join(said) + " ."]
    return "\n".join(lines) + "\n"
