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
_SMALL_DEGREES = frozenset(word for word in _DEGREES_BEHIND if word.islower()) - {"med"}
_TITLES = frozenset("doc. docent dr prof professor".split())
# Before a title and a part of it: "Fil. dr Eva Lind", "Assoc. Prof. Eva Lind".
_BEFORE_TITLES = frozenset("assistant assoc associate bitr ekon fil jur med tekn teol".split())
_BEHIND_TITLES = frozenset("em emerita emeritus".split())
_ORGANISATION_WORDS = frozenset(
    """
    ab academy agency akademi akademin alliance alliansen association bank banken barnen bureau
    byrå byrån center centre centrum centrumet children coalition college commission committee
    community company council department editorial editors enheten europeiska european faculty
    fakulteten federation foundation församling församlingen förbund förbundet förening föreningen
    förenta forum gmbh group grupp gruppen hb högskola högskolan inc institut institute institutet
    institution institutionen international kansliet kommission kommissionen kommittén kommun
    kommune kommunen kors korset kyrka kyrkan lab labb labbet laboratory län länsstyrelsen ltd
    ministry mission municipality museum myndigheten mötesplats nations network noden nordic
    nordiska näringsliv nätverk nätverket office organisation organization partnership project
    projekt projektet redaktion redaktionen region regionen research riksförbundet rådet school
    science skola skolan society stad staden stiftelse stiftelsen stiftung svenska svenskt sveriges
    team the trust union unionen universidad universität universitet universitetet university
    université verein wiki
    """.split()
)
# Of one word, as Swedish puts them together: Riksidrottsförbundet.
_ORGANISATION_ENDINGS = tuple(
    """
    akademin biblioteket byrån bolaget centrum departementet församling församlingen förbund
    förbundet förening föreningen gruppen hjälpen högskola högskolan inspektionen institut
    institutet jouren kansliet kommittén kommun kommunen kontoret korset kyrkan kåren misjon
    mission missionen museet myndigheten nämnden nätverk nätverket organisationen partiet regionen
    rådet rörelsen samfundet sjukhus sjukhuset skolan stiftelse stiftelsen styrelsen sällskapet
    teatern universitet universitetet verket
    """.split()
)
# A single word such as UNICEF or SverigesRadio, but not McDonald or DeVito.
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,}|(?!Mc|Mac|De|La)\w*[a-zåäö][A-ZÅÄÖ]\w*")
# Between words, in capitals too: "Heart And Soul".
_LINKS = frozenset("and för for mot och of på the utan".split())
# "Rädda Barnen," and "{Rädda Barnen}".
_WHOLE = re.compile(r"([^\s,;{](?:[^;]*[^\s,;])?)\s*,|\{+\s*([^{}\s,][^{}]*)\}+,?")
# What stands in brackets. Each search ends soon, also in a name of nothing but brackets or blanks.
_ASIDE = re.compile(r"(?<!\s)\s*[(\[][^)\]]{0,200}[)\]]")


@dataclass(frozen=True)
class Author:
    """An author; without given names it is an organisation, or somebody with a single name.

    `url` is the absolute address of their page, if they have one; `is_organisation` is whether the
    name says so or is known to be one's.
    """

    name: str
    family: str
    given: str = ""
    orcid: str = ""
    affiliation: str = ""
    url: str = ""
    has_account: bool = False
    is_organisation: bool = False

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
    One at the end says that the whole is one name, and so do braces, as in BibTeX.
    """
    if whole := whole_name(name):
        return Author(whole, whole, is_organisation=" " in whole)
    plain = _without_additions(name)
    words = _without_titles(plain.split())
    bare = " ".join(words)
    if given := given_beside(family, bare):
        return Author(bare, family, given)
    if plain in organisations or _is_organisation(bare):
        return Author(plain, plain, is_organisation=True)
    if "," in plain:
        family, given = (part.strip() for part in plain.split(",", 1))
        return Author(f"{given} {family}", family, given.replace(",", " "))
    if len(words) < 2:
        return Author(bare, bare, is_organisation=bool(_ACRONYM.fullmatch(bare)))
    start = _family_start(words)
    return Author(bare, " ".join(words[start:]), " ".join(words[:start]))


def whole_name(name: str) -> str:
    """Return the name without the signs that say that it is one; nothing if it has none."""
    found = _WHOLE.fullmatch(name.strip())
    return " ".join((found[1] or found[2]).split()) if found else ""


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


def _is_organisation(name: str) -> bool:
    words = name.replace(",", " ").split()
    folded = [word.casefold().strip(".,") for word in words]
    return any(
        word in _ORGANISATION_WORDS
        or word.endswith(_ORGANISATION_ENDINGS)
        or not any(character.isalpha() for character in word)
        or any(character.isdigit() for character in word)
        for word in folded
    ) or _has_small_words(words, is_inverted="," in name)


def _has_small_words(words: list[str], *, is_inverted: bool) -> bool:
    """Return whether the words hold one that people have not in their names: "i", "stad"."""
    text = f" {' '.join(words).casefold()} "
    if f" {' '.join(_WITH_AND)} " in text:
        return False
    if any(word.casefold() in _LINKS for word in words[1:-1]):
        return True
    # Some people write their whole name small: bell hooks.
    return (
        words[:1] != []
        and not words[0].islower()
        and any(
            word.islower() and not _may_be_small(words, place, is_inverted)
            for place, word in enumerate(words)
        )
    )


def _may_be_small(words: list[str], place: int, is_inverted: bool) -> bool:
    """Return whether a small word can stand there in the name of a person."""
    word = words[place]
    if word in _JOINERS:
        is_catalan = word == "i" and not any(map(str.islower, words[:place]))
        return is_inverted or (place > 1 and not is_catalan)
    if word == "und":
        return _is_particle(words, place - 1)
    is_short = word.endswith(".") or len(word) == 1
    return is_short or word in _SUFFIXES or word in _SMALL_DEGREES or _is_particle(words, place)


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
