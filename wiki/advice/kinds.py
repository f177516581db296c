"""The kinds of advice that a writer is given; none of them keeps a text from being saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from wiki.advice.outline import TextPlace


class AdviceKind(StrEnum):
    """What a piece of advice is about, in the order in which it is shown."""

    TITLE = "title"
    SUMMARY = "summary"
    TOPIC = "topic"
    UNIVERSITY = "university"
    SOURCE = "source"
    KEY = "key"
    DEAD = "dead"
    RED = "red"
    PICTURE = "picture"
    FOREIGN = "foreign"
    WORDS = "words"
    DOUBLED = "doubled"
    UNDEFINED = "undefined"
    UNUSED = "unused"
    HEADING = "heading"
    SENTENCE = "sentence"
    LIX = "lix"


# As the desk names them.
LABELS: Mapping[AdviceKind, LazyString] = {
    AdviceKind.TITLE: _("Nearly the same title"),
    AdviceKind.SUMMARY: _("No summary"),
    AdviceKind.TOPIC: _("Without a topic"),
    AdviceKind.UNIVERSITY: _("Without a university"),
    AdviceKind.SOURCE: _("No source"),
    AdviceKind.KEY: _("Unknown sources"),
    AdviceKind.DEAD: _("Sources with dead links"),
    AdviceKind.RED: _("Links to nothing yet"),
    AdviceKind.PICTURE: _("Pictures without a description"),
    AdviceKind.FOREIGN: _("Pictures that are only links"),
    AdviceKind.WORDS: _("Links that say “click here”"),
    AdviceKind.DOUBLED: _("Labels that mean two things"),
    AdviceKind.UNDEFINED: _("Notes without a text"),
    AdviceKind.UNUSED: _("Notes that nothing refers to"),
    AdviceKind.HEADING: _("Headings that skip a level"),
    AdviceKind.SENTENCE: _("Long sentences"),
    AdviceKind.LIX: _("Hard to read"),
}


@dataclass(frozen=True)
class Advice:
    """A piece of advice, and all the places of the text that it is about, in order.

    `about` is the word, label or title in question, and `facts` what else its sentence says. Of
    much advice of one kind, that of the most `weight` is shown.
    """

    kind: AdviceKind
    places: tuple[TextPlace, ...] = ()
    about: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    weight: int = 0
