"""Keep the few words that rendering adds, in the language of the article.

They are not in the translation catalogue: an article keeps its own language whatever
language the interface around it speaks, and the sandbox knows no Flask.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FootnoteLabels:
    """Hold the added words of one language; {} is where a number or a text goes."""

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
    """Return the words for a language, English when it is unknown."""
    return _LABELS.get(language, _LABELS["en"])
