"""Check a text for what its writer may want to look at, without asking the database."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from wiki.advice.kinds import Advice, AdviceKind
from wiki.advice.outline import Outline, TextPart
from wiki.advice.sentences import Sentence, has_words, iterate_sentences, measure_lix
from wiki.markup.inline.targets import normalise_label

# A sentence of more words is hard to follow; researchers write many that are nearly so long.
LONGEST_SENTENCE = 35
_MOST_OF_A_KIND = 10
_MOST = {AdviceKind.SENTENCE: 5}
_BEGUN = 20
# Björnsson: above 60 is very hard to read, as texts of authorities were at their worst.
HARD_LIX = 60

_NOT_A_WORD = re.compile(r"[\W_]+")
# What readers who go from link to link hear, and what says nothing of where it leads.
_BARE_WORDS = frozenset(
    (
        "här|klicka här|läs mer|läs mer här|läs mera|mer|mer här|se här|denna länk|länk|länken|"
        "den här länken|följ länken|mer information|mer info|"
        "here|click here|click|read more|more|see here|this|this link|link|this page|"
        "more information|more info|learn more"
    ).split("|")
)
_WEB = re.compile(r"https?:", re.IGNORECASE)
# The library, or a path of this wiki; no page loads a picture from another host.
_OWN_PICTURE = re.compile(r"\s*(media:|/(?!/)|$)", re.IGNORECASE)
# What needs no source: it says who somebody is, or when something happens.
_WITHOUT_SOURCES = frozenset({"organisation", "event"})


class Reading:
    """The parts of a text, and what takes time to find in them, found once."""

    def __init__(self, outline: Outline, language: str) -> None:
        self.outline = outline
        self.language = language

    @cached_property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences of the text."""
        return list(iterate_sentences(self.outline.prose))

    @cached_property
    def lix(self) -> int | None:
        """How hard a Swedish text is to read; the limits are not those of other languages."""
        is_swedish = self.language == "sv"
        return measure_lix(self.outline.prose, len(self.sentences)) if is_swedish else None


def check_text(reading: Reading, kind: str) -> list[Advice]:
    """Return what is said of a text in an article of this kind."""
    outline = reading.outline
    checks: Sequence[Callable[[Outline], Iterator[Advice]]] = (
        _check_links,
        _check_pictures,
        _check_labels,
        _check_notes,
        _check_headings,
    )
    found = [advice for check in checks for advice in check(outline)]
    found += _check_sentences(reading.sentences)
    if kind not in _WITHOUT_SOURCES and is_begun(outline) and not _has_source(outline):
        found.append(Advice(AdviceKind.SOURCE))
    if reading.lix is not None and reading.lix > HARD_LIX:
        found.append(Advice(AdviceKind.LIX, facts={"lix": reading.lix}))
    return found


def shorten(found: Sequence[Advice]) -> list[Advice]:
    """Return the advice in the order of its kinds; where there is much of one, some of it.

    Of sentences the longest are kept. What was left out is counted.
    """
    shown: list[Advice] = []
    for kind in AdviceKind:
        own = [advice for advice in found if advice.kind is kind]
        kept = sorted(own, key=lambda advice: -advice.weight)[: _MOST.get(kind, _MOST_OF_A_KIND)]
        shown += [advice for advice in own if advice in kept]
        if len(own) > len(kept):
            shown.append(Advice(kind, facts={"more": len(own) - len(kept)}))
    return shown


def is_begun(outline: Outline) -> bool:
    """Return whether a text is long enough to be asked for what it lacks."""
    return has_words(outline.prose, _BEGUN)


def group(kind: AdviceKind, parts: Iterable[TextPart], **facts: object) -> Iterator[Advice]:
    """Yield a piece of advice for all parts that have the same words, whatever their case."""
    groups: dict[str, list[TextPart]] = {}
    for part in parts:
        groups.setdefault(normalise_label(part.words), []).append(part)
    for same in groups.values():
        places = tuple(part.place for part in same)
        yield Advice(kind, places, same[0].words, facts)


def _has_source(outline: Outline) -> bool:
    """Return whether a text says anywhere what it is based on."""
    return bool(outline.keys or outline.notes) or any(
        _WEB.match(link.target) for link in outline.links
    )


def _check_links(outline: Outline) -> Iterator[Advice]:
    yield from group(AdviceKind.WORDS, (link for link in outline.links if _is_bare(link.words)))


def _is_bare(words: str) -> bool:
    return " ".join(_NOT_A_WORD.split(words)).strip().lower() in _BARE_WORDS


def _check_pictures(outline: Outline) -> Iterator[Advice]:
    """Yield the pictures that readers get as links only."""
    foreign = [each.place for each in outline.pictures if not _OWN_PICTURE.match(each.target)]
    if foreign:
        yield Advice(AdviceKind.FOREIGN, tuple(foreign))


def _check_labels(outline: Outline) -> Iterator[Advice]:
    yield from group(AdviceKind.DOUBLED, outline.doubled)


def _check_notes(outline: Outline) -> Iterator[Advice]:
    yield from group(AdviceKind.UNDEFINED, _but_for(outline.references, outline.notes))
    yield from group(AdviceKind.UNUSED, _but_for(outline.notes, outline.references))


def _but_for(parts: Iterable[TextPart], others: Iterable[TextPart]) -> list[TextPart]:
    """Return the parts with a label that none of the others has."""
    labels = {normalise_label(other.words) for other in others}
    return [part for part in parts if normalise_label(part.words) not in labels]


def _check_headings(outline: Outline) -> Iterator[Advice]:
    """Yield the headings that stand more than one level below the one before."""
    for before, heading in pairwise(outline.headings):
        if heading.level > before.level + 1:
            facts = {"before": before.level, "level": heading.level}
            yield Advice(AdviceKind.HEADING, (heading.place,), heading.words, facts)


def _check_sentences(sentences: Iterable[Sentence]) -> Iterator[Advice]:
    for sentence in sentences:
        if sentence.words > LONGEST_SENTENCE:
            facts = {"words": sentence.words}
            yield Advice(AdviceKind.SENTENCE, (sentence.place,), facts=facts, weight=sentence.words)
