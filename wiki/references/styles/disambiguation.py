"""Tell sources apart that a text would cite by the same words.

By more names, by given names, and at last by letters after the year: 2020a, 2020b.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wiki.references.styles.names import Name, write_initials
from wiki.references.styles.runs import plain
from wiki.references.styles.style import Style
from wiki.references.styles.values import Item
from wiki.references.styles.writer import Writer

_LONGEST = 10


@dataclass(frozen=True)
class Difference:
    """What is written of a source beyond what the style writes of every source."""

    shown: int = 0
    given: Mapping[Name, str] = field(default_factory=dict)
    suffix: str = ""


def tell_apart(style: Style, items: Sequence[Item]) -> list[Difference]:
    """Return the difference of each item; the items are in the order of the list at the end."""
    differences = [Difference()] * len(items)
    if style.citation.get("disambiguate-add-year-suffix") != "true":
        return differences
    names = [_first_names(style, item) for item in items]
    rule = style.citation.get("givenname-disambiguation-rule", "by-cite")
    if rule.startswith("primary-name"):
        differences = _add_initials(style, names)
    _Group(style, items, names, differences, is_by_cite=rule == "by-cite").resolve(
        list(range(len(items)))
    )
    return differences


def _first_names(style: Style, item: Item) -> Sequence[Name]:
    writer = Writer(style, item, style.citation)
    writer.write_all(style.citation_layout)
    return writer.first_names


def _add_initials(style: Style, names: Sequence[Sequence[Name]]) -> list[Difference]:
    """Give initials to first authors who share a family name with others."""
    sign = style.option("initialize-with", ". ")
    initials = defaultdict(set)
    for row in names:
        for name in row[:1]:
            initials[name.non_dropping, name.family].add(write_initials(name.given, sign))
    differences = []
    for row in names:
        given = {
            name: write_initials(name.given, sign)
            for name in row[:1]
            if name.family and len(initials[name.non_dropping, name.family]) > 1
        }
        differences.append(Difference(given=given))
    return differences


@dataclass
class _Group:
    """Sources with their differences, which grow until each is cited by its own words."""

    style: Style
    items: Sequence[Item]
    names: Sequence[Sequence[Name]]
    differences: list[Difference]
    is_by_cite: bool

    def resolve(self, places: list[int]) -> None:
        """Tell those apart whose citations are the same."""
        for same in self._divide(places, self.differences):
            if len(same) > 1:
                self._tell_apart(same)

    def _tell_apart(self, same: list[int]) -> None:
        best, most = None, 1
        for step in self._steps(same):
            count = len(self._divide(same, step))
            if count > most:
                best, most = step, count
            if most == len(same):
                break
        if best is None:
            for number, place in enumerate(same):
                found = self.differences[place]
                self.differences[place] = replace(found, suffix=_letters(number))
            return
        for place in same:
            self.differences[place] = best[place]
        self.resolve(same)

    def _steps(self, same: list[int]) -> Iterator[dict[int, Difference]]:
        """Yield what may be added: more names, then initials, then whole given names."""
        longest = max(len(self.names[place]) for place in same)
        for shown in range(2, min(longest, _LONGEST) + 1):
            yield {place: replace(self.differences[place], shown=shown) for place in same}
        if not self.is_by_cite:
            return
        for is_whole in (False, True):
            yield {
                place: replace(self.differences[place], given=self._given(place, same, is_whole))
                for place in same
            }

    def _given(self, place: int, same: list[int], is_whole: bool) -> dict[Name, str]:
        """Return given names for those who share a family name with others in the same place."""
        given = {}
        for number, name in enumerate(self.names[place]):
            others = {
                self.names[other][number] for other in same if number < len(self.names[other])
            }
            if len(others) > 1:
                sign = self.style.option("initialize-with", ". ")
                given[name] = name.given if is_whole else write_initials(name.given, sign)
        return given

    def _divide(
        self, places: list[int], differences: Mapping[int, Difference] | Sequence[Difference]
    ) -> list[list[int]]:
        """Return the places in groups of the same citation."""
        groups = defaultdict(list)
        for place in places:
            groups[self._write(place, differences[place])].append(place)
        return list(groups.values())

    def _write(self, place: int, difference: Difference) -> str:
        writer = Writer(
            self.style,
            self.items[place],
            self.style.citation,
            suffix=difference.suffix,
            least_shown=difference.shown,
            given_names=difference.given,
        )
        return plain(writer.write_all(self.style.citation_layout).runs)


def _letters(number: int) -> str:
    """Return a, b, ... z, aa, ab and so on."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + last)
