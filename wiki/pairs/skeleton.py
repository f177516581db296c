"""Make of a text what its translation begins with, and of its HTML what stands beside it."""

import re

from wiki.markup.blocks.leaves import Code, Heading, Paragraph, Prompt
from wiki.markup.blocks.nodes import Block
from wiki.markup.blocks.reader import read_blocks
from wiki.markup.limits import check_limits
from wiki.markup.source import normalise

_SIGN = "%%"
# A picture of the library alone, with its caption or without: `![words](media:name "caption")`.
_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<name>media:[^\s)]*)(?P<caption>[^)\n]*)\)")
_PERMALINK = re.compile(r'<a class="permalink".*?</a>', re.DOTALL)
# Values of attributes are quoted.
_TAG = re.compile(r'<[a-z](?:[^">]|"[^"]*")*>')
_NAMES = re.compile(r' (?:id|aria-labelledby|aria-describedby)="[^"]*"')
_OWN_LINK = re.compile(r' href="#')


def make_skeleton(source: str) -> str:
    """Return a text with its words as prompts, which no reader sees, in the place of each.

    Headings, code and formulas stay as they are: they make the structure, or they say the same in
    every language. A picture stays without its words and caption, which are a prompt above it: the
    library says what it shows. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    lines = normalise(source).split("\n")
    blocks = read_blocks(lines).root.children
    pictures = {
        block.end: picture
        for block in blocks
        if (picture := _read_picture(block, lines)) is not None
    }
    kept = {
        number
        for block in blocks
        if _is_kept(block, lines)
        for number in range(block.start, block.end + 1)
    }
    made = []
    for number, line in enumerate(lines):
        made.append(line if number in kept or not line.strip() else f"{_SIGN} {line}")
        if number in pictures:
            made.append(pictures[number])
    return "\n".join(made).strip("\n")


def _is_kept(block: Block, lines: list[str]) -> bool:
    if isinstance(block, Paragraph):
        return _is_formula(_words_of(block, lines)) or _is_wordless(_words_of(block, lines))
    return isinstance(block, Heading | Code | Prompt)


def _read_picture(block: Block, lines: list[str]) -> str | None:
    """Return a picture that is a paragraph of its own, without its words; None if it has none."""
    if not isinstance(block, Paragraph):
        return None
    words = _words_of(block, lines)
    picture = _PICTURE.fullmatch(words)
    return f"![]({picture['name']})" if picture and not _is_wordless(words) else None


def _is_wordless(words: str) -> bool:
    picture = _PICTURE.fullmatch(words)
    return picture is not None and not (picture["words"].strip() or picture["caption"].strip())


def _words_of(block: Block, lines: list[str]) -> str:
    return "\n".join(lines[block.start : block.end + 1]).strip()


def _is_formula(words: str) -> bool:
    return len(words) > len("$$$$") and words.startswith("$$") and words.endswith("$$")


def show_beside(html: str, url: str) -> str:
    """Return clean HTML without ids, so that it may stand on the page of another text.

    Its links to its own sections and notes lead to the page with this URL.
    """

    def change(tag: re.Match[str]) -> str:
        return _OWN_LINK.sub(f' href="{url}#', _NAMES.sub("", tag[0]))

    return _TAG.sub(change, _PERMALINK.sub("", html))


def split_sections(parts: list[str]) -> list[str]:
    """Return HTML that was cut after the words of its headings, cut before each heading."""
    sections = [""]
    for number, part in enumerate(parts):
        cut = part.rfind("<h") if number < len(parts) - 1 else len(part)
        sections[-1] += part[:cut]
        sections.append(part[cut:])
    return [section for section in sections if section.strip()]
