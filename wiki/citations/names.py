"""Tell the family name of an author from the given names, and people from organisations.

A name is written as its owner writes it. Reference managers sort by the family name, so it has to
be known: people say which part it is, and else it is guessed once, here, not by each of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Written small before a family name, and a part of it in Swedish lists of sources.
_PARTICLES = frozenset(
    "af av da dal de del della den der di do dos du la le ten ter van von zu".split()
)
# Between the two words of a Spanish or Catalan family name.
_JOINERS = frozenset(("y", "i"))
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_DEGREES = frozenset("ba bsc ma msc md mba phd dphil docent professor prof fil dr tekn med".split())
_ORGANISATION_WORDS = frozenset(
    """
    ab academy agency akademi akademin association bureau byrå byrån center centre centrum
    centrumet college committee community company council department editorial editors
    enheten faculty fakulteten forum foundation förbundet förening föreningen group grupp
    gruppen högskola högskolan inc institute institutet institution institutionen kansliet
    kommittén kommun kommunen lab labb labbet laboratory ltd länsstyrelsen municipality
    myndigheten mötesplats network noden nätverk nätverket office organisation organization
    partnership project projekt projektet redaktion redaktionen region regionen research
    riksförbundet school science skola skolan society stiftelse stiftelsen team the
    universitet universitetet university wiki
    """.split()
)
# What stands in brackets. Each search ends soon, also in a name of nothing but brackets or blanks.
_ASIDE = re.compile(r"(?<!\s)\s*[(\[][^)\]]{0,200}[)\]]")
_ORGANISATION_ENDINGS = ("universitet", "universitetet", "högskola", "högskolan", "förbundet")


@dataclass(frozen=True)
class Author:
    """An author; without given names it is an organisation, or somebody with a single name.

    `url` is the absolute address of their page, if they have one.
    """

    name: str
    family: str
    given: str = ""
    orcid: str = ""
    affiliation: str = ""
    url: str = ""

    @property
    def inverted(self) -> str:
        """Return the name with the family name first."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def line(self) -> str:
        """Return the same; a comma at the end says that the whole is one name."""
        return self.inverted if self.given else f"{self.family},"


def read_author(name: str, organisations: Iterable[str] = (), family: str = "") -> Author:
    """Return the author of that name; `organisations` are names known to be no person's.

    `family` is what somebody said to be the family name. So does a comma: "Lindqvist Berg, Anna".
    """
    plain = _without_additions(name)
    if given := given_beside(family, plain):
        return Author(plain, family, given)
    words = plain.replace(",", " ").split()
    if len(words) < 2 or plain in organisations or _is_organisation(words):
        return Author(plain, plain)
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
        return Author(f"{given} {family}", family, given.replace(",", " "))
    start = _family_start(words)
    return Author(plain, " ".join(words[start:]), " ".join(words[:start]))


def given_beside(family: str, name: str) -> str:
    """Return the given names, if `family` is the other part of a name, at its end or beginning."""
    if family and name.endswith(f" {family}"):
        return name.removesuffix(family).strip()
    return name.removeprefix(family).strip() if family and name.startswith(f"{family} ") else ""


def _without_additions(name: str) -> str:
    """Return the name without degrees and what stands in brackets."""
    name = _ASIDE.sub(" ", name) if name[:1] not in "([" else name
    first, *rest = re.split(r"\s*[,;]\s*", " ".join(name.split()).strip(" ,;"))
    kept = [part for part in rest if part and not _is_degree(part)]
    return ", ".join([first, *kept])


def _is_degree(part: str) -> bool:
    words = part.casefold().replace(".", " ").split()
    return "".join(words) in _DEGREES or all(word in _DEGREES for word in words)


def _is_organisation(words: list[str]) -> bool:
    folded = [word.casefold().strip(".,") for word in words]
    return any(
        word in _ORGANISATION_WORDS
        or word.endswith(_ORGANISATION_ENDINGS)
        or not any(character.isalpha() for character in word)
        or any(character.isdigit() for character in word)
        for word in folded
    )


def _family_start(words: list[str]) -> int:
    """Return the number of the word with which the family name begins, at least 1."""
    start = len(words) - 1
    if start > 1 and words[start].casefold().strip(".") in _SUFFIXES:
        start -= 1
    if start > 2 and words[start - 1] in _JOINERS:
        start -= 2
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return start
