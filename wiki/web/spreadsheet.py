"""Write rows as a file for spreadsheets that does nothing when it is opened."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# Without it Excel reads UTF-8 as if it were the code page of the machine.
_BYTE_ORDER_MARK = "\ufeff"
# How many characters are sent at a time: a row alone is too little for a connection.
_PART = 16_384
# What makes a program compute a cell; full-width signs count as the narrow ones. A sign that
# follows a separator begins a cell where a program separates at another sign than we do, and
# spaces and quotation marks before it may be dropped on the way.
# Such blanks are looked at once, from the first of them: each to the last would take hours.
_BEFORE_SIGN = re.compile(r"""(?:[,;]|(?<![\s"]))[\s"]*(?=[=+\-@＝＋－＠])""")
_SEPARATOR = re.compile(r"[,;\t\r\n]")
_HARMLESS = re.compile(r"""(^|[,;\t\r\n])'(?=[\s"]*[=+\-@＝＋－＠])|^'(?=[\t\r\n])""")


def make_harmless(cell: str) -> str:
    """Return a cell that every program takes for text: a formula gets an apostrophe before it."""
    marked = _BEFORE_SIGN.sub(lambda found: _SEPARATOR.sub(r"\g<0>'", found[0]), cell)
    is_begun = _BEFORE_SIGN.match(cell) and not cell.startswith((",", ";"))
    return f"'{marked}" if is_begun or cell.startswith(("\t", "\r", "\n")) else marked


def undo_harmless(cell: str) -> str:
    """Return a cell without the apostrophes that `make_harmless` puts before formulas."""
    return _HARMLESS.sub(r"\1", cell)


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], separator: str
) -> Iterator[str]:
    """Yield a CSV file (RFC 4180) in parts of some 16 kB, so that few rows wait in memory."""
    part = io.StringIO()
    writer = csv.writer(part, delimiter=separator, quoting=csv.QUOTE_ALL)
    part.write(_BYTE_ORDER_MARK)
    for row in chain([header], rows):
        writer.writerow(map(make_harmless, row))
        if part.tell() >= _PART:
            yield part.getvalue()
            part.seek(0)
            part.truncate()
    yield part.getvalue()
