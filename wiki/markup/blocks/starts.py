"""How blocks begin: for each sign that may begin one, what to try, in order."""

import re
from collections.abc import Callable

from wiki.markup.blocks.descriptions import start_description
from wiki.markup.blocks.leaves import (
    Fence,
    Heading,
    Hidden,
    IndentedCode,
    Paragraph,
    Prompt,
    Rule,
)
from wiki.markup.blocks.line import CODE_INDENT, Line
from wiki.markup.blocks.nodes import (
    TABBED_MARKER,
    WORD_BULLET,
    Item,
    List,
    Marker,
    Note,
    Quote,
    word_level,
)
from wiki.markup.blocks.open import OpenBlocks
from wiki.markup.blocks.rows import start_table
from wiki.markup.inline.targets import NOTE_LABEL, normalise_label, unescape

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_LANGUAGE = re.compile(r"\{?[. ]*([A-Za-z0-9#.+-]+)")
# A single `-` is no underline: it is the bullet of an item that is being written.
_UNDERLINE = re.compile(r"(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"([*+-])(?=[ \t]|$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|$)", re.ASCII)
_NOTE = re.compile(rf"\[\^({NOTE_LABEL})\]:")
_ABBREVIATION = re.compile(r"\*\[([^\\\]\n]*)\] ?:[ \t]*(.*\S)")
_PROMPT = re.compile(r"%%(?=[ \t]|$)")
_WIDEST_SPACE = 4
# What a marker of another program is called here.
_WORD_SIGN = "•"

Start = Callable[[OpenBlocks, Line], bool]


def start_block(blocks: OpenBlocks, line: Line) -> bool:
    """Begin the block that a line begins, if it does; the rest of the line is for what is in it."""
    if line.indent >= CODE_INDENT:
        return _start_indented(blocks, line)
    starts = _STARTS.get(line.peek())
    if starts is None:
        return False  # as for most lines
    return any(start(blocks, line) for start in starts)


def _start_indented(blocks: OpenBlocks, line: Line) -> bool:
    if _start_tabbed(blocks, line):
        return True
    if isinstance(blocks.tip, Paragraph) or line.is_blank:
        return False
    line.read_columns(CODE_INDENT)
    blocks.add(IndentedCode(line))
    return True


def _start_tabbed(blocks: OpenBlocks, line: Line) -> bool:
    """Begin an item of a list that another program wrote with tabs around its markers."""
    if line.text[line.content - 1 : line.content] != "\t":
        return False
    found = TABBED_MARKER.match(line.text, line.content)
    if found is None:
        return False
    return _start_number(blocks, line) if found["number"] else _start_word_bullet(blocks, line)


def _start_quote(blocks: OpenBlocks, line: Line) -> bool:
    quote = Quote(line)
    line.read_marker(1)
    line.read_blank()
    blocks.add(quote)
    return True


def _start_heading(blocks: OpenBlocks, line: Line) -> bool:
    found = _HEADING.match(line.text, line.content)
    if found is None:
        return False
    heading = Heading(line, len(found[1]))
    if found[2]:
        heading.pieces.append((line.start + found.start(2), found[2]))
    blocks.add(heading)
    line.is_read = True
    return True


def _start_fence(blocks: OpenBlocks, line: Line) -> bool:
    found = _FENCE.match(line.text, line.content)
    if found is None:
        return False
    language = _LANGUAGE.match(unescape((found[2] or found[4] or "").strip()))
    blocks.add(Fence(line, found[1] or found[3], language[1] if language else ""))
    line.is_read = True
    return True


def _start_underlined(blocks: OpenBlocks, line: Line) -> bool:
    """Turn a paragraph into a heading, by its underline."""
    paragraph = blocks.matched
    found = _UNDERLINE.match(line.text, line.content)
    if found is None or not isinstance(paragraph, Paragraph):
        return False
    blocks.take_references(paragraph)
    parent = paragraph.parent
    if not paragraph.pieces or parent is None:
        return False
    heading = Heading(line, 1 if found[1][0] == "=" else 2)
    heading.start = paragraph.start
    heading.pieces = paragraph.pieces
    parent.children.pop()
    blocks.tip = blocks.matched = parent
    blocks.add(heading)
    line.is_read = True
    return True


def _start_rule(blocks: OpenBlocks, line: Line) -> bool:
    if _RULE.match(line.text, line.content) is None:
        return False
    blocks.add(Rule(line))
    line.is_read = True
    return True


def _start_bullet(blocks: OpenBlocks, line: Line) -> bool:
    found = _BULLET.match(line.text, line.content)
    return found is not None and _start_item(blocks, line, found.end(), Marker(found[1]))


def _start_number(blocks: OpenBlocks, line: Line) -> bool:
    found = _NUMBER.match(line.text, line.content)
    if found is None:
        return False
    number = int(found[1])
    if number != 1 and isinstance(blocks.matched, Paragraph):
        return False  # such as a year with which a line happens to begin
    return _start_item(blocks, line, found.end(), Marker(found[2], number))


def _start_word_bullet(blocks: OpenBlocks, line: Line) -> bool:
    found = WORD_BULLET.match(line.text, line.content)
    if found is None:
        return False
    level = word_level(found["sign"])
    end = max(found.end("sign"), found.end("hard"))
    return _start_item(blocks, line, end, Marker(_WORD_SIGN, level=level))


def _start_item(blocks: OpenBlocks, line: Line, end: int, marker: Marker) -> bool:
    """Begin an item whose marker ends at a place, and its list if it is the first."""
    if isinstance(blocks.matched, Paragraph) and not _may_interrupt(line.text[end:], marker):
        return False
    indent, length = line.indent, end - line.content
    items = List(line, marker)
    line.read_marker(length)
    space = line.indent
    if marker.sign == _WORD_SIGN and space > _WIDEST_SPACE:
        line.read_blanks()  # Outlook writes a row of them, and no code
        space = 1
    elif line.is_blank or not 1 <= space <= _WIDEST_SPACE:
        line.read_blank()
        space = 1
    else:
        line.read_columns(space)
    width = indent + length + space
    marker = Marker(marker.sign, marker.number, marker.level, width)
    blocks.close_unmatched()
    tip = blocks.tip
    if not isinstance(tip, List) or not _is_alike(tip.marker, marker):
        blocks.add(items)
    item = Item(line, marker)
    blocks.add(item)
    return True


def _may_interrupt(rest: str, marker: Marker) -> bool:
    """Return whether an item may follow a paragraph without a blank line.

    An empty one may not, except for the bullet of somebody who is about to write its text.
    """
    return bool(rest.strip(" \t")) or (marker.sign == "-" and bool(rest))


def _is_alike(first: Marker, second: Marker) -> bool:
    """Return whether items with these markers belong to the same list."""
    is_numbered = (first.number is None) == (second.number is None)
    return is_numbered and (first.sign, first.level) == (second.sign, second.level)


def _start_note(blocks: OpenBlocks, line: Line) -> bool:
    found = _NOTE.match(line.text, line.content)
    if found is None:
        return False
    note = Note(line, normalise_label(found[1]))
    line.read_marker(found.end() - found.start())
    blocks.add(note)
    blocks.notes.append(note)
    blocks.definitions.labels.append(f"[^{found[1]}]")
    return True


def _start_abbreviation(blocks: OpenBlocks, line: Line) -> bool:
    found = _ABBREVIATION.match(line.text, line.content)
    if found is None or not found[1].strip():
        return False
    blocks.definitions.add_abbreviation(found[1].strip(), found[2])
    blocks.add(Hidden(line))
    line.is_read = True
    return True


def _start_prompt(blocks: OpenBlocks, line: Line) -> bool:
    """Begin a prompt, which ends with its line: an answer below it is text like any other."""
    if _PROMPT.match(line.text, line.content) is None:
        return False
    blocks.add(Prompt(line))
    line.is_read = True
    return True


# A table before a description, since both may begin with a colon.
_STARTS: dict[str, tuple[Start, ...]] = {
    ">": (_start_quote,),
    "#": (_start_heading,),
    "`": (_start_fence,),
    "~": (_start_fence,),
    "=": (_start_underlined,),
    "-": (_start_underlined, _start_rule, _start_bullet, start_table),
    "*": (_start_rule, _start_abbreviation, _start_bullet),
    "_": (_start_rule,),
    "+": (_start_bullet,),
    "[": (_start_note,),
    "%": (_start_prompt,),
    "|": (start_table,),
    ":": (start_table, start_description),
    **dict.fromkeys("0123456789", (_start_number,)),
    **dict.fromkeys(
        "•·‣⁃◦▪▫●○■□➢✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf071oØüvq§–—", (_start_word_bullet,)
    ),
}
