"""The kinds of advice that a writer is given; none of them keeps a text from being saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from wiki.advice.outline import Place


class Kind(StrEnum):
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
    WORDS = "words"
    DOUBLED = "doubled"
    UNDEFINED = "undefined"
    UNUSED = "unused"
    HEADING = "heading"
    SENTENCE = "sentence"
    LIX = "lix"


# As the desk names them.
LABELS: Mapping[Kind, LazyString] = {
    Kind.TITLE: _("Nearly the same title"),
    Kind.SUMMARY: _("No summary"),
    Kind.TOPIC: _("Without a topic"),
    Kind.UNIVERSITY: _("Without a university"),
    Kind.SOURCE: _("No source"),
    Kind.KEY: _("Unknown sources"),
    Kind.DEAD: _("Sources with dead links"),
    Kind.RED: _("Links to nothing yet"),
    Kind.PICTURE: _("Pictures without a description"),
    Kind.WORDS: _("Links that say “click here”"),
    Kind.DOUBLED: _("Labels that mean two things"),
    Kind.UNDEFINED: _("Notes without a text"),
    Kind.UNUSED: _("Notes that nothing refers to"),
    Kind.HEADING: _("Headings that skip a level"),
    Kind.SENTENCE: _("Long sentences"),
    Kind.LIX: _("Hard to read"),
}


@dataclass(frozen=True)
class Advice:
    """A piece of advice, and all the places of the text that it is about, in order.

    `about` is the word, label or title in question, and `facts` what else its sentence says. Of
    much advice of one kind, that of the most `weight` is shown.
    """

    kind: Kind
    places: tuple[Place, ...] = ()
    about: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    weight: int = 0
