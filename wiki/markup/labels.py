"""The few texts that rendering adds, in the language of the article.

They are not in the translation catalogue: they must be in the language of the article and not
of the page around it, and the sandbox runs without Flask.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FootnoteLabels:
    """The added texts of a language; {} is replaced by a number or a text."""

    notes: str
    note: str
    back: str
    section: str
    table: str


_LABELS = {
    "sv": FootnoteLabels(
        notes="Noter",
        note="Not {}",
        back="Tillbaka till not {} i texten",
        section="Länk till avsnittet {}",
        table="Tabell {}",
    ),
    "en": FootnoteLabels(
        notes="Notes",
        note="Note {}",
        back="Back to note {} in the text",
        section="Link to the section {}",
        table="Table {}",
    ),
}


def labels_for(language: str) -> FootnoteLabels:
    """Return the texts for a language; English when it is unknown."""
    return _LABELS.get(language, _LABELS["en"])
