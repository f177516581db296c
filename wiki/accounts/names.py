"""Normalise names and e-mail addresses."""

import re
import unicodedata
from itertools import groupby

from flask_babel import gettext as _

from wiki.characters import FORBIDDEN, normalise_line
from wiki.errors import InvalidInput
from wiki.markup.slugs import slugify

LONGEST_NAME = 100
LONGEST_ABOUT = 300

_SEPARATE = re.compile(r"[\W_]+")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def normalise_email(email: str) -> str:
    """Return the e-mail address as it is stored and compared: NFC, lower case, stripped.

    Invisible signs around it come along when it is copied from somewhere.
    """
    return normalise_line(email.strip("\u200b\u2060\ufeff \t")).lower()


def normalise_name(name: str) -> str:
    """Return the name in NFC on one line; raise InvalidInput when it is empty or not a name."""
    if FORBIDDEN.search(name):
        raise InvalidInput(fields={"name": _("The name holds characters that are not text.")})
    name = normalise_line(name.replace("\xad", ""))
    if not name:
        raise InvalidInput(fields={"name": _("Write a name.")})
    if len(name) > LONGEST_NAME:
        message = _("Use at most %(number)s characters.", number=LONGEST_NAME)
        raise InvalidInput(fields={"name": message})
    if any(_mixes_scripts(word) for word in _SEPARATE.split(name)):
        message = _("Write each word of the name in letters of one alphabet.")
        raise InvalidInput(fields={"name": message})
    return name


def person_slug(user_id: int, name: str) -> str:
    """Return the last part of the address of somebody's page.

    The number finds the page, so that an address with a former name still leads there.
    """
    return f"{slugify(name)}-{user_id}".lstrip("-")


def read_person_slug(slug: str) -> int:
    """Return the number at the end of such an address, 0 without one."""
    # An address in a letter is often followed by a full stop or a bracket.
    found = re.fullmatch(r"(?:.*-)?([1-9][0-9]{0,9})\W?", slug, re.DOTALL)
    return int(found[1]) if found else 0


def _mixes_scripts(word: str) -> bool:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return len({name for name, _group in groupby(names) if name in _SCRIPTS}) > 1
