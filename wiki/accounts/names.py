"""Normalise names and e-mail addresses, and refuse names that impersonate."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

from flask_babel import gettext as _

from wiki.accounts.models import Role
from wiki.characters import FORBIDDEN, normalise_line
from wiki.errors import InvalidInput

LONGEST_NAME = 100

# The words of names that say what somebody is, not who: each needs at least that role.
_TITLES = {
    Role.EDITOR: "editor editors redaktor redaktoren redaktorer redaktorerna redaktion redaktionen "
    "editorial moderator moderators moderatorn",
    Role.ADMIN: "admin admins administrator administrators administratoren administratorer "
    "administratorerna administration root superuser sysadmin sysop system systemet webmaster "
    "webmasters wiki wikin support supporten helpdesk operator staff official officiell security "
    "owner agare",
}
# They change nothing beside a title: "the chief editor", "din redaktör".
_FILLERS = frozenset("the of for our your chief head main team den din dina en ett huvud".split())
# Letters that look like those of our alphabet, in lower case.
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝвкмнтгпьαεικνορτυχωηγ013457|!$@łøđıæœ",
    "aeopcyxijshdqwbkmhtrnbaeiknoptuxwny" + "oieast" + "ii" + "sa" + "lodiao",
)
# What looks alike in many typefaces, in the order in which it is replaced.
_ALIKE = (("l", "i"), ("rn", "m"), ("vv", "w"))
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
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


def refuse_impersonation(name: str, role: Role, organisations: Iterable[str]) -> None:
    """Raise InvalidInput for the name of a role, the wiki or a university on a lesser account.

    Names of people may hold such words beside others: "Sara Dahlin, Malmö universitet".
    """
    needed = _needed_role(name, organisations)
    if needed is not None and role.rank < needed.rank:
        message = _(
            "This reads like the name of a role or of an organisation. Write the name of a person."
        )
        raise InvalidInput(fields={"name": message})


def _needed_role(name: str, organisations: Iterable[str]) -> Role | None:
    """Return the role that a name without anybody's own name claims; None for other names."""
    looks = _looks(name)
    claims_organisation = False
    for organisation in sorted(map(_looks, organisations), key=len, reverse=True):
        if organisation and f" {organisation} " in f" {looks} ":
            looks = f" {looks} ".replace(f" {organisation} ", " ").strip()
            claims_organisation = True
        elif organisation and organisation.replace(" ", "") == looks.replace(" ", ""):
            return Role.ADMIN
    words = [word for word in looks.split() if word not in _LOOKS_OF_FILLERS]
    if looks.replace(" ", "") in _RANKS:  # "e d i t o r"
        words = [looks.replace(" ", "")]
    ranks = [_RANKS.get(word) for word in words]
    if None in ranks or not (ranks or claims_organisation):
        return None
    if claims_organisation:
        return Role.ADMIN
    return max((rank for rank in ranks if rank), key=lambda rank: rank.rank)


def _looks(text: str) -> str:
    """Return the words of a text as they look: without case, accents, and other alphabets."""
    for _again in range(2):  # folding and decomposing make letters for each other
        text = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    plain = plain.translate(_LOOKS_LIKE)
    for letters, look in _ALIKE:
        plain = plain.replace(letters, look)
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


_RANKS = {_looks(word): role for role, words in _TITLES.items() for word in words.split()}
_LOOKS_OF_FILLERS = frozenset(map(_looks, _FILLERS))


def _mixes_scripts(word: str) -> bool:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha())
    return len({name for name, _group in groupby(names) if name in _SCRIPTS}) > 1
