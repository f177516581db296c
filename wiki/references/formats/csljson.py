"""Read and write CSL-JSON, with the line of each item."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wiki.errors import N_
from wiki.references.faults import Fault
from wiki.references.formats.entries import Lines, ReadSource, check_entry

_BLANKS = re.compile(r"\s*")
_NO_LIST = N_("A list of sources in square brackets is expected.")
_NO_JSON = N_("This is not valid JSON: %(reason)s.")
_NESTED = N_("This is nested too deeply.")


def read_objects(text: str) -> Iterator[tuple[int, object]]:
    """Yield each item of a list, or the only item, with its line; raise Fault where JSON ends.

    The items before a broken one are yielded, so that they can be shown.
    """
    lines, place = Lines(text), _skip(text, 0)
    if text[place : place + 1] != "[":
        yield lines.at(place), _decode(text, place, lines)[0]
        return
    place = _skip(text, place + 1)
    while text[place : place + 1] != "]":
        item, end = _decode(text, place, lines)
        yield lines.at(place), item
        place = _skip(text, end)
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
        elif text[place : place + 1] != "]":
            raise Fault(_NO_LIST, line=lines.at(place))


def _skip(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place


def _decode(text: str, place: int, lines: Lines) -> tuple[object, int]:
    try:
        return json.JSONDecoder().raw_decode(text, place)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise Fault(_NO_JSON, line=error.lineno, reason=reason) from error
    except RecursionError as error:
        raise Fault(_NESTED, line=lines.at(place)) from error
    except ValueError as error:  # a number of thousands of digits
        reason = str(error).partition(":")[0].lower()
        raise Fault(_NO_JSON, line=lines.at(place), reason=reason) from error


def read_csljson(text: str) -> Iterator[ReadSource]:
    """Yield the items of a text as sources, each broken one with its line."""
    try:
        for line, raw in read_objects(text):
            yield check_entry(line, raw)
    except Fault as fault:
        yield ReadSource(fault.line, fault=fault)


def write_csljson(items: Sequence[Mapping[str, Any]]) -> str:
    """Return items as a text that people can read, compare and edit."""
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"
