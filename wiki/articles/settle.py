"""Settle what a merge could not: two versions of a text, place by place, as an author chooses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from wiki.articles.kinds import KINDS, format_facts
from wiki.articles.merge import Conflict, Merge, ValueMerge
from wiki.errors import InvalidInput

MINE, THEIRS, BOTH, EDITED = "mine", "theirs", "both", "edited"
_UNSETTLED = _("Choose what is to stand in each place that was changed twice.")
_BODY = "body-"
# Lines that belong together without a blank line between them: items of a list, definitions and
# what describes a term. Two quotations or callouts would become one.
_TIED = tuple(
    re.compile(pattern)
    for pattern in (
        r"[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)",
        r" {0,3}\*?\[[^\[\]\n]+\]:",
        r" {0,3}:[ \t]",
    )
)
_ROW = re.compile(r"[ \t]*\|")
_DASHES = re.compile(r"^[ \t]*\|[ \t]*:?-+:?[ \t]*(?:\|[ \t:|-]*)?$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SHOWN_BEFORE = 160


@dataclass(frozen=True, slots=True)
class Choice:
    """What an author chose for a place; `edited` are own words for it."""

    side: str
    edited: str = ""


@dataclass(frozen=True, slots=True)
class DisputedPlace:
    """A place that both versions changed: a field's value, or some lines of the text.

    `name` is that of the field, or "body-" and a number; `before` are the words before the place.
    """

    name: str
    mine: str
    theirs: str
    can_join: bool
    before: str = ""

    @property
    def is_in_body(self) -> bool:
        """Return whether it is a place in the text, rather than a field."""
        return self.name.startswith(_BODY)

    def settle(self, choice: Choice | None) -> str | None:
        """Return the words that the choice puts there, or None if nothing valid is chosen."""
        side = choice.side if choice else ""
        if choice and side == EDITED:
            return self._whole_lines(choice.edited)
        if side == BOTH and self.can_join:
            return self._joined()
        return {MINE: self.mine, THEIRS: self.theirs}.get(side)

    def _whole_lines(self, edited: str) -> str:
        text = edited.replace("\r\n", "\n")
        return f"{text.rstrip()}\n" if self.is_in_body and text.strip() else text.strip()

    def _joined(self) -> str:
        if self.name == "summary":
            return f"{self.mine} {self.theirs}"
        if self.is_in_body:
            return self.mine + ("" if _are_tied(self.mine, self.theirs) else "\n") + self.theirs
        return "\n".join(dict.fromkeys([*self.mine.split("\n"), *self.theirs.split("\n")]))


def _are_tied(first: str, second: str) -> bool:
    """Return whether no blank line has to come between two pieces of a text."""
    last = _BLANK_LINE.split(first.rstrip())[-1]
    if _ROW.match(last) and _ROW.match(second):
        return _DASHES.search(second) is None  # with dashes it is a table of its own
    return any(tied.match(last) and tied.match(second) for tied in _TIED)


@dataclass(frozen=True, slots=True)
class TextMerge:
    """Two versions of an article, merged as far as they go together."""

    kind: str
    title: ValueMerge
    summary: ValueMerge
    facts: ValueMerge
    body: Merge

    @property
    def is_clean(self) -> bool:
        """Return whether nothing is left to settle."""
        return all(part.is_clean for part in (self.title, self.summary, self.facts, self.body))

    def places(self) -> tuple[DisputedPlace, ...]:
        """Return what is left to settle, in the order of the form."""
        return (*self._fields(), *_places_in(self.body))

    def _fields(self) -> Iterator[DisputedPlace]:
        for found in self.title.conflicts.values():
            yield DisputedPlace(
                "title", str(found.mine or ""), str(found.theirs or ""), can_join=False
            )
        for found in self.summary.conflicts.values():
            yield DisputedPlace(
                "summary", str(found.mine or ""), str(found.theirs or ""), can_join=True
            )
        for field in KINDS[self.kind].fields:
            if both := self.facts.conflicts.get(field.name):
                mine, theirs = (self._fact(field.name, side) for side in (both.mine, both.theirs))
                yield DisputedPlace(field.name, mine, theirs, field.is_list)

    def _fact(self, name: str, value: object) -> str:
        return format_facts(self.kind, {name: value})[name]

    def settle(self, choices: Mapping[str, Choice]) -> dict[str, Any]:
        """Return title, summary, body and facts as a form sends them.

        Raises InvalidInput with a message for each place for which nothing is chosen.
        """
        settled = {place.name: place.settle(choices.get(place.name)) for place in self.places()}
        missing = {name: gettext("Nothing is chosen.") for name in settled if settled[name] is None}
        if missing:
            raise InvalidInput(_UNSETTLED, missing)
        facts: dict[str, object] = {}
        for field in KINDS[self.kind].fields:
            value = self._fact(field.name, self.facts.value.get(field.name))
            shown = str(settled.get(field.name, value))
            facts[field.name] = shown.split("\n") if field.is_group and shown else shown
        return {
            "title": settled.get("title", self.title.value),
            "summary": settled.get("summary", self.summary.value),
            "body": self._body(settled),
            "facts": facts,
        }

    def draft_body(self, choices: Mapping[str, Choice]) -> str:
        """Return the text for a preview: where nothing is chosen yet, both versions stand in it."""
        both = Choice(BOTH)
        settled = {}
        for place in self.places():
            words = place.settle(choices.get(place.name))
            settled[place.name] = place.settle(both) if words is None else words
        return self._body(settled)

    def _body(self, settled: Mapping[str, str | None]) -> str:
        count = len(self.body.conflicts)
        text = self.body.joined([settled[f"{_BODY}{number}"] or "" for number in range(count)])
        # A conflict is made of whole lines, but the last line of a text has no line ending.
        is_last = count > 0 and isinstance(self.body.parts[-1], Conflict)
        return text.removesuffix("\n") if is_last else text


def _places_in(body: Merge) -> Iterator[DisputedPlace]:
    number, before = 0, ""
    for part in body.parts:
        if isinstance(part, str):
            lines = [line.strip() for line in part.split("\n") if line.strip()]
            before = lines[-1][-_SHOWN_BEFORE:] if lines else ""
            continue
        yield DisputedPlace(f"{_BODY}{number}", part.mine, part.theirs, True, before)
        number, before = number + 1, ""
