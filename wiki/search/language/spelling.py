"""Find words of the corpus that resemble a word: corrections, accented forms, word families.

Readers misspell a word by a letter or two, or use another word of the same family, which begins
the same and shares most letter pairs ("Normandie", "normandisk"). rapidfuzz
finds the words within reach of a misspelling; only these few are compared with the weight of each
kind of edit.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from wiki.search.language.analysis import fold

# Words of three letters or fewer have dozens of neighbours that mean something else.
SHORTEST_WORD = 4
# The edit cost that a word of at least so many letters may have, and still be recognised.
_ALLOWED_COSTS = ((9, 2.0), (6, 1.6), (4, 1.0))
# Every other edit costs 1. "Lan" for "lån" is not so much a mistake as another keyboard.
_ACCENT_COST = 0.15
_DOUBLING_COST = 0.6
_SWAP_COST = 0.7
_ACCENTS = frozenset({"aå", "aä", "åä", "oö", "eé"})
# Words of a family begin with the same letters and share at least this part of their letter pairs.
_SAME_BEGINNING = 4
_LEAST_SIMILARITY = 0.45
# "Barnacles" begins with all of "barn", but is not of its family. Compounds are found elsewhere.
_SHORTEST_WITH_FAMILY = 5
_MOST_ADDED = 3
# "Avbetalningsplan" begins with "avbetalning", and means something of the kind.
_SHORTEST_FRONT = 6
# What may follow where two words of a family part, as it is left by stemming: "ensam" and
# "ensamhet", "normandie" and "normandisk". "Arbetslös" and "arbetslag" are no family. What makes
# other words more often than a family is left out: "bread" and "breadth", "mark" and "market".
_FAMILY_ENDINGS = {
    "sv": frozenset(
        """
        a ad age al an ande ans ant ar are at ation ativ ator d dd dom e ed el en ende ens ent er
        eri ett for het i ian ie ig ik iker ing inn is isk ism ist it itet ition iv kt l lig ling
        ma mang n na ning or r s sam sig sion sk ska skap st t tion tiv tor ur y
        """.split()
    )
    | {""},
    "en": frozenset(
        """
        abl age al an anc ant ar ari ary at ate ati ation ativ ator e ed enc ence ent er ful i ial
        ian ibl ic ical ie if ify ing ish ism ist it iti ition ity iv ive iz ize less li ly ment n
        ness or ori ous s ship sion t ti tion tor ture ur ure y
        """.split()
    )
    | {""},
}
# Behind a beginning of four letters these make other words: "sekt" and "sektor", "mark", "markis".
_NOT_BEHIND_FOUR = frozenset(
    """
    al ant at ativ ator e ed el en ent ett ik iker ion is ism ist it itet iv l n or r s sion st t
    tion tiv tor ur y
    """.split()
)
# Sorts after every word that begins with the same letters.
_BEHIND = "\U0010ffff"


class SimilarTerm(NamedTuple):
    """A term that begins like a word; a similarity of 1 means equal, 0 nothing in common.

    `is_family`: they differ only by endings, or the word is a compound that begins with the term.
    Others are most often of another family.
    """

    term: str
    similarity: float
    is_family: bool = True


class WordList:
    """The terms of one segment in one language, arranged to find similar ones fast."""

    def __init__(self, terms: Iterable[str]) -> None:
        pairs = sorted((fold(term), term) for term in terms)
        self._folded = [folded for folded, _ in pairs]
        self._terms = [term for _, term in pairs]

    def find_corrections(self, word: str) -> Iterator[tuple[float, str]]:
        """Yield (edit cost, term) for the terms that `word` may be a misspelling of."""
        allowed = _allowed_cost(word)
        if not allowed:
            return
        folded = fold(word)
        # Accents are folded away here, and every other edit costs at least a doubled letter.
        most = int(allowed / _DOUBLING_COST)
        for length in range(len(word) - int(allowed), len(word) + int(allowed) + 1):
            terms, letters = self._by_length.get(length, ((), ()))
            near = extract(folded, letters, scorer=OSA.distance, score_cutoff=most, limit=None)
            for _, _, place in near:
                term = terms[place]
                cost = edit_cost(word, term)
                if term != word and cost <= allowed:
                    yield cost, term

    def find_family(self, word: str, language: str) -> Iterator[SimilarTerm]:
        """Yield the terms that begin like `word` and share most of its letter pairs."""
        folded = fold(word)
        if len(folded) < _SHORTEST_WITH_FAMILY:
            return
        begin, end = self._with_beginning(
            folded[:_SAME_BEGINNING], folded[:_SAME_BEGINNING] + _BEHIND
        )
        wanted = _letter_pairs(folded)
        for letters, term in zip(self._folded[begin:end], self._terms[begin:end], strict=True):
            pairs = _letter_pairs(letters)
            similarity = 2 * len(pairs & wanted) / (len(pairs) + len(wanted))  # Dice
            is_longer = letters.startswith(folded) and len(letters) > len(folded) + _MOST_ADDED
            if similarity >= _LEAST_SIMILARITY and not is_longer and term != word:
                is_front = len(term) >= _SHORTEST_FRONT and word.startswith(term)
                is_family = is_front or _part_at_endings(word, term, _FAMILY_ENDINGS[language])
                yield SimilarTerm(term, similarity, is_family)

    def find_accented(self, word: str) -> list[str]:
        """Return the terms that differ from `word` only by accents."""
        folded = fold(word)
        begin, end = self._with_beginning(folded, folded + "\0")
        return [term for term in self._terms[begin:end] if term != word]

    def find_compounds(self, front: str, least: int) -> list[str]:
        """Return terms that begin with `front`, accents or not, and have `least` letters more."""
        folded = fold(front)
        begin, end = self._with_beginning(folded, folded + _BEHIND)
        return [term for term in self._terms[begin:end] if len(term) >= len(front) + least]

    def _with_beginning(self, first: str, behind: str) -> tuple[int, int]:
        return bisect_left(self._folded, first), bisect_left(self._folded, behind)

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[str]]]:
        """Return for each length of a term the terms, and the same without accents."""
        groups: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for letters, term in zip(self._folded, self._terms, strict=True):
            terms, folded = groups[len(term)]
            terms.append(term)
            folded.append(letters)
        return dict(groups)


def _part_at_endings(word: str, term: str, endings: Set[str]) -> bool:
    """Tell whether two words are the same up to endings, such as "-het" and "-lig"."""
    pairs = enumerate(zip(word, term, strict=False))
    shared = next((place for place, (a, b) in pairs if a != b), min(len(word), len(term)))
    if shared == _SAME_BEGINNING == min(len(word), len(term)):
        endings = endings - _NOT_BEHIND_FOUR
    return any(
        word[cut:] in endings and term[cut:] in endings
        for cut in range(_SAME_BEGINNING, shared + 1)
    )


def _letter_pairs(word: str) -> set[tuple[str, str]]:
    """Return the pairs of letters in a word, its beginning and end included."""
    return set(pairwise(("\1", *word, "\2")))


def _allowed_cost(word: str) -> float:
    """Return the highest edit cost of a correction; 0 for words that are not corrected."""
    if not word.isalpha():  # another year, paragraph or version means another thing
        return 0.0
    return next((cost for length, cost in _ALLOWED_COSTS if len(word) >= length), 0.0)


def edit_cost(typed: str, meant: str) -> float:
    """Return what it costs to turn `typed` into `meant` by edits of single letters.

    Optimal string alignment, in which a missing accent, a doubled letter and two swapped letters
    cost less than a wrong letter.
    """
    before: list[float] = []
    row = [float(number) for number in range(len(meant) + 1)]
    for at, letter in enumerate(typed):
        last, row = row, [at + 1.0]
        too_many = _gap_cost(typed, at)
        for place, wanted in enumerate(meant):
            best = min(
                last[place] + _replacing_cost(letter, wanted),
                last[place + 1] + too_many,
                row[place] + _gap_cost(meant, place),
            )
            if at and place and letter == meant[place - 1] and wanted == typed[at - 1] != letter:
                best = min(best, before[place - 1] + _SWAP_COST)
            row.append(best)
        before = last
    return row[-1]


def _gap_cost(word: str, place: int) -> float:
    return _DOUBLING_COST if place and word[place] == word[place - 1] else 1.0


def _replacing_cost(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    return _ACCENT_COST if letter + other in _ACCENTS or other + letter in _ACCENTS else 1.0
