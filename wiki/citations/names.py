"""Tell the family name of an author from the given names, and people from organisations.

An account has one name, as its owner writes it. Reference managers sort by the family name, so it
has to be guessed once, here, rather than by each of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Written small before a family name, and a part of it in Swedish lists of sources.
_PARTICLES = frozenset(
    "af av da dal de del della den der di do dos du la le ten ter van von zu".split()
)
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


def read_author(name: str, organisations: Iterable[str] = ()) -> Author:
    """Return the author of that name; `organisations` are names known to be no person's."""
    plain = _without_additions(name)
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
        return Author(f"{given} {family}", family, given.replace(",", " "))
    words = plain.split()
    if len(words) < 2 or plain in organisations or _is_organisation(words):
        return Author(plain, plain)
    start = _family_start(words)
    return Author(plain, " ".join(words[start:]), " ".join(words[:start]))


def _without_additions(name: str) -> str:
    """Return the name without degrees and what stands in brackets."""
    name = re.sub(r"\s*[(\[][^)\]]*[)\]]", " ", name) if name[:1] not in "([" else name
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
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return start
