"""The few texts that rendering adds, in the language of the article.

They are not in the translation catalogue: they must be in the language of the article and not
of the page around it, and the sandbox runs without Flask.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Labels:
    """The added texts of a language; {} is replaced by a number or a text."""

    notes: str
    note: str
    back: str
    sources: str
    source_back: str
    unknown_source: str
    section: str
    table: str
    picture: str
    undescribed: str
    missing_media: str
    removed_picture: str
    removed_file: str
    done: str
    to_do: str
    callouts: dict[str, str]


LABELS = {
    "sv": Labels(
        notes="Noter",
        note="Not {}",
        back="Tillbaka till not {} i texten",
        sources="Källor",
        source_back="Tillbaka till hänvisning {} i texten",
        unknown_source="{} (finns inte bland källorna)",
        section="Länk till avsnittet {}",
        table="Tabell {}",
        picture="Bild: {}",
        undescribed="Bild utan beskrivning",
        missing_media="finns inte i biblioteket: {}",
        removed_picture="bilden är borttagen",
        removed_file="filen är borttagen",
        done="Klart",
        to_do="Inte klart",
        callouts={
            "note": "Obs!",
            "tip": "Tips",
            "important": "Viktigt",
            "warning": "Varning",
            "caution": "Försiktigt",
        },
    ),
    "en": Labels(
        notes="Notes",
        note="Note {}",
        back="Back to note {} in the text",
        sources="References",
        source_back="Back to citation {} in the text",
        unknown_source="{} (not among the sources)",
        section="Link to the section {}",
        table="Table {}",
        picture="Picture: {}",
        undescribed="Picture without a description",
        missing_media="not in the library: {}",
        removed_picture="picture removed",
        removed_file="file removed",
        done="Done",
        to_do="Not done",
        callouts={
            "note": "Note",
            "tip": "Tip",
            "important": "Important",
            "warning": "Warning",
            "caution": "Caution",
        },
    ),
}


def labels_for(language: str) -> Labels:
    """Return the texts for a language; English when it is unknown."""
    return LABELS.get(language, LABELS["en"])


CALLOUT_TITLES = [title for labels in LABELS.values() for title in labels.callouts.values()]
