"""Make documents one at a time: the longest take a second, and anybody may ask."""

import time
from collections.abc import Hashable, Mapping

from wiki.documents.docx_writer import write_docx
from wiki.documents.flow import read_flow
from wiki.documents.odt_writer import write_odt
from wiki.errors import N_
from wiki.turns import Turns

_turns = Turns(N_("Many documents are being made just now. Try again in a moment."))
_WRITERS = {"docx": write_docx, "odt": write_odt}


def make_document(
    form: str, html: str, address: str, about: Mapping[str, str], owner: Hashable
) -> bytes:
    """Return the HTML of an article as a "docx" or "odt"; raise Busy when too many wait."""
    with _turns.take(owner) as turn:
        began = time.thread_time()
        content = _WRITERS[form](read_flow(html, address, about))
        turn.seconds = time.thread_time() - began
    return content
