"""Choose which other words to look for besides a word of a question, and how much they count."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from wiki.search.language.analysis import (
    LANGUAGES,
    fold,
    folded_terms,
    is_plain,
    is_stop_word,
    stem,
    stems_without_accents,
)
from wiki.search.language.bases import swedish_bases
from wiki.search.language.compounds import is_common
from wiki.search.language.spelling import SHORTEST_WORD
from wiki.search.language.stopwords import WEAK_IN_ENGLISH, WEAK_IN_SWEDISH
from wiki.search.ranking.corpus import Alternative, Corpus, Way, count_texts
from wiki.search.ranking.fronts import find_compounds, find_fronts
from wiki.search.segments.schema import FOLDED, TAGS
from wiki.search.segments.schema import field as field_name

# A word that some text holds counts as spelt right: in a small wiki, correct words are rare too.
_MOST_TEXTS_OF_A_MISSPELLING = 0
_MOST_CORRECTIONS = 2
# Each unit of edit cost takes this off the weight of a correction.
_LOSS_BY_EDIT_COST = 0.25
# A word family ("Normandie", "normandisk") says nearly the same. A word in many texts finds enough
# without its family.
_MOST_OF_FAMILY = 4
_FAMILY_WEIGHT = 0.35
_MOST_TEXTS_WITH_FAMILY = 60
_MOST_SHARE_WITH_FAMILY = 0.02
# A word without accents may stand for an accented one that is at least half as frequent.
_LEAST_SHARE_ACCENTED = 0.5
# Shorter words without accents have too many accented ones.
_SHORTEST_ACCENTED = 3
# Words written as one that texts write as two, or the reverse: "FabLab", "Node.js".
_JOINED_WEIGHT = 0.3
# A letter by itself says nothing: "e hälsa" is "e-hälsa".
_JOINED_LETTER_WEIGHT = 1.0
_APART_WEIGHT = 0.8
_SHORTEST_HALF = 2
# Each cut costs time, so that long words are cut only when no text holds them.
_MOST_TEXTS_APART = 2
_LONGEST_KNOWN_APART = 8
_AT_DIGITS = re.compile(r"([^\W\d_]+)([0-9]+)|([0-9]+)([^\W\d_]+)")
# Words of asking, which count less and are always spelt right.
WEAK_WORDS = frozenset(map(fold, WEAK_IN_SWEDISH | WEAK_IN_ENGLISH))


def find_folded(word: str, language: str, corpus: Corpus) -> list[str]:
    """Return the forms without accents by which texts that write the word with them are found."""
    field = field_name(FOLDED, language)
    return [term for term in {word, fold(stem(word, language))} if corpus.frequency(field, term)]


def find_joined(words: Sequence[str], corpus: Corpus) -> dict[str, list[Alternative]]:
    """Return for words side by side the same written as one word, if any text holds it."""
    found: dict[str, list[Alternative]] = {}
    for first, second in pairwise(words):
        is_word = is_plain(first + second) or _AT_DIGITS.fullmatch(first + second)
        if not is_word or _is_small(first) or _is_small(second):
            continue
        joined = [
            alternative
            for language in LANGUAGES
            for alternative in _find_as_one(first, second, language, corpus)
        ]
        for word in (first, second) if joined else ():
            found.setdefault(word, []).extend(joined)
    return found


def _find_as_one(first: str, second: str, language: str, corpus: Corpus) -> Iterator[Alternative]:
    """Yield two words as one, with the accents that texts write in it if one is a letter alone."""
    has_letter = min(len(first), len(second)) == 1
    root = stem(first + second, language)
    lists = corpus.word_lists(language) if has_letter else ()
    near = {other for words in lists for other in words.find_accented(root)}
    for term in [root, *sorted(near)]:
        if count_texts(term, language, corpus):
            weight = _JOINED_LETTER_WEIGHT if has_letter else _JOINED_WEIGHT
            yield Alternative(term, language, weight)


def _is_small(word: str) -> bool:
    return len(word) > 1 and any(is_stop_word(word, language) for language in LANGUAGES)


def find_others(
    word: str,
    corpus: Corpus,
    has_no_accents: bool,
    joined: Mapping[str, Sequence[Alternative]],
) -> list[Alternative]:
    """Return what else to look for; a word that is half of another is right as it is."""
    found = find_alternatives(word, corpus, has_no_accents)
    if word in joined:
        found = [other for other in found if other.way is not Way.GUESS]
    return [*found, *joined.get(word, ())]


def find_alternatives(word: str, corpus: Corpus, is_unaccented: bool) -> list[Alternative]:
    """Return what else to look for; `is_unaccented`: no word of the question has an accent."""
    word = word.replace("-", "")  # "e-halsa" is as close to "e-hälsa" as "ehalsa" is
    if len(word) < _SHORTEST_ACCENTED or not is_plain(word):
        return list(_find_at_digits(word, corpus))
    languages = [language for language in LANGUAGES if not is_stop_word(word, language)]
    texts = {
        language: count_texts(stem(word, language), language, corpus) for language in languages
    }
    if not texts:
        return []
    found = (
        alternative
        for language in languages
        for alternative in _find_in_language(word, language, texts, corpus, is_unaccented)
    )
    return _first_of_each(chain(found, _find_written_otherwise(word, texts, corpus, is_unaccented)))


def _first_of_each(alternatives: Iterable[Alternative]) -> list[Alternative]:
    """Return one alternative for each term: a compound resembles its front, and is no mere hint."""
    first: dict[tuple[str, str], Alternative] = {}
    for alternative in alternatives:
        known = first.setdefault((alternative.language, alternative.term), alternative)
        if known.way is Way.HINT:
            first[alternative.language, alternative.term] = alternative
    return list(first.values())


def _find_written_otherwise(
    word: str, texts: Mapping[str, int], corpus: Corpus, is_unaccented: bool
) -> Iterator[Alternative]:
    """Yield a rare word as two words, and the compounds that begin with it."""
    most = _MOST_TEXTS_APART if len(word) <= _LONGEST_KNOWN_APART else 0
    if max(texts.values()) <= most:
        yield from _find_apart(word, corpus)
    if "sv" in texts and _is_rare(texts["sv"], corpus):
        yield from find_compounds(word, corpus, is_unaccented)
    if "sv" in texts and not any(texts.values()):
        yield from find_fronts(word, corpus)


def _find_in_language(
    word: str, language: str, texts: Mapping[str, int], corpus: Corpus, is_unaccented: bool
) -> Iterator[Alternative]:
    # A word that is known in one language is not a misspelling in the other.
    is_long = len(word) >= SHORTEST_WORD
    is_unknown = max(texts.values()) <= _MOST_TEXTS_OF_A_MISSPELLING
    if is_long and is_unknown and not _is_right(word, corpus):
        yield from _find_corrections(word, language, corpus)
    if is_unknown and folded_terms(word, language):
        yield Alternative(stem(fold(word), language), language, 1.0)
    if is_unaccented:
        yield from _find_accented(word, language, texts[language], corpus)
    if is_long and texts[language] == max(texts.values()):
        yield from _find_family(word, language, texts[language], corpus)


def _is_right(word: str, corpus: Corpus) -> bool:
    """Tell whether a word that no text holds is spelt right all the same."""
    return (
        fold(word) in WEAK_WORDS
        or is_common(word)
        or swedish_bases().knows(word)
        or any(
            corpus.frequency(field_name(TAGS, language), stem(word, language))
            or find_folded(word, language, corpus)
            for language in LANGUAGES
        )
    )


def _find_at_digits(word: str, corpus: Corpus) -> Iterator[Alternative]:
    """Yield letters and digits as two words: "covid19" is "COVID-19", "2030agendan" too."""
    halves = _AT_DIGITS.fullmatch(word)
    if halves is None:
        return
    for language in LANGUAGES:
        first, second = (stem(half, language) for half in halves.groups() if half)
        if count_texts(first, language, corpus) and count_texts(second, language, corpus):
            yield Alternative(f"{first} {second}", language, _APART_WEIGHT)


def _find_apart(word: str, corpus: Corpus) -> Iterator[Alternative]:
    """Yield a word that no text holds as two words: "nodejs" is "Node.js"."""
    for cut in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
        for language in LANGUAGES:
            first = stem(word[:cut], language)
            if count_texts(first, language, corpus):  # most are no word, and stemming costs most
                second = stem(word[cut:], language)
                if count_texts(second, language, corpus):
                    yield Alternative(f"{first} {second}", language, _APART_WEIGHT)


def _find_corrections(word: str, language: str, corpus: Corpus) -> Iterator[Alternative]:
    root = stem(word, language)
    costs: dict[str, float] = {}
    for words in corpus.word_lists(language):
        costs.update((term, cost) for cost, term in words.find_corrections(root))
    ranked = sorted(
        costs, key=lambda term: (costs[term], -count_texts(term, language, corpus), term)
    )
    for term in ranked[:_MOST_CORRECTIONS]:
        weight = 1.0 - _LOSS_BY_EDIT_COST * costs[term]
        is_guess = fold(term) != fold(root)  # and not only without accents
        yield Alternative(term, language, weight, Way.GUESS if is_guess else Way.VARIANT)


def _find_accented(word: str, language: str, texts: int, corpus: Corpus) -> Iterator[Alternative]:
    lists = corpus.word_lists(language)
    roots = _roots_without_accents(word, language)
    terms = {term for words in lists for root in roots for term in words.find_accented(root)}
    # Of "schroder" the stem is "schrod", and "Schröders" is in the index as "schröder".
    whole = {term for words in lists for term in words.find_accented(word)}
    terms |= {term for term in whole if not folded_terms(term, language)}
    for term in sorted(terms):
        if count_texts(term, language, corpus) >= texts * _LEAST_SHARE_ACCENTED:
            yield Alternative(term, language, 1.0)


def _roots_without_accents(word: str, language: str) -> set[str]:
    root = stem(word, language)
    return {root, *stems_without_accents(word)} if language == "sv" else {root}


def _find_family(word: str, language: str, texts: int, corpus: Corpus) -> Iterator[Alternative]:
    if not _is_rare(texts, corpus):
        return
    root = stem(word, language)
    similar = {
        found.term: found
        for words in corpus.word_lists(language)
        for found in words.find_family(root, language)
    }
    ranked = sorted(similar, key=lambda term: (-similar[term].similarity, term))
    for term in ranked[:_MOST_OF_FAMILY]:
        weight = _FAMILY_WEIGHT * similar[term].similarity
        way = Way.FAMILY if similar[term].is_family else Way.HINT
        yield Alternative(term, language, weight, way)


def _is_rare(texts: int, corpus: Corpus) -> bool:
    """Tell whether a word is in so few texts that its family may find more."""
    return texts <= max(_MOST_TEXTS_WITH_FAMILY, corpus.size * _MOST_SHARE_WITH_FAMILY)


def is_unaccented(words: Iterable[str]) -> bool:
    """Tell whether a question was typed without å ä ö, as on a foreign keyboard."""
    return all(fold(word) == word for word in words)
