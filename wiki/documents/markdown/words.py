"""The Markdown that runs of words make."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from wiki.documents.markdown.addresses import fence_addresses, write_bare
from wiki.documents.markdown.escaping import escape_link_words, escape_words, write_code
from wiki.documents.markdown.runs import LINE_BREAK, Run, quote_address
from wiki.markup.inline.delimiters import make_delimiter

# From the outermost marks to the inmost.
_LEVELS = ("link", "struck", "bold", "italic", "code")
_MARKS = {"struck": "~~", "bold": "**", "italic": "*"}
_SIDES = ".,;:!?\"'”’“„»«…–—()"
# A bracket that would end a link; those in code do not.
_CLOSING = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\]", re.DOTALL)
_UNSEEN = re.compile("[\u200b\u2060\ufeff\x7f-\x84\x86-\x9f\ufdd0-\ufdef]")
_BLANK = " \t\n\r\x0b\x0c\x85\u2028\u2029"
_BLANKS = re.compile(f"[{_BLANK}][{_BLANK}\xa0]*|\xa0[{_BLANK}\xa0]+")
# A blank that does not break has a meaning beside a number.
_UNBROKEN = re.compile(r"(?<![0-9])\xa0(?![0-9])")


def space_runs(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with white space as a browser shows it."""
    before = " "
    for run in runs:
        text = _BLANKS.sub(" ", _UNSEEN.sub("", run.text))
        text = _UNBROKEN.sub(" ", text)
        if before in {" ", "\xa0", "\n"}:
            text = text.lstrip(" \xa0")
        if text or run.raw:
            before = (run.raw or text)[-1]
            yield run if text == run.text else replace(run, text=text)


def write_runs(runs: Iterable[Run]) -> str:
    """Return the Markdown of spaced runs, without blanks and line breaks around it."""
    return _write(fence_addresses(_join_blanks(_trim_ends(list(runs)))), 0, "", "").strip()


def split_paragraphs(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Yield runs by paragraph: two line breaks end one, as in mails."""
    part: list[Run] = []
    for run in runs:
        if run.raw == LINE_BREAK and part and part[-1].raw == LINE_BREAK:
            yield part[:-1]
            part = []
        else:
            part.append(run)
    yield part


def _trim_ends(runs: list[Run]) -> list[Run]:
    """Return runs without the blanks and line breaks around them."""
    said = [n for n, run in enumerate(runs) if run.text.strip() or run.raw not in {"", LINE_BREAK}]
    return runs[said[0] : said[-1] + 1] if said else []


def _join_blanks(runs: list[Run]) -> list[Run]:
    """Make a blank between two words in bold bold as well, so that they have their marks once."""
    for place, run in enumerate(runs):
        if not run.raw and not run.text.strip():
            before, after = runs[place - 1], runs[place + 1]  # blanks stand at no end
            runs[place] = replace(run, **_shared(before, after))
    return runs


def _shared(one: Run, other: Run) -> dict[str, Any]:
    """Return the styles that two runs share; code stays a run's own."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in _LEVELS[:4]}
    return {
        name: pair[0] if pair[0] == pair[1] else type(pair[0])() for name, pair in pairs.items()
    }


def _write(runs: list[Run], level: int, before: str, after: str) -> str:
    """Return runs with marks around those of one style; marks of links are outermost."""
    level = _next_level(runs, level)
    groups = _group(runs, "raw" if level == len(_LEVELS) else _LEVELS[level])
    following = [after]
    for group in reversed(groups[1:]):
        words = "".join(run.raw or run.text for run in group[:2])
        following.append((words + following[-1])[:2])
    parts = [before]
    for group in groups:
        written = _write_group(group, level, (parts[-1][-1:], following.pop()))
        if parts[-1].endswith("!") and written.startswith("["):
            parts[-1] = parts[-1][:-1] + "\\!"  # or it would be a picture
        parts.append(written)
    return "".join(parts[1:])


def _next_level(runs: list[Run], level: int) -> int:
    """Return the first level from this one on at which a run has a style."""
    has = (any(getattr(run, name) for run in runs) for name in _LEVELS[level:])
    return level + next((n for n, is_there in enumerate(has) if is_there), len(_LEVELS) - level)


def _group(runs: list[Run], name: str) -> list[list[Run]]:
    pairs = groupby(runs, lambda run: (bool(run.raw), getattr(run, name)))
    return [list(group) for _, group in pairs]


def _write_group(group: list[Run], level: int, around: tuple[str, str]) -> str:
    if level == len(_LEVELS):
        return _write_words(group)
    name = _LEVELS[level]
    if group[0].raw or not getattr(group[0], name):
        return _write(group, level + 1, *around)
    if name in _MARKS:
        return _mark(_MARKS[name], _write(group, level + 1, *around), around)
    lead, core, trail = _trim("".join(run.text for run in group))
    if not core:
        return lead
    if name == "code":
        return f"{lead}{write_code(core)}{trail}"
    address = group[0].link
    written = write_bare(address, core, lead or around[0], trail + around[1])
    return (
        lead + (written or _write_link(address, _write(group, level + 1, "", "").strip())) + trail
    )


def _write_words(runs: list[Run]) -> str:
    """Return the words of runs of one style, or their Markdown."""
    escape = escape_link_words if runs[0].link else escape_words
    return "".join(run.raw for run in runs) or escape("".join(run.text for run in runs))


def _write_link(address: str, inner: str) -> str:
    address = quote_address(address)
    if address.count("(") != address.count(")") or re.search(r"\)[^(]*\(", address):
        address = address.replace("(", "%28").replace(")", "%29")
    closed = _CLOSING.sub(lambda found: "\\]" if found[0] == "]" else found[0], inner)
    return f"[{closed}]({address})"


def _trim(text: str) -> tuple[str, str, str]:
    core = text.strip()
    start = text.find(core) if core else len(text)
    return text[:start], core, text[start + len(core) :]


def _mark(mark: str, inner: str, around: tuple[str, str]) -> str:
    """Put marks at words: not at blanks, nor where a sign beside a letter would undo them."""
    lead, core, trail = _trim(inner)
    before, after = around[0], around[1][:1]
    if not lead and before.isalnum() and core[:1] in _SIDES:
        lead, core = core[:1], core[1:]
    if not trail and after.isalnum() and core[-1:] in _SIDES and core[-2:-1] != "\\":
        core, trail = core[:-1], core[-1:]
    more, core, less = _trim(core)
    if core and _is_pair(mark, core, (before + lead + more)[-1:], (less + trail + after)[:1]):
        return f"{lead}{more}{mark}{core}{mark}{less}{trail}"
    return inner


def _is_pair(mark: str, core: str, before: str, after: str) -> bool:
    """Return whether marks around words are read as marks, and not shown."""
    marked = mark + core + mark
    start, end = len(before), len(before + marked)
    opened = end - len(marked.lstrip(mark[0]))
    closed = start + len(marked.rstrip(mark[0]))
    text = before + marked + after
    opener, closer = make_delimiter(text, start, opened), make_delimiter(text, closed, end)
    return opener.can_open and closer.can_close
