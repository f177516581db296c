"""Recognise names that say what somebody is and not who, however they are spelt."""

import re
import unicodedata
from collections.abc import Iterable

# The words of names that say what somebody is, not who: each needs at least that role.
_TITLES = {
    "editor": "editor editors redaktor redaktoren redaktorer redaktorerna redaktion redaktionen "
    "editorial moderator moderators moderatorn",
    "admin": "admin admins administrator administrators administratoren administratorer "
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


def claimed_role(name: str, organisations: Iterable[str]) -> str:
    """Return the role that a name claims, "" for the name of a person.

    The name of an organisation, such as the wiki, claims the highest. Names of people may hold such
    words beside others: "Sara Dahlin, Malmö universitet".
    """
    looks = _looks(name)
    rest = _without_organisations(looks, organisations)
    words = _words_of_rank(rest)
    roles = {_RANKS.get(word, "") for word in words}
    if "" in roles:
        return ""
    if rest != looks:
        return "admin"
    return max(roles, key=_ORDER.index, default="")


def initials(organisation: str) -> str:
    """Return the short form of a name of three words or more, such as "MSI"; people have two."""
    words = organisation.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _without_organisations(looks: str, organisations: Iterable[str]) -> str:
    """Return what is left of a name without the names of organisations in it."""
    named = [*map(_looks, organisations)]
    named += [_initials(organisation) for organisation in named]
    for organisation in sorted(filter(None, named), key=len, reverse=True):
        if organisation.replace(" ", "") == looks.replace(" ", ""):
            return ""
        looks = f" {looks} ".replace(f" {organisation} ", " ").strip()
    return looks


def _initials(organisation: str) -> str:
    """Return by which letters an organisation of three words or more is known, such as MSI."""
    words = organisation.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""


def _words_of_rank(looks: str) -> list[str]:
    """Return the words that say something; "e d i t o r" is one."""
    whole = looks.replace(" ", "")
    if whole in _RANKS:
        return [whole]
    words = looks.split()
    # A name of fillers only, such as "Den", is a person's.
    return [word for word in words if word not in _LOOKS_OF_FILLERS] or words


def _looks(text: str) -> str:
    """Return the words of a text as they look: without case, accents, and other alphabets."""
    for _again in range(2):  # folding and decomposing make letters for each other
        text = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in text if not unicodedata.combining(letter))
    plain = plain.translate(_LOOKS_LIKE)
    for letters, look in _ALIKE:
        plain = plain.replace(letters, look)
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


_ORDER = ("", "editor", "admin")
_RANKS = {_looks(word): role for role, words in _TITLES.items() for word in words.split()}
_LOOKS_OF_FILLERS = frozenset(map(_looks, _FILLERS))
