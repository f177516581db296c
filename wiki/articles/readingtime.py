"""Estimate how long a text takes to read."""

from collections.abc import Mapping
from types import MappingProxyType

# Mean words per minute of adults, by language. Trauzettel-Klosinski and Dietz (2012), "Standardized
# Assessment of Reading Performance", Invest. Ophthalmol. Vis. Sci. 53:5452-5461, who had people
# read the same texts in 17 languages: aloud, so silent reading is a little faster.
WORDS_PER_MINUTE: Mapping[str, int] = MappingProxyType({"sv": 199, "en": 228})


def count_minutes(text: str, language: str) -> int:
    """Return the whole minutes, at least 1, that a plain text takes to read."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE[language]))
