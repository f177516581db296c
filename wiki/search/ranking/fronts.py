"""Find compounds by the word that they begin with: "tomat" finds "tomatodlarna"."""

import re
from collections.abc import Iterator

from wiki.search.language.analysis import stem
from wiki.search.language.bases import swedish_bases
from wiki.search.language.compounds import is_common
from wiki.search.language.dictionary import translate
from wiki.search.language.spelling import SHORTEST_WORD
from wiki.search.ranking.corpus import Alternative, Corpus, Way, count_texts

# "Sällskap" finds "sällskapsbryggor" too, although no text teaches the index the second part. The
# linking s and enough letters on both sides tell a compound from a word that only begins the same.
_SHORTEST_FRONT = 5
_SHORTEST_BEHIND = 4
# Without the linking s, behind a front that no text holds: stems are short ("tomatodl|are").
_SHORTEST_BEHIND_UNKNOWN = 3
# Behind a front that no dictionary has, a word that it has: "quinoa|sallad".
_SHORTEST_KNOWN_BEHIND = 5
# What stemming cuts off a compound that no dictionary has: "quinoa|sall".
_CUT = "ad"
# Letters that end no Swedish word: "sällskapsb" is no front of "sällskapsbryggor".
_ENDS_NO_WORD = re.compile("[bcdfghjkmnpqstvwxz][jlr]$|[cdfgklnpqstvwxz]b$|[ckpqstxz][dfgv]$")
_MOST_COMPOUNDS = 4
_COMPOUND_WEIGHT = 0.3


def find_compounds(word: str, corpus: Corpus, is_unaccented: bool) -> Iterator[Alternative]:
    """Yield the compounds that begin with a word and a linking s, the shortest first."""
    front = stem(word, "sv") + "s"
    if len(front) <= _SHORTEST_FRONT:
        return
    terms = {
        term
        for words in corpus.word_lists("sv")
        for term in words.find_compounds(front, _SHORTEST_BEHIND)
        if is_unaccented or term.startswith(front)
    }
    for term in sorted(terms, key=lambda term: (len(term), term))[:_MOST_COMPOUNDS]:
        yield Alternative(term, "sv", _COMPOUND_WEIGHT, Way.COMPOUND)


def find_fronts(word: str, corpus: Corpus) -> Iterator[Alternative]:
    """Yield the compounds that begin with a word that no text holds by itself.

    "Tomat" is a word when what follows it is one ("tomatkraft"), when words of several kinds follow
    it ("tomatodlare", "tomatplantor"), or when the dictionary has it and what follows.
    """
    if _ENDS_NO_WORD.search(word):
        return
    rests = next(filter(None, (_find_rests(front, corpus) for front in _fronts(word))), {})
    is_word = len({rest[0] for rest in rests.values()}) > 1
    least = _SHORTEST_BEHIND_UNKNOWN if rests and translate(word, "sv") else _SHORTEST_KNOWN_BEHIND
    for term in sorted(rests, key=lambda term: (len(term), term))[:_MOST_COMPOUNDS]:
        if is_word or _is_part(rests[term], least, corpus):
            yield Alternative(term, "sv", _COMPOUND_WEIGHT, Way.COMPOUND)


def _is_part(rest: str, least: int, corpus: Corpus) -> bool:
    """Tell whether a word ends a compound; if only the dictionary has it, with `least` letters."""
    if is_common(rest) or count_texts(rest, "sv", corpus):
        return True
    whole = rest + _CUT
    return (len(whole) >= least and swedish_bases().knows(whole)) or (
        len(rest) >= least and bool(translate(rest, "sv"))
    )


def _fronts(word: str) -> Iterator[str]:
    """Yield a word in the forms in which compounds may begin with it.

    Of "tomat" the stem is "tom", but compounds hold the word as it is; "paprikor" begins none.
    """
    yield word
    found = swedish_bases().find(word)
    if found:
        yield "".join(found)
    yield stem(word, "sv")


def _find_rests(front: str, corpus: Corpus) -> dict[str, str]:
    """Return the terms that begin with `front`, each with what follows there."""
    if len(front) < SHORTEST_WORD:
        return {}
    return {
        term: term.removeprefix(front)
        for words in corpus.word_lists("sv")
        for term in words.find_compounds(front, _SHORTEST_BEHIND_UNKNOWN)
        if term.startswith(front)
    }
