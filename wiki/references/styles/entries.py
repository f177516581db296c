"""The list of sources at the end of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from wiki.references.styles.disambiguation import Difference, tell_apart
from wiki.references.styles.runs import Runs, wrap
from wiki.references.styles.sorting import sort_items
from wiki.references.styles.style import Style
from wiki.references.styles.values import Item
from wiki.references.styles.writer import Writer


@dataclass(frozen=True)
class Listed:
    """A source in the list: its number there, what tells it apart, and its entry."""

    item: Item
    number: int
    difference: Difference
    runs: Runs


def list_items(style: Style, items: Sequence[Item]) -> list[Listed]:
    """Return the items, which come in the order of the text, as the list at the end."""
    ordered = [items[place] for place in sort_items(style, style.bibliography, items)]
    differences = tell_apart(style, ordered)
    return [
        Listed(item, number, difference, _write(style, item, number, difference))
        for number, (item, difference) in enumerate(zip(ordered, differences, strict=True), start=1)
    ]


def _write(style: Style, item: Item, number: int, difference: Difference) -> Runs:
    """Return an entry, without the number that the list itself gives it."""
    layout = style.entry_layout
    writer = Writer(
        style,
        item,
        style.bibliography,
        number=number,
        suffix=difference.suffix,
        least_shown=difference.shown,
        given_names=difference.given,
    )
    elements = list(layout)[1:] if style.is_numeric else layout
    runs = writer.write_all(elements).runs
    return wrap(layout.get("prefix", ""), runs, layout.get("suffix", ""))
