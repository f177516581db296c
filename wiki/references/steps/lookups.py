"""Ask about identifiers, if the setting names servers; nothing is read or written meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from wiki.db import end_reading
from wiki.references.faults import Fault
from wiki.references.lookups.doi import look_up_doi, read_origins
from wiki.references.pasting import Identifier

# Each may take seconds, and the browser waits for all of them.
MOST_LOOKUPS = 5


@dataclass
class Lookups:
    """What was found, and what is left to be filled in by hand, with the reason if one is known."""

    items: list[dict[str, Any]] = field(default_factory=list)
    left: list[tuple[Identifier, Fault | None]] = field(default_factory=list)


def look_up(identifiers: Sequence[Identifier]) -> Lookups:
    """Return what other servers know of the first few DOIs among the identifiers."""
    origins = read_origins(current_app.config["SOURCE_LOOKUP"])
    found = Lookups()
    asked = 0
    for identifier in identifiers:
        fault = None
        if identifier.kind == "DOI" and origins and asked < MOST_LOOKUPS:
            asked += 1
            end_reading()
            try:
                found.items.append(look_up_doi(identifier.value, origins))
                continue
            except Fault as error:
                fault = error
        found.left.append((identifier, fault))
    return found
