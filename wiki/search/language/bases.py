"""Lead inflected Swedish words back to their base form, by the headwords of Folkets lexikon.

Snowball cuts endings off any word, also where they belong to it: of "resurs" it leaves "resur", of
"resurser" "resurs", and "städer" is no "stad" to it. A dictionary tells base forms from others.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

HEADWORDS = Path(__file__).parent / "folkets" / "sv.txt"
# What endings do not tell: each line holds a base form and other forms of it.
_IRREGULAR = """
    man män männen mannen
    stad städer städerna
    bok böcker böckerna
    land landet länder länderna
    hand händer händerna
    tand tänder tänderna
    brand bränder bränderna
    rand ränder ränderna
    strand stränder stränderna
    natt nätter nätterna
    nöt nötter nötterna
    get getter getterna
    son söner sönerna
    bonde bönder bönderna
    fot fötter fötterna
    rot rötter rötterna
    bot böter böterna
    bror bröder bröderna
    far fäder fäderna
    mor mödrar mödrarna
    dotter döttrar döttrarna
    gås gäss gässen
    mus möss mössen
    lus löss lössen
    tång tänger tängerna
    stång stänger stängerna
    ledamot ledamöter ledamöterna
    afton aftnar aftnarna
    morgon morgnar morgnarna
    center centret centrer centra
    sommar somrar somrarna
    nummer numret numren
    område områdena
    lag lagar
    by byn
    cykel cyklar
    finger fingrar
    öga ögat ögon ögonen
    öra örat öron öronen
    öppen öppet öppna
    modern moderna
    ny nya nytt
    fri fria fritt
    blå blåa blått
    grå gråa grått
    liten litet lilla små
    gammal gamla gammalt äldre äldst äldsta
    god gott goda
    vän vänner vännerna vännen
"""
# A definite ending, the length from which a word is taken to have it, and what replaces it.
_DEFINITE_ENDINGS = (
    ("an", 5, "a"),  # skolan, hälsan
    ("et", 6, "e"),  # samhället, projektet (Snowball manages "huset")
    ("ena", 6, "e"),  # lärosätena, mötena
    ("én", 4, "é"),  # idén
    ("ön", 6, "ö"),  # miljön
)
# The genitive of what Snowball cuts without an s: of "kommuner" the stem is "kommun".
_GENITIVE = re.compile(r".{3,}(?:[aeo]r|are|het)s")
_NO_GENITIVE = frozenset("anders annars stackars".split())
_NOT_DEFINITE = frozenset(  # words that only look like definite forms
    "alfabet budget internet kabaret komet magnet nästan organ planet racket roman sedan tablet"
    " utan".split()
)
VOWELS = "aeiouyåäöé"
# Endings of nouns, adjectives and verbs, the longest first, each with what stands in its place in a
# base form, the likeliest first. At "~", letters before the ending change (`_with_vowel`).
_ENDINGS = {
    "arna": ("", "~", "e"),
    "erna": ("", "~", "um"),
    "orna": ("a",),
    "ena": ("", "~", "e"),
    "rna": ("",),
    "ar": ("", "~", "e", "a"),
    "er": ("", "~", "um", "a"),
    "or": ("a",),
    "en": ("", "~", "um", "e"),
    "et": ("", "~", "um", "e", "a"),
    "an": ("a",),
    "na": ("",),
    "tt": ("",),
    "a": ("", "~"),
    "n": ("",),
    "r": ("",),
    "t": ("",),
}
_AFTER_VOWELS = frozenset(("r", "rna", "n", "na", "tt"))
# Endings of verbs too: "öppnar" is of "öppna", and not of "öppen".
_OF_VERBS = frozenset(("ar", "a"))
_SHORTEST = 4
# A headword may be a form of another that is so long: "aktörer"; or an adverb: "aktivt".
_SHORTEST_OF_HEADWORDS = 5
_ADVERBS = tuple("alt amt bart ellt elt ert gt skt ivt rnt ärt öst".split())
_SHORTEST_ABLE = 6
_SHORTEST_FRONT = 3
_SHORTEST_COMPOUND = 8


class Bases:
    """Finds base forms among known ones, as they are written or all without accents."""

    def __init__(self, known: Collection[str], irregular: Mapping[str, str]) -> None:
        """Take all base forms, and those of the forms that no ending tells."""
        self._known = frozenset(known)
        self._irregular = irregular

    def find(self, word: str) -> tuple[str, str] | None:
        """Return the front of a compound, or nothing, and the base form of the word or its end.

        None for words that the dictionary does not tell.
        """
        base = self._base_of_noun(word)
        if base is not None:
            return "", base
        if len(word) >= _SHORTEST_COMPOUND:
            for place in range(_SHORTEST_FRONT, len(word) - _SHORTEST + 1):
                if self._is_front(word[:place]) and (base := self._base_of_noun(word[place:])):
                    return word[:place], base
        return None

    def knows(self, word: str) -> bool:
        """Tell whether this very word is a base form."""
        return word in self._known

    def _is_front(self, front: str) -> bool:
        return front in self._known or (front.endswith("s") and front[:-1] in self._known)

    def _base_of_noun(self, word: str) -> str | None:
        """Return the base form of a word or of its genitive."""
        base = self._base(word)
        is_genitive = word.endswith("s") and word not in _NO_GENITIVE
        if base is None and is_genitive and len(word) > _SHORTEST:
            return self._base(word[:-1])
        return base

    def _base(self, word: str) -> str | None:
        irregular = self._irregular.get(word)
        if irregular is not None:
            return irregular
        if word in self._known:
            return self._base_of_headword(word)
        if len(word) < _SHORTEST:
            return None
        able = word.removesuffix("a").removesuffix("t")
        if able.endswith("bar") and len(able) >= _SHORTEST_ABLE:
            return able
        return next(self._bases(word), None)

    def _base_of_headword(self, word: str) -> str:
        """Return the base form of a headword that is a form of another, or the headword."""
        if word in _NOT_DEFINITE:
            return word
        if _may_be_form(word) and word[:-1] in self._known:
            return word[:-1]
        fronts = (word[:-2] for ending in ("ar", "er", "en", "et") if word.endswith(ending))
        others = (front for front in fronts if front in self._known)
        return next((base for base in others if len(base) >= _SHORTEST_OF_HEADWORDS), word)

    def _bases(self, word: str) -> Iterator[str]:
        """Yield the headwords that a word may be a form of, the likeliest first."""
        for ending in _ENDINGS:
            front = word.removesuffix(ending)
            if 2 <= len(front) < len(word):
                possible = self._possible(front, ending)
                yield from (base for base in possible if base in self._known)

    def _possible(self, front: str, ending: str) -> Iterator[str]:
        if not _may_stand_before(front, ending):
            return
        for last in _ENDINGS[ending]:
            if last != "~":
                yield front + last
            elif ending not in _OF_VERBS or f"{front}a" not in self._known:
                yield from _with_vowel(front)


def _may_be_form(headword: str) -> bool:
    """Tell whether a headword may be a form of the same without its last letter: "arbetet"."""
    if headword.endswith((*_ADVERBS, "as", "en", "et")):
        return True
    return headword.endswith("an") and not headword.endswith("kan")


def _may_stand_before(front: str, ending: str) -> bool:
    """Tell whether a base form may have an ending: "energin", "sektorn"; "mest" is not of "mes"."""
    if ending not in _AFTER_VOWELS:
        return ending != "t" or len(front) >= _SHORTEST
    return front[-1] in VOWELS or (ending == "n" and front.endswith(("or", "el", "er", "en", "ar")))


def _with_vowel(front: str) -> Iterator[str]:
    """Yield "artikel" for "artikl(ar)", and "program" for "programm(et)"."""
    if front[-1] in "lrn" and front[-2] not in VOWELS:
        yield f"{front[:-1]}e{front[-1]}"
    if front[-1] == front[-2] and front[-1] in "mn":
        yield front[:-1]


@cache
def swedish_bases(fold: Callable[[str], str] | None = None) -> Bases:
    """Return the base forms of the dictionary, with `fold` in the form that it gives them."""
    written = fold or str
    # Both share the words that have no accents.
    known = {word if word.isascii() else written(word) for word in _headwords()}
    return Bases(known, {written(form): written(base) for form, base in _irregular().items()})


@cache
def _headwords() -> tuple[str, ...]:
    lines = HEADWORDS.read_text(encoding="utf-8").splitlines()
    words = (line.partition("\t")[0] for line in lines)
    return tuple(word for word in words if word.isalpha())


@cache
def _irregular() -> dict[str, str]:
    lines = (line.split() for line in _IRREGULAR.splitlines() if line.strip())
    return {form: base for base, *forms in lines for form in (base, *forms)}


@cache
def _other_letters() -> dict[str, tuple[str, ...]]:
    """Return for the stem of each irregular word those of its forms that begin otherwise."""
    lines = (line.split() for line in _IRREGULAR.splitlines() if line.strip())
    stems = ((base.removesuffix("e"), forms) for base, *forms in lines)
    others = {root: [form for form in forms if not form.startswith(root)] for root, forms in stems}
    return {root: tuple(forms) for root, forms in others.items() if forms}


def written_beginnings(root: str) -> tuple[str, ...]:
    """Return the letters with which the forms of a word with this stem may begin.

    "Artiklar" does not begin with "artikel", nor "museer" with "museum" or "städer" with "stad".
    """
    found = [root]
    if len(root) >= _SHORTEST and root[-2] == "e" and root[-1] in "lrn":
        found.append(root[:-2] + root[-1])
    if len(root) >= _SHORTEST and root.endswith("um"):
        found.append(root[:-2])
    for end, forms in _other_letters().items():
        if root.endswith(end):
            found += (root.removesuffix(end) + form for form in forms)
    return tuple(found)


def indefinite(word: str) -> str:
    """Return a Swedish noun without those endings that Snowball does not remove.

    Snowball stems "skola", "skolor" and "skolorna" alike, but not "skolan" and "skolors";
    "samhälle", but not "samhället".
    """
    bare = word.removesuffix("s")
    if bare in _NOT_DEFINITE or bare.endswith("itet"):
        return word
    for ending, shortest, instead in _DEFINITE_ENDINGS:
        if bare.endswith(ending) and len(bare) >= shortest:
            return bare[: -len(ending)] + instead
    is_genitive = word not in _NO_GENITIVE and _GENITIVE.fullmatch(word)
    return bare if is_genitive else word
