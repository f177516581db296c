"""Read and write the library of sources as a file of CSL-JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiki.content.plain_yaml import ContentError
from wiki.references.csl import check_item
from wiki.references.faults import Fault
from wiki.references.formats.csljson import read_objects, write_csljson
from wiki.references.keys import is_key

# CSL leaves what is ours to `custom`.
_FORMER = "former-keys"


@dataclass(frozen=True)
class SourceEntry:
    """A source in the file, with the keys of sources that were merged into it."""

    key: str
    item: Mapping[str, Any]
    former_keys: tuple[str, ...]


def read_sources(file: str, text: str) -> list[SourceEntry]:
    """Return the sources in a file; raise ContentError where the file breaks the format."""
    entries: list[SourceEntry] = []
    taken: set[str] = set()
    line = 1
    try:
        for line, raw in read_objects(text):
            entry = SourceEntry(_key(raw), check_item(raw), _former_keys(raw))
            for key in (entry.key, *entry.former_keys):
                if not is_key(key):
                    raise ContentError(file, line, f"{key!r} is no key: use a to z, 0 to 9 and -")
                if key in taken:
                    raise ContentError(file, line, f"the key {key!r} is used twice")
                taken.add(key)
            entries.append(entry)
    except Fault as fault:
        raise ContentError(file, fault.line or line, str(fault)) from fault
    return entries


def _key(raw: object) -> str:
    return str(raw.get("id", "")) if isinstance(raw, Mapping) else ""


def _former_keys(raw: object) -> tuple[str, ...]:
    custom = raw.get("custom") if isinstance(raw, Mapping) else None
    former = custom.get(_FORMER) if isinstance(custom, Mapping) else None
    return tuple(map(str, former)) if isinstance(former, list) else ()


def write_sources(entries: Sequence[SourceEntry]) -> str:
    """Return the sources as the text of their file, which `read_sources` reads back unchanged."""
    return write_csljson([_values(entry) for entry in entries])


def _values(entry: SourceEntry) -> dict[str, Any]:
    values: dict[str, Any] = {"id": entry.key, **entry.item}
    if entry.former_keys:
        values["custom"] = {_FORMER: list(entry.former_keys)}
    return values
