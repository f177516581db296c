"""Declare the kinds of article and the structured facts of each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _

from wiki.articles.fields import LEADING, Choice, Field, FieldType
from wiki.articles.goals import GOALS

# The time zone of an event that gives none.
DEFAULT_TIMEZONE = "Europe/Stockholm"


@dataclass(frozen=True)
class Kind:
    """A kind of article; its texts are in the reader's language.

    `lead` introduces the list of such articles, `hint` explains the kind to authors.
    """

    name: str
    label: Any
    plural: Any
    lead: Any
    hint: Any
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class DisplayFact:
    """A fact as it is shown: choices by their labels, everything as text."""

    name: str
    label: str
    type: FieldType
    values: tuple[str, ...]

    @property
    def line(self) -> str:
        """Return the values as a line of running text, where only the first may be capitalised."""
        return ", ".join((*self.values[:1], *map(_lower_first, self.values[1:])))


# A word with more capitals after the first letter is an abbreviation: UN, EU-funded, AI.
_CAPITALISED = re.compile(r"[^\W\d_](?![^\W\d_]*[A-ZÅÄÖ])")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if _CAPITALISED.match(text) else text


_ONE_PER_LINE = _("One on each line.")

_CONCEPT = Kind(
    "concept",
    _("Concept"),
    _("Concepts"),
    _("What the words mean, and what is debated."),
    _("What a term means and how it is debated."),
    (
        Field("definition", FieldType.TEXT, _("Definition"), _("One sentence.")),
        Field(
            "definition_source",
            FieldType.TEXT,
            _("Source of the definition"),
            _("Who defines it so, and where."),
        ),
    ),
)

_CASE = Kind(
    "case",
    _("Case"),
    _("Cases"),
    _("Social innovations that exist, and what came of them."),
    _("An example of a social innovation."),
    (
        Field(
            "challenge",
            FieldType.LONG_TEXT,
            _("Societal challenge"),
            _("Which need in society it meets."),
        ),
        Field(
            "forms",
            FieldType.CHOICES,
            _("Form"),
            choices=(
                Choice("product", _("Product")),
                Choice("service", _("Service")),
                Choice("process", _("Process")),
                Choice("model", _("Model")),
                Choice("method", _("Method")),
                Choice("collaboration", _("Collaboration")),
            ),
        ),
        Field(
            "novelty",
            FieldType.LONG_TEXT,
            _("What is new"),
            _("An old thing used for a new problem counts too."),
        ),
        Field("beneficiaries", FieldType.LONG_TEXT, _("Who benefits")),
        Field("actors_academia", FieldType.TEXTS, _("Actors in academia"), _ONE_PER_LINE),
        Field("actors_business", FieldType.TEXTS, _("Actors in business"), _ONE_PER_LINE),
        Field("actors_public", FieldType.TEXTS, _("Actors in the public sector"), _ONE_PER_LINE),
        Field("actors_civil", FieldType.TEXTS, _("Actors in civil society"), _ONE_PER_LINE),
        Field("place", FieldType.TEXT, _("Place")),
        Field(
            "year",
            FieldType.INTEGER,
            _("Year"),
            _("When it began."),
            minimum=1000,
            maximum=2100,
        ),
        Field(
            "stage",
            FieldType.CHOICE,
            _("Stage"),
            _("How far it has come."),
            choices=(
                Choice("understanding", _("Understanding the challenge")),
                Choice("envisioning", _("Envisioning change")),
                Choice("mobilising", _("Mobilising")),
                Choice("developing", _("Developing and testing")),
                Choice("realising", _("Realising and spreading")),
            ),
        ),
        Field("spread", FieldType.LONG_TEXT, _("Spread and effects")),
        Field(
            "goals",
            FieldType.INTEGERS,
            _("UN goals"),
            _("Those that it clearly furthers."),
            choices=GOALS,
            minimum=1,
            maximum=17,
        ),
    ),
)

# The phases of the process of social innovation in order; in practice the work often goes back.
PHASES = (
    Choice("understand", _("Understand the challenge")),
    Choice("envision", _("Envision change")),
    Choice("mobilise", _("Mobilise")),
    Choice("develop", _("Develop and test")),
    Choice("realise", _("Realise and spread")),
    Choice("create_value", _("Create value")),
)

_METHOD = Kind(
    "method",
    _("Method"),
    _("Methods"),
    _("Ways of working, from the first question to the change."),
    _("A way of working, or a tool."),
    (
        Field(
            "phases",
            FieldType.CHOICES,
            _("Phases of the process"),
            _("Where in the process of social innovation it helps."),
            choices=PHASES,
        ),
        Field("participants", FieldType.TEXT, _("Participants"), _("Who takes part.")),
        Field("time_needed", FieldType.TEXT, _("Time needed")),
    ),
)

_ORGANISATION = Kind(
    "organisation",
    _("Organisation"),
    _("Organisations"),
    _("Who works with social innovation: universities, networks and funders."),
    _("A node, a network, a funder or another actor."),
    (
        Field("website", FieldType.URL, _("Website"), _("The whole address, with https://.")),
        Field("contacts", FieldType.TEXTS, _("Contacts"), _ONE_PER_LINE),
        Field(
            "social_media",
            FieldType.URLS,
            _("Social media"),
            _("Whole addresses, one on each line."),
        ),
        Field("place", FieldType.TEXT, _("Place")),
    ),
)

_EVENT = Kind(
    "event",
    _("Event"),
    _("Events"),
    _("Seminars, webinars and meetings on social innovation at the universities."),
    _("A seminar or a webinar."),
    (
        Field(
            "starts_at",
            FieldType.MOMENT,
            _("Starts"),
            _("As 2026-12-05 15:00, or only the day or the month."),
        ),
        Field("ends_at", FieldType.MOMENT, _("Ends"), _("Written in the same way.")),
        Field(
            "timezone",
            FieldType.TIMEZONE,
            _("Time zone"),
            _("Europe/Stockholm, if you leave it empty."),
        ),
        Field("place", FieldType.TEXT, _("Place")),
        Field("online_url", FieldType.URL, _("Link to the online meeting")),
        Field("organisers", FieldType.TEXTS, _("Organisers"), _ONE_PER_LINE),
        Field("speakers", FieldType.TEXTS, _("Speakers"), _ONE_PER_LINE),
        Field("recording_url", FieldType.URL, _("Link to the recording")),
    ),
)

_KINDS = (_CONCEPT, _CASE, _METHOD, _ORGANISATION, _EVENT)
KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: replace(kind, fields=(*kind.fields, LEADING)) for kind in _KINDS}
)


def format_facts(kind: str, facts: Mapping[str, object]) -> dict[str, str]:
    """Return what the form shows for each field of a kind: text, lists with an item per line."""
    return {field.name: "\n".join(_texts(facts.get(field.name))) for field in KINDS[kind].fields}


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def display_facts(kind: str, facts: Mapping[str, object]) -> tuple[DisplayFact, ...]:
    """Return the facts that are not empty, for pages, search and comparison.

    Moments, URLs and numbers are as stored; labels are in the language of the request.
    """
    shown = []
    for field in KINDS[kind].fields:
        labels = {choice.value: str(choice.label) for choice in field.choices}
        values = tuple(labels.get(text, text) for text in _texts(facts.get(field.name)))
        if values:
            shown.append(DisplayFact(field.name, str(field.label), field.type, values))
    return tuple(shown)
