"""The order of sources in a list, and of those that one citation names."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from wiki.markup.collation import sort_key
from wiki.references.styles.dates import read_moments
from wiki.references.styles.locale import CSL
from wiki.references.styles.runs import plain
from wiki.references.styles.style import Style
from wiki.references.styles.values import Item
from wiki.references.styles.writer import Writer

_OPTIONS = {
    "names-min": "et-al-min",
    "names-use-first": "et-al-use-first",
    "names-use-last": "et-al-use-last",
}


def sort_items(style: Style, part: Element, items: Sequence[Item]) -> list[int]:
    """Return the places of the items in the order of a part of a style."""
    keys = list(part.iterfind(f"{CSL}sort/{CSL}key"))

    def sort(places: list[int], number: int) -> list[int]:
        """Sort by a key; only what is the same by it is sorted by the next."""
        if number == len(keys) or len(places) < 2:
            return places
        groups: dict[str, list[int]] = {}
        for place in places:
            value = _value(style, part, keys[number], items[place], place)
            groups.setdefault(value, []).append(place)
        is_descending = keys[number].get("sort") == "descending"
        ordered = sorted(filter(None, groups), reverse=is_descending)
        # What has no value comes last, in either order.
        return [
            place for value in [*ordered, ""] for place in sort(groups.get(value, []), number + 1)
        ]

    return sort(list(range(len(items))), 0)


def _value(style: Style, part: Element, key: Element, item: Item, place: int) -> str:
    """Return what an item is sorted by, as a text whose order is that of the language."""
    variable = key.get("variable", "")
    if variable == "citation-number":
        return f"{place:06}"
    if moments := read_moments(item.get(variable)):
        return "".join(f"{number:05}" for number in moments[0])
    writer = Writer(style, item, part, for_sorting=True, options=_options(key))
    if "macro" in key.attrib:
        text = plain(writer.write_all(style.macros[key.get("macro", "")]).runs)
    else:
        text = writer.text_of(variable)
        if text.isdecimal():
            return f"{int(text):012}"
    return sort_key(text.replace("’", ""), style.locale.language[:2])


def _options(key: Element) -> dict[str, str]:
    sorted_names = {"name-as-sort-order": "all", "form": "long"}
    stated = {_OPTIONS[name]: key.get(name, "") for name in _OPTIONS if name in key.attrib}
    return sorted_names | stated
