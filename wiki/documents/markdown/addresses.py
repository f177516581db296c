"""Addresses among words: how to write them so that they end where they end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, groupby, pairwise, zip_longest

from wiki.documents.markdown.escaping import find_addresses
from wiki.documents.markdown.runs import Run
from wiki.markup.inline.addresses import AUTOLINK, AUTOMAIL, Bare

# What may follow an address up to the next blank without becoming a part of it, also with marks of
# emphasis in between; with the sign before it. The reference to a note ends an address.
_AFTER = re.compile(r"""(?:[^\W_]_*|.)[?!.,:;'"”’»…)\]>|]{0,9}(?:\s|\Z)""", re.DOTALL)

_FAR = 20
# What may stand right beside a link that is an address without further signs.
_BEFORE = re.compile(r"""[\s('"“”«»–—]?""")
_BEHIND = re.compile(r"(?:[.,;:]?(?:\s.*)?)?", re.DOTALL)


def fence_addresses(runs: list[Run]) -> list[Run]:
    """Make links of the addresses that would go on into what follows them.

    An address has the style with which it begins: marks of emphasis would be a part of it.
    """
    parts = [list(part) for _, part in groupby(runs, lambda run: (run.raw, run.code, run.link))]
    made: list[Run] = []
    for part, following in zip_longest(parts, (part[0] for part in parts[1:])):
        is_behind_link = bool(made and made[-1].link)
        is_settled = part[0].raw or part[0].code
        made += part if is_settled else _fence(part, is_behind_link, following)
    return made


def _fence(runs: list[Run], is_behind_link: bool, following: Run | None) -> Iterable[Run]:
    text = "".join(run.text for run in runs)
    found = find_addresses(text)
    if not found:
        return runs
    starts = list(accumulate((len(run.text) for run in runs), initial=0))
    styles = dict(zip(starts, runs, strict=False))
    after = "" if following is None or following.raw.startswith("[^") else following.raw or "["
    links = _find_unsafe(text, found, is_behind_link, after)
    return _cut(text, styles, {bare.start: bare.end for bare in found}, links)


def _find_unsafe(text: str, found: list[Bare], is_behind_link: bool, after: str) -> dict[int, str]:
    """Return where the addresses lead that are read with what stands around them, by place.

    Right behind a link, an address is read as more of where that link leads.
    """
    unsafe: dict[int, str] = {}
    end = 0
    for bare in found:
        rest = text[bare.end - 1 : bare.end + _FAR]
        is_free = not is_behind_link or re.search(r"\s", text[end : bare.start])
        is_closed = _AFTER.match(rest if len(rest) > _FAR else rest + after)
        end = bare.end
        is_behind_link = False
        if not is_free or not (is_closed or bare.href.startswith("mailto:")):
            unsafe[bare.start] = bare.href
            is_behind_link = True
    return unsafe


def _cut(
    text: str, styles: dict[int, Run], found: dict[int, int], links: dict[int, str]
) -> Iterator[Run]:
    """Yield runs of a text by the places where they begin, with each address in one of them."""
    style, end = Run(""), 0
    for start, stop in pairwise(sorted({*styles, *found, *found.values(), len(text)})):
        style = styles.get(start, style)
        if start in found:
            end = found[start]
            link = style.link or links.get(start, "")
            yield replace(style, text=text[start:end], link=link)
        elif start >= end:
            yield replace(style, text=text[start:stop])


def write_bare(href: str, text: str, before: str, after: str) -> str:
    """Return an address that is its own text as readers of Markdown find it, else nothing."""
    if href not in {text, f"mailto:{text}"}:
        return ""
    is_apart = _BEFORE.fullmatch(before) and _BEHIND.fullmatch(after)
    if is_apart and find_addresses(text) == [Bare(0, len(text), href)]:
        return text
    pointed = f"<{text}>"
    return pointed if (AUTOLINK.fullmatch(pointed) or AUTOMAIL.fullmatch(pointed)) else ""
