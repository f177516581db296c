"""Make tables scrollable in a box, and mark which cells are headings."""

import re
from itertools import count

from wiki.markup.labels import labels_for

# As Python-Markdown's tables extension writes them; cleaning follows, so misses are harmless.
_TABLE = re.compile(r"<table>|</table>|<(th|td)(?: style=\"text-align: (left|center|right);\")?>")
_EMPTY_HEADING = re.compile(r"<th((?: style=\"[^\"]*\")?)>\s*</th>")


def box_tables(html: str, language: str) -> str:
    """Wrap each table in a scrollable region that can be reached by keyboard."""
    numbers = count(1)
    label = labels_for(language).table

    def replace(found: re.Match[str]) -> str:
        if found[0] == "<table>":
            name = label.replace("{}", str(next(numbers)))
            return f'<div class="table-box" tabindex="0" role="region" aria-label="{name}"><table>'
        if found[0] == "</table>":
            return "</table></div>"
        scope = ' scope="col"' if found[1] == "th" else ""
        align = f' class="align-{found[2]}"' if found[2] else ""
        return f"<{found[1]}{scope}{align}>"

    # A heading cell without text names nothing, so it becomes an ordinary cell.
    return _TABLE.sub(replace, _EMPTY_HEADING.sub(r"<td\1></td>", html))
