"""Read which picture was chosen to lead an article; the facts of every kind have a place for it."""

from collections.abc import Mapping
from typing import Any

# The name of the fact, and its value when nothing leads, not even the first picture of the text.
LEAD = "lead_picture"
NO_LEAD = "-"
_SCHEME = "media:"
# A picture that leads an article has at least this width: smaller ones are signs and logos.
LEAST_WIDTH = 200


def chosen_lead(facts: Mapping[str, Any]) -> str:
    """Return the name of the picture that was chosen to lead a text, or an empty text."""
    return str(facts.get(LEAD, "")).removeprefix(_SCHEME).removeprefix(NO_LEAD)
