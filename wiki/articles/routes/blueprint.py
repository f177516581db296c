"""Hold the blueprint of articles, and what its templates ask."""

import re
from collections.abc import Callable

from flask import Blueprint, g
from flask_babel import gettext as _

from wiki.articles.text import count_minutes
from wiki.markup.parse import drop_prompts

bp = Blueprint("articles", __name__)

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def describe_length(text: str) -> str:
    """Say how many words a text has, and how long they take to read."""
    text = drop_prompts(text)
    words = sum(1 for word in text.split() if _LETTER_OR_DIGIT.search(word))
    if not words:
        return ""
    minutes = count_minutes(text, g.language)
    said: str = _("%(words)s words, %(minutes)s min to read", words=words, minutes=minutes)
    return said


@bp.context_processor
def _tell_templates() -> dict[str, Callable[[str], str]]:
    return {"describe_length": describe_length}
