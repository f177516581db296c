"""Write names and dates of an item as people write them in a form, and read them back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wiki.references.csl import name_line

# At the end of a line: an address or a number that says what it is, or a number in brackets.
_ID = re.compile(
    r"""
      [(<]? \b (?P<kind> (?:https?://)? (?:www\.)? (?:orcid|ror)\.org/ | (?:ORCID|ROR) [ ]?:?[ ]? )
        (?=\S*\d) (?P<named>[\da-z-]+) /? [)>]? $
    | \( (?P<digits>[\d-]{15,19}[\dx]?) \) $ | \( (?P<signs>0[a-z\d]{8}) \) $
    """,
    re.VERBOSE | re.IGNORECASE,
)


def write_names(names: Sequence[Mapping[str, str]]) -> str:
    """Return names, one on each line, with the family name first."""
    return "\n".join(map(_write_name, names))


def _write_name(name: Mapping[str, str]) -> str:
    line = name_line(name)
    if "literal" in name and "," in line:
        line = f"{{{line}}}"  # a comma would make it a person's name
    identifier = name.get("ORCID") or name.get("ROR")
    return f"{line} ({identifier})" if identifier else line


def read_names(text: str, before: Sequence[Mapping[str, str]] = ()) -> list[dict[str, str]]:
    """Return the names on the lines of a text.

    A line that stands for a name in `before` is that name, with all that a line does not show.
    """
    known = {_write_name(name): dict(name) for name in before}
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [known.get(line) or _read_name(line) for line in lines if line]


def _read_name(line: str) -> dict[str, str]:
    line, ids = _split_id(line)
    if line.startswith("{") and line.endswith("}"):
        return {"literal": line[1:-1], **ids}
    family, *rest = (part.strip() for part in line.split(","))
    if not rest:
        return {"literal": family, **ids}
    parts = {"family": family, "given": rest[0], "suffix": " ".join(rest[1:])}
    return {part: value for part, value in parts.items() if value} | ids


def _split_id(line: str) -> tuple[str, dict[str, str]]:
    """Return a line without the identifier at its end, and that; the item says if it is right."""
    found = _ID.search(line)
    name = line[: found.start()].rstrip(" ,") if found else ""
    if not found or not name:
        return line, {}
    value = found["named"] or found["digits"] or found["signs"]
    is_ror = found["signs"] or "ror" in (found["kind"] or "").lower()
    return name, {"ROR" if is_ror else "ORCID": value}


def write_date(date: Mapping[str, Any]) -> str:
    """Return a date as 2020, 2020-05, 2020-05-17 or two of them with a slash between, or words."""
    if parts := date.get("date-parts"):
        return "/".join("-".join(f"{part:02}" for part in day) for day in parts)
    return str(date.get("literal", ""))
