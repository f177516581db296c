"""Read the signs of a block's text from left to right into tokens."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from wiki.markup.inline.addresses import AUTOLINK, AUTOMAIL, Bare, find_bare
from wiki.markup.inline.build import (
    BareLink,
    Bracket,
    NoteReference,
    Token,
    build,
    name_picture,
    plain,
)
from wiki.markup.inline.citations import ClusterMatch, read_cluster
from wiki.markup.inline.delimiters import Delimiter, make_delimiter, pair
from wiki.markup.inline.marks import Mark, MarkKind
from wiki.markup.inline.targets import (
    ENTITY,
    LABEL,
    NOTE_LABEL,
    normalise_label,
    read_target,
    unescape,
)
from wiki.markup.inline.wiki import Context, read_wiki_link

_SIGN = re.compile(r"[\\`*_~\[\]<&\n]|!(?=\[)")
_RUN = re.compile(r"`+|\*+|_+|~+")
_TICKS = re.compile("`+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_NOTE = re.compile(rf"\[\^({NOTE_LABEL})\]")
_LONGEST_LABEL = 999


def read_tokens(text: str, context: Context) -> list[Token]:
    """Return the tokens of a text, its emphasis paired."""
    return _Scan(text, context).run()


class _Scan:
    """A text that is being read, with the tokens so far and the brackets that are open."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.tokens: list[Token] = []
        self.brackets: list[Bracket] = []
        self.bare = find_bare(text)[::-1]  # the next one is the last
        self.ticks: dict[int, list[int]] | None = None

    def run(self) -> list[Token]:
        """Read everything."""
        place, end = 0, len(self.text)
        while place < end:
            place = self._read_words(place)
            if place < end and (read := _READERS.get(self.text[place])):
                place = read(self, place)
        _pair(self.tokens)
        return self.tokens

    def _read_words(self, place: int) -> int:
        """Read words and addresses up to the next sign; return its place."""
        stop = -1
        while True:
            if stop < place:  # not for each address: there may be many before the next sign
                sign = _SIGN.search(self.text, place)
                stop = sign.start() if sign else len(self.text)
            while self.bare and self.bare[-1].start < place:
                self.bare.pop()
            is_last = not self.bare or self.bare[-1].start > stop
            words = self.text[place : stop if is_last else self.bare[-1].start]
            if words:
                self.tokens.append(words)
            if is_last:
                return stop
            bare = self._within_brackets(self.bare.pop())
            self._mark(MarkKind.ADDRESS, bare.start, bare.end, to=bare.href)
            self.tokens.append(BareLink(self.text[bare.start : bare.end], bare.href))
            place = bare.end

    def _within_brackets(self, bare: Bare) -> Bare:
        """Return an address without what follows the bracket in which it stands."""
        end = self.text.find("]", bare.start, bare.end) if self.brackets else -1
        if end < 0:
            return bare
        shorter = find_bare(self.text[bare.start : end])
        if not shorter:
            return bare
        return replace(shorter[0], start=bare.start, end=bare.start + shorter[0].end)

    def _read_escape(self, place: int) -> int:
        following = self.text[place + 1 : place + 2]
        if following == "\n":
            return self._break(place + 1)
        is_escape = following in _PUNCTUATION
        self.tokens.append(following if is_escape else "\\")
        return place + 1 + is_escape

    def _read_line_end(self, place: int) -> int:
        last = self.tokens[-1] if self.tokens else ""
        if isinstance(last, str) and last.endswith((" ", "\t")):
            self.tokens[-1] = last.rstrip(" \t")
            if last.endswith("  "):
                return self._break(place)
        self.tokens.append("\n")
        return self._skip_blanks(place + 1)

    def _break(self, place: int) -> int:
        self.tokens += [Element("br"), "\n"]
        return self._skip_blanks(place + 1)

    def _skip_blanks(self, place: int) -> int:
        while self.text[place : place + 1] in (" ", "\t"):
            place += 1
        return place

    def _read_code(self, place: int) -> int:
        """Read code between two runs of backticks of the same length."""
        found = _TICKS.match(self.text, place)
        end = found.end() if found else place + 1
        closing = self._find_ticks(end - place, end)
        if closing is None:
            self.tokens.append(self.text[place:end])
            return end
        code = self.text[end:closing].replace("\n", " ")
        if code.startswith(" ") and code.endswith(" ") and code.strip(" "):
            code = code[1:-1]
        element = Element("code")
        element.text = AtomicString(code)
        self.tokens.append(element)
        self.context.codes.append((place, closing + end - place))
        return closing + end - place

    def _find_ticks(self, length: int, place: int) -> int | None:
        """Return the next run of backticks of a length; the runs are listed only once."""
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        places = self.ticks.get(length, [])
        at = bisect_right(places, place - 1)
        return places[at] if at < len(places) else None

    def _read_run(self, place: int) -> int:
        found = _RUN.match(self.text, place)
        end = found.end() if found else place + 1
        self.tokens.append(make_delimiter(self.text, place, end))
        return end

    def _read_entity(self, place: int) -> int:
        found = ENTITY.match(self.text, place)
        self.tokens.append(unescape(found[0]) if found else "&")
        return found.end() if found else place + 1

    def _read_pointed(self, place: int) -> int:
        """Read an address in pointed brackets; HTML is text."""
        mail = AUTOMAIL.match(self.text, place)
        found = mail or AUTOLINK.match(self.text, place)
        if found is None:
            self.tokens.append("<")
            return place + 1
        address = found[1]
        self._mark(MarkKind.ADDRESS, place, found.end(), to=address)
        is_bare_mail = mail and not address.startswith("mailto:")
        self.tokens.append(BareLink(address, f"mailto:{address}" if is_bare_mail else address))
        return found.end()

    def _read_opening(self, place: int) -> int:
        """Read a wiki link, a note's reference, a citation, or a bracket that may begin a link."""
        if self.text.startswith("[[", place):
            link = read_wiki_link(self.text, place, self.context.language)
            if link is not None:
                self.tokens.append(link)
                return link.end
        if self.text.startswith("[^", place) and (note := self._read_note(place)):
            self.tokens.append(note)
            return place + len(note.text)
        citation = read_cluster(self.text, place) if "@" in self.text else None
        if citation is not None and self._is_citation(citation):
            self.tokens.append(citation)
            return citation.end
        return self._open(place, "[")

    def _read_note(self, place: int) -> NoteReference | None:
        found = _NOTE.match(self.text, place)
        if found is None:
            return None
        label = normalise_label(found[1])
        if not self.text.startswith("(", found.end()):
            self._mark(MarkKind.NOTE, place, found.end(), label)
        return NoteReference(label, found[0]) if label in self.context.notes else None

    def _is_citation(self, match: ClusterMatch) -> bool:
        """Return whether a citation is of a known source, and no link by a defined label."""
        following = LABEL.match(self.text, match.end)
        labels = [match.text[1:-1], *([following[1]] if following else [])]
        if any(normalise_label(label) in self.context.references for label in labels):
            return False
        self.context.clusters.append((match.start, match.cluster))
        self._mark(MarkKind.CITATION, match.start, match.end)
        return self.context.citations is None or match.cluster in self.context.citations.texts

    def _read_picture(self, place: int) -> int:
        if self.text.startswith("[[", place + 1) and read_wiki_link(
            self.text, place + 1, self.context.language
        ):
            self.tokens.append("!")
            return place + 1
        return self._open(place, "![")

    def _open(self, place: int, sign: str) -> int:
        if self.brackets:
            self.brackets[-1].has_inner = True
        bracket = Bracket(sign, place + len(sign), len(self.tokens))
        self.brackets.append(bracket)
        self.tokens.append(bracket)
        return bracket.place

    def _deactivate(self) -> None:
        """Let no open bracket begin a link, because a link must not stand in a link."""
        for bracket in reversed(self.brackets):
            if bracket.sign == "[":
                if not bracket.is_active:
                    break
                bracket.is_active = False

    def _read_closing(self, place: int) -> int:
        """Read the end of a link or picture, or a bracket."""
        opener = self.brackets.pop() if self.brackets else None
        target = self._find_target(opener, place) if opener and opener.is_active else None
        if opener is None or target is None:
            self.tokens.append("]")
            return place + 1
        href, title, end = target
        inner = self.tokens[opener.index + 1 :]
        del self.tokens[opener.index :]
        _pair(inner)
        if opener.sign == "[":
            element = Element("a", {"href": href})
            build(inner, element, self.context, is_link=True)
            self._mark(MarkKind.LINK, opener.place - 1, end, self.text[opener.place : place], href)
            self._deactivate()
        else:
            words = plain(inner, self.context).strip()
            self._mark(MarkKind.PICTURE, opener.place - 2, end, words, href)
            alt = words or name_picture(href, title, self.context.language)
            element = Element("img", {"alt": alt, "src": href})
        if title:
            element.set("title", title)
        self.tokens.append(element)
        return end

    def _mark(self, kind: MarkKind, start: int, end: int, words: str = "", to: str = "") -> None:
        if self.context.marks is not None:
            self.context.marks.append(Mark(kind, start, end, words, to))

    def _find_target(self, opener: Bracket, place: int) -> tuple[str, str, int] | None:
        """Return address and title of a link, and where it ends."""
        text = self.text
        if text.startswith("(", place + 1) and (target := read_target(text, place + 1)):
            return target
        found = LABEL.match(text, place + 1)
        end = found.end() if found else place + 1
        if found and found[1]:
            label = found[1]
        elif opener.has_inner or place - opener.place > _LONGEST_LABEL:
            return None
        else:
            label = text[opener.place : place]
        reference = self.context.references.get(normalise_label(label))
        return (*reference, end) if reference else None


def _pair(tokens: list[Token]) -> None:
    pair([token for token in tokens if isinstance(token, Delimiter)])


_READERS: dict[str, Callable[[_Scan, int], int]] = {
    "\\": _Scan._read_escape,
    "`": _Scan._read_code,
    "*": _Scan._read_run,
    "_": _Scan._read_run,
    "~": _Scan._read_run,
    "[": _Scan._read_opening,
    "]": _Scan._read_closing,
    "!": _Scan._read_picture,
    "<": _Scan._read_pointed,
    "&": _Scan._read_entity,
    "\n": _Scan._read_line_end,
}
