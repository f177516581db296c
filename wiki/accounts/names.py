"""Normalise names and e-mail addresses."""

from flask_babel import gettext as _

from wiki.characters import FORBIDDEN, normalise_line
from wiki.errors import InvalidInput

LONGEST_NAME = 100


def normalise_email(email: str) -> str:
    """Return the e-mail address as it is stored and compared: NFC, lower case, stripped."""
    return normalise_line(email).lower()


def normalise_name(name: str) -> str:
    """Return the name in NFC on one line; raise InvalidInput when it is empty or not a name."""
    if FORBIDDEN.search(name):
        raise InvalidInput(fields={"name": _("The name holds characters that are not text.")})
    name = normalise_line(name)
    if not name:
        raise InvalidInput(fields={"name": _("Write a name.")})
    if len(name) > LONGEST_NAME:
        message = _("Use at most %(number)s characters.", number=LONGEST_NAME)
        raise InvalidInput(fields={"name": message})
    return name
