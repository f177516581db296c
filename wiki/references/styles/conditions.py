"""The conditions of `if` and `else-if` in a style."""

from collections.abc import Callable, Iterator
from typing import Protocol
from xml.etree.ElementTree import Element

from wiki.references.styles.dates import is_uncertain
from wiki.references.styles.numbers import is_numeric
from wiki.references.styles.values import Item


class Known(Protocol):
    """What a condition may ask."""

    item: Item
    locator_label: str

    def has(self, variable: str) -> bool:
        """Return whether a variable says anything."""
        ...

    def text_of(self, variable: str) -> str:
        """Return the text of a variable."""
        ...


def holds(condition: Element, known: Known) -> bool:
    """Return whether a condition holds for a source; an `else` always does."""
    tests = list(_iterate(condition, known))
    match condition.get("match"):
        case "any":
            return any(tests)
        case "none":
            return not any(tests)
        case _:
            return all(tests)


def _iterate(condition: Element, known: Known) -> Iterator[bool]:
    tests: dict[str, Callable[[str], bool]] = {
        "type": lambda value: known.item.get("type", "document") == value,
        "variable": known.has,
        "is-numeric": lambda value: is_numeric(known.text_of(value)),
        "is-uncertain-date": lambda value: is_uncertain(known.item.get(value)),
        "locator": lambda value: known.locator_label == value,
    }
    for name, test in tests.items():
        for value in condition.get(name, "").split():
            yield test(value)
