"""Tell the family name of an author from the given names, and people from organisations.

A name is written as its owner writes it. Reference managers sort by the family name, so it has to
be known: people say which part it is, and else it is guessed once, here, not by each of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Before a family name and a part of it, in Swedish lists of sources. Some people write them with a
# capital: Louis De Geer.
_PARTICLES = frozenset(
    """
    aan af al am an auf av bij bin bint da dal das de del della den der des di do dos du el ibn im
    la las le les lo los ní op 's 't ten ter uit und van vom von zu zum zur à á ó
    """.split()
)
# In "Sophie in 't Veld" a part of the name, but by itself a word like any other.
_BEFORE_PARTICLES = frozenset(("in",))
# Between the two words of a Spanish, Portuguese or Catalan family name.
_JOINERS = frozenset(("y", "e", "i"))
# A family of the Swedish nobility; every other name with an "and" is an organisation's.
_WITH_AND = ["natt", "och", "dag"]
_SUFFIXES = frozenset("jr sr ii iii iv dä dy".split())
_DEGREES = frozenset("ba bsc ma msc md mba phd dphil docent professor prof fil dr tekn med".split())
# Without full stops. Behind a name only in this spelling, since Ma and Ba are family names.
_DEGREES_BEHIND = frozenset(
    """
    BA BEd BSc DBA DPhil DSc Docent Dr EdD FD FL FilD FilDr FilLic JurD LLM MA MBA MD MEd MFA MPA
    MPH MPhil MSc MedD PhD PhLic Prof Professor TeknD TeknDr TeknLic TeolD dr docent ekon emerita
    emeritus fil fildr jur kand lic mag med prof professor tekn teol
    """.split()
)
_TITLES = frozenset("doc. docent dr prof professor".split())
# Before a title and a part of it: "Fil. dr Eva Lind", "Assoc. Prof. Eva Lind".
_BEFORE_TITLES = frozenset("assistant assoc associate bitr ekon fil jur med tekn teol".split())
_BEHIND_TITLES = frozenset("em emerita emeritus".split())
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
    words = _without_titles(plain.split())
    bare = " ".join(words)
    if given := given_beside(family, bare):
        return Author(bare, family, given)
    if plain in organisations or _is_organisation(bare.replace(",", " ").split()):
        return Author(plain, plain)
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
        return Author(f"{given} {family}", family, given.replace(",", " "))
    if len(words) < 2:
        return Author(bare, bare)
    start = _family_start(words)
    return Author(bare, " ".join(words[start:]), " ".join(words[:start]))


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


def _without_titles(words: list[str]) -> list[str]:
    """Return the words of a name without degrees and titles; those of "Lind, Anna" all stay."""
    if any("," in word for word in words):
        return words
    start, end = _titles_end(words), len(words)
    # In a name that is all in capitals, MA may be the family name.
    while end - start > 2 and not _is_shouted(words) and _bare(words[end - 1]) in _DEGREES_BEHIND:
        end -= 1
    return words[start:end]


def _titles_end(words: list[str]) -> int:
    """Return the number of the first word behind the titles before a name."""
    start = 0
    for place, word in enumerate(words[:-1]):
        folded = word.casefold()
        is_title = folded in _TITLES or folded.removesuffix(".") in _TITLES
        if is_title or (start and _bare(folded) in _BEHIND_TITLES):
            start = place + 1
        elif _bare(folded) not in _BEFORE_TITLES:
            break
    return start


def _is_shouted(words: list[str]) -> bool:
    return all(word.isupper() for word in words)


def _bare(word: str) -> str:
    return word.replace(".", "")


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
    start = _last_name(words)
    while start > 1 and _is_particle(words, start - 1):
        start -= 1
    return start


def _last_name(words: list[str]) -> int:
    """Return the same without particles: of the last word, or of several that are one name."""
    start = len(words) - 1
    if start > 2 and [word.casefold() for word in words[-3:]] == _WITH_AND:
        return start - 2
    if start > 1 and _bare(words[start].casefold()) in _SUFFIXES:
        start -= 1
    if start > 2 and words[start - 1] in _JOINERS:
        start -= 2
    return start


def _is_particle(words: list[str], place: int) -> bool:
    word = words[place]
    if word in _BEFORE_PARTICLES:
        return place + 1 < len(words) and _is_particle(words, place + 1)
    return word == "ben" or word.casefold().replace("’", "'") in _PARTICLES
