"""What editors and authors say to each other: several lines, of a length that can be read."""

from flask_babel import lazy_gettext as _

from wiki.characters import FORBIDDEN, normalise_text
from wiki.errors import InvalidInput

WORDS_LENGTH = 5000

_NO_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Use at most %(count)s characters.", count=WORDS_LENGTH)


def check_words(text: str, field: str) -> str:
    """Return a text of several lines as it is stored; raise InvalidInput if it is not valid."""
    words = normalise_text(text[: 4 * WORDS_LENGTH]).strip()
    message = (
        _NO_TEXT if FORBIDDEN.search(words) else _TOO_LONG if len(words) > WORDS_LENGTH else ""
    )
    if message:
        raise InvalidInput(message, {field: message})
    return words
