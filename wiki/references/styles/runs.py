"""Formatted text: runs of one form each, how two of them are joined, and capitals.

What a source calls itself may end in a sign that the style would repeat after it: such a sign is
written once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wiki.markup.inline.citations import Run

Runs = tuple[Run, ...]

# Of a sign at the end and one that follows it: what stands there instead of both.
_MEETING = {
    **{sign * 2: sign for sign in ".,;: "},
    **{f"{strong}{weak}": strong for strong in "!?" for weak in ".:"},
    **{f":{strong}": strong for strong in "!?"},
    **{f";{strong}": strong for strong in "!?"},
    ":.": ":",
    ";.": ";",
    ";:": ";",
}
# What stays small within an English title.
_SMALL = frozenset(
    """
    a about against al al. an and as at but by de down et for from i in into near nor not of on onto
    or over per so than that the till to up v. van via von vs vs. with without yet
    """.split()
)
_WORD = re.compile(r"[^\s\-–—/]+")
_ENDS_PART = re.compile(r"[:.?!—]\s*$")
# A question in quotation marks ends its sentence.
_ENDS_SENTENCE = re.compile("[!?][”’]$")
_MARKUP = re.compile(r"</?(i|b|sub|sup|sc|span)(?: [^<>]*)?>", re.IGNORECASE)


def plain(runs: Iterable[Run]) -> str:
    """Return the words alone."""
    return "".join(run.text for run in runs)


def join(parts: Iterable[Runs], delimiter: str = "") -> Runs:
    """Return the parts that say something as one, with the delimiter between them."""
    joined: list[Run] = []
    for part in parts:
        if not part:
            continue
        if joined and delimiter:
            _append(joined, Run(delimiter))
        for run in part:
            _append(joined, run)
    return tuple(joined)


def wrap(prefix: str, runs: Runs, suffix: str) -> Runs:
    """Return runs with a text before and after them."""
    if not runs or not (prefix or suffix):
        return runs
    return join([(Run(prefix),) if prefix else (), runs, (Run(suffix),) if suffix else ()])


def shape(runs: Runs, *, italic: bool = False, bold: bool = False) -> Runs:
    """Return runs in italics or in bold; what is in italics already stands out upright in them."""
    if not (italic or bold):
        return runs
    return tuple(replace(run, italic=run.italic != italic, bold=run.bold or bold) for run in runs)


def _append(runs: list[Run], run: Run) -> None:
    """Add a run, with one sign where two meet that say the same."""
    text = _meet(runs, run.text) if runs and run.text else run.text
    if not text:
        return
    if runs and _same_form(runs[-1], run):
        runs[-1] = replace(run, text=runs[-1].text + text)
    else:
        runs.append(replace(run, text=text))


def _meet(runs: list[Run], text: str) -> str:
    """Return what is left of a text behind runs, the last of which may lose its last sign."""
    last = runs[-1]
    if text[0] == "." and _ENDS_SENTENCE.search(last.text):
        return text[1:]
    met = _MEETING.get(last.text[-1] + text[0])
    if met is None:
        return text
    if met == last.text[-1]:
        return text[1:]
    shorter = replace(last, text=last.text[:-1])
    runs[-1:] = [shorter] if shorter.text else []
    return text


def _same_form(one: Run, other: Run) -> bool:
    return replace(one, text="") == replace(other, text="")


def read_markup(text: str) -> Runs:
    """Return a text in which a source may have marked words as italic or bold."""
    text = text.replace("'", "’")
    if "<" not in text:
        return (Run(text),) if text else ()
    depths = {"i": 0, "b": 0}
    runs: list[Run] = []
    place = 0
    for found in _MARKUP.finditer(text):
        _add_marked(runs, text[place : found.start()], depths)
        tag = found[1].lower()
        if tag in depths:
            depths[tag] = max(0, depths[tag] + (-1 if found[0][1] == "/" else 1))
        place = found.end()
    _add_marked(runs, text[place:], depths)
    return tuple(runs)


def _add_marked(runs: list[Run], text: str, depths: dict[str, int]) -> None:
    if text:
        runs.append(Run(text, italic=depths["i"] % 2 == 1, bold=depths["b"] > 0))


def map_text(runs: Sequence[Run], texts: Sequence[str]) -> Runs:
    """Return runs with other texts, in the same order."""
    return tuple(replace(run, text=text) for run, text in zip(runs, texts, strict=True) if text)


def change_case(runs: Runs, case: str, *, is_english: bool) -> Runs:
    """Return runs with the capitals of a `text-case` of CSL; only English titles get more."""
    texts = [run.text for run in runs]
    if case == "lowercase":
        return map_text(runs, [text.lower() for text in texts])
    if case == "uppercase":
        return map_text(runs, [text.upper() for text in texts])
    if case == "capitalize-first":
        return map_text(runs, [_raise(texts[0]), *texts[1:]]) if texts else runs
    if case == "title" and is_english:
        return map_text(runs, _write_title(texts))
    return runs


def _raise(text: str) -> str:
    """Return a text whose first letter is a capital, after a quotation mark too."""
    return text[:1].upper() + text[1:]


def _write_title(texts: list[str]) -> list[str]:
    whole = "".join(texts)
    words = list(_WORD.finditer(whole))
    last = len(words) - 1
    letters = list(whole)
    for number, word in enumerate(words):
        before = whole[: word.start()]
        is_small = word[0].lower().strip("“”‘’\"'(),") in _SMALL
        is_inner = number not in (0, last) and not _ENDS_PART.search(before)
        if word[0] == word[0].lower() and not (is_small and is_inner):
            place = next((p for p in range(*word.span()) if whole[p].isalnum()), word.start())
            letters[place] = whole[place].upper()
    done, parts = 0, []
    for text in texts:
        parts.append("".join(letters[done : done + len(text)]))
        done += len(text)
    return parts
