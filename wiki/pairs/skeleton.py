"""Make of a text what its translation begins with, and of its HTML what stands beside it."""

import re

from wiki.markup.blocks.leaves import Code, Heading, Paragraph, Prompt
from wiki.markup.blocks.nodes import Block
from wiki.markup.blocks.reader import read_blocks
from wiki.markup.limits import check_limits
from wiki.markup.source import normalise

_SIGN = "%%"
# A picture alone, with its caption or without: `![words](media:name "caption")`.
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)\n]*\)")
_PERMALINK = re.compile(r'<a class="permalink".*?</a>', re.DOTALL)
# Values of attributes are quoted.
_TAG = re.compile(r'<[a-z](?:[^">]|"[^"]*")*>')
_NAMES = re.compile(r' (?:id|aria-labelledby|aria-describedby)="[^"]*"')
_OWN_LINK = re.compile(r' href="#')


def make_skeleton(source: str) -> str:
    """Return a text with its words as prompts, which no reader sees, in the place of each.

    Headings, pictures, code and formulas stay as they are: they make the structure, or they say
    the same in every language. Raises TooComplex for a text beyond the limits.
    """
    check_limits(source)
    lines = normalise(source).split("\n")
    blocks = read_blocks(lines).root.children
    kept = {
        number
        for block in blocks
        if _is_kept(block, lines)
        for number in range(block.start, block.end + 1)
    }
    return "\n".join(
        line if number in kept or not line.strip() else f"{_SIGN} {line}"
        for number, line in enumerate(lines)
    ).strip("\n")


def _is_kept(block: Block, lines: list[str]) -> bool:
    if isinstance(block, Paragraph):
        words = "\n".join(lines[block.start : block.end + 1]).strip()
        return _PICTURE.fullmatch(words) is not None or _is_formula(words)
    return isinstance(block, Heading | Code | Prompt)


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
