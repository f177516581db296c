"""Look a DOI up by content negotiation, as Crossref and DataCite offer it."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

from wiki.errors import N_
from wiki.outgoing import NotReached, fetch, is_address, origin_of
from wiki.references.csl import check_item
from wiki.references.faults import Fault

_CSL_JSON = "application/vnd.citationstyles.csl+json"
# A look-up holds a thread that could serve readers.
_MOST_AT_ONCE, _WAIT_SECONDS = 2, 4.0
_places = threading.BoundedSemaphore(_MOST_AT_ONCE)

_UNKNOWN = N_("No such DOI is registered. Check its characters.")
_SILENT = N_("The look-up service did not answer. Fill in the form by hand, or try again later.")
_FORBIDDEN = N_("The look-up was sent to a server that this wiki may not ask.")
_USELESS = N_("The look-up service says nothing usable about this DOI.")
_CROWDED = N_("Several look-ups are under way just now. Try again in a moment.")


def look_up_doi(doi: str, origins: Sequence[str]) -> dict[str, Any]:
    """Return what is registered for a DOI; raise Fault when that cannot be had.

    The first of `origins` is asked; it may redirect to the others only.
    """
    with _place():
        try:
            answer = fetch(
                f"{origins[0]}/{quote(doi, safe='/')}",
                origins.__contains__,
                accept=_CSL_JSON,
                trusted=trusted_of(origins),
            )
        except NotReached as error:
            raise Fault(_FORBIDDEN if error.reason == "forbidden" else _SILENT) from error
    if answer.status in {404, 410}:
        raise Fault(_UNKNOWN)
    if answer.status >= 500:
        raise Fault(_SILENT)
    if answer.status != 200 or "json" not in answer.media_type:
        raise Fault(_USELESS)
    return _read_item(doi, answer.body)


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=_WAIT_SECONDS):
        raise Fault(_CROWDED)
    try:
        yield
    finally:
        _places.release()


def _read_item(doi: str, body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
        if not isinstance(raw, dict):
            raise Fault(_USELESS)
        if "doi.org/" in str(raw.get("URL", "")):
            del raw["URL"]  # says no more than the DOI
        return check_item({**raw, "DOI": doi})
    except (ValueError, RecursionError, Fault) as error:
        raise Fault(_USELESS) from error


def trusted_of(origins: Sequence[str]) -> frozenset[str]:
    """Return the origins that are named by a number: the operator chose that machine."""
    return frozenset(o for o in origins if is_address(urlsplit(o).hostname or ""))


def read_origins(setting: str) -> tuple[str, ...]:
    """Return the servers that the setting names."""
    return tuple(map(origin_of, setting.replace(",", " ").split()))
