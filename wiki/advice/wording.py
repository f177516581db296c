"""Say advice in words, with where in the text to look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from wiki.advice.kinds import LABELS, Advice, AdviceKind
from wiki.advice.outline import TextPlace
from wiki.references.lookups.links import LINK_FAULTS

# More places of the same are not named: who mends these finds the others.
_MOST_PLACES = 8
_SENTENCES: Mapping[AdviceKind, LazyString] = {
    AdviceKind.SUMMARY: _("There is no summary. Lists and search results show it."),
    AdviceKind.TOPIC: _("The article has no topic yet."),
    AdviceKind.UNIVERSITY: _("The article has no university yet."),
    AdviceKind.SOURCE: _("The text names no source. Cite one with @, or add a note."),
    AdviceKind.KEY: _("There is no source with the key @%(about)s. Check how it is spelled."),
    AdviceKind.DEAD: _("The link of the source @%(about)s led nowhere. %(fault)s"),
    AdviceKind.RED: _(
        "No published article is called “%(about)s”. Check the title, or write it later."
    ),
    AdviceKind.PICTURE: _(
        "A picture has no description. Write between the brackets what it shows."
    ),
    AdviceKind.FOREIGN: _(
        "A picture from elsewhere is shown as a link. To show it, take it into the library."
    ),
    AdviceKind.WORDS: _("The link “%(about)s” does not say where it leads. Let its words say it."),
    AdviceKind.DOUBLED: _("The label %(about)s stands for more than one thing. Give each its own."),
    AdviceKind.UNDEFINED: _("The note [^%(about)s] has no text. Write it on a line of its own."),
    AdviceKind.UNUSED: _("Nothing refers to the note [^%(about)s]."),
    AdviceKind.HEADING: _(
        "The heading “%(about)s” is at level %(level)s, right below one at %(before)s."
    ),
    AdviceKind.SENTENCE: _("A sentence of %(words)s words. Consider splitting it."),
    AdviceKind.LIX: _(
        "The text is very hard to read (LIX %(lix)s). Shorter sentences and words help."
    ),
}
# Björnsson (1968): what texts have such a LIX. The first limit that a text is below counts.
_LIX_STEPS: Sequence[tuple[float, LazyString]] = (
    (30, _("very easy to read, as books for children")),
    (40, _("easy to read, as fiction")),
    (50, _("of medium difficulty, as newspapers")),
    (60, _("hard to read, as official texts")),
    (inf, _("very hard to read")),
)


@dataclass(frozen=True)
class Spot:
    """A place to jump to: the number of its line, and where the browser's selection has its ends.

    A browser counts some characters, such as emoji, as two.
    """

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Item:
    """A piece of advice as it is shown: what is said, where, and how many places are not named."""

    kind: AdviceKind
    words: str
    spots: Sequence[Spot] = ()
    others: int = 0


@dataclass(frozen=True)
class Panel:
    """All that is said of a text; `lix` is how hard it is to read, or empty."""

    items: Sequence[Item] = ()
    lix: str = ""


def make_panel(found: Sequence[Advice], lix: int | None, body: str) -> Panel:
    """Return advice on a text as it is shown."""
    items = [
        Item(
            advice.kind,
            _word(advice),
            _find_spots(body, advice.places[:_MOST_PLACES]),
            max(0, len(advice.places) - _MOST_PLACES),
        )
        for advice in found
    ]
    return Panel(items, _word_lix(lix))


def _find_spots(body: str, places: Sequence[TextPlace]) -> list[Spot]:
    """Return the first spot of each line."""
    spots = [_find_spot(body, *place) for place in reversed(places)]
    return sorted({spot.line: spot for spot in spots}.values(), key=lambda spot: spot.line)


def _word_lix(lix: int | None) -> str:
    if lix is None:
        return ""
    words = next(words for limit, words in _LIX_STEPS if lix < limit)
    said: str = gettext("LIX %(lix)s: %(words)s.", lix=lix, words=words)
    return said


def _word(advice: Advice) -> str:
    more = advice.facts.get("more")
    if more:
        said: str = gettext("%(kind)s: %(count)s more.", kind=LABELS[advice.kind], count=more)
        return said
    facts = dict(advice.facts)
    if "fault" in facts:
        facts["fault"] = gettext(LINK_FAULTS[str(facts["fault"])])
    return str(_SENTENCES[advice.kind]) % {"about": advice.about, **facts}


def _find_spot(body: str, start: int, end: int) -> Spot:
    return Spot(
        body.count("\n", 0, start) + 1, _count_units(body[:start]), _count_units(body[:end])
    )


def _count_units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
