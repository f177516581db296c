"""Scores from arrays equal those of Whoosh's own BM25F, and both find the same phrases."""

import random
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.query import Phrase, Query, Term
from whoosh.scoring import BM25F

from tests.search.corpora import WORDS, make_document, make_index, make_random_index
from wiki.search.index.store import Index, open_index
from wiki.search.language.analysis import LANGUAGES, terms
from wiki.search.ranking.bm25f import COVERAGE, K1, WELL_FOUND, B, Scoring
from wiki.search.ranking.corpus import TermClause
from wiki.search.ranking.phrases import with_phrase, with_title_words
from wiki.search.ranking.plan import Plan, PlannedWord, Variant, make_plan
from wiki.search.ranking.query import parse
from wiki.search.segments.schema import READ_FIELDS
from wiki.search.segments.schema import field as field_name

Scores = dict[int, float]


class WhooshScoring:
    """Score a plan by Whoosh itself, slowly, to compare the scores from arrays with."""

    def __init__(self, index: Index) -> None:
        self._searcher = open_index(index.folder()).searcher(weighting=BM25F(B=B, K1=K1))

    def score(self, plan: Plan) -> Scores:
        scores: Scores = {}
        coverage: Scores = {}
        held_by_any: set[int] = set()
        asked = 0.0
        for word in plan.words:
            found = self._score_word(word)
            as_such = {*self._best(word.variants), *self._sum(word.extra)}
            guessed = self._best(word.guesses)
            near = self._sum((*word.family, *word.parts))
            held_by_more = {*as_such, *guessed, *(() if guessed and not as_such else near)}
            held_by_any |= held_by_more
            asked += word.weight if found else 0.0
            for number, score in found.items():
                held = min(1.0, score / (WELL_FOUND * max(found.values())))
                scores[number] = scores.get(number, 0.0) + word.weight * score
                coverage[number] = coverage.get(number, 0.0) + word.weight * held
        return {
            number: score * (1 + COVERAGE * coverage[number] / asked)
            for number, score in scores.items()
            if number in held_by_any
        }

    def _score_word(self, word: PlannedWord) -> Scores:
        best = self._best((*word.variants, *word.guesses))
        for number, score in self._sum(
            (*word.extra, *word.family, *word.parts, *word.hints)
        ).items():
            best[number] = best.get(number, 0.0) + score
        return best

    def _best(self, variants: Iterable[Variant]) -> Scores:
        best: Scores = {}
        for variant in variants:
            for number, score in self._sum(variant.clauses).items():
                best[number] = max(score, best.get(number, 0.0))
        return best

    def _sum(self, clauses: Iterable[TermClause]) -> Scores:
        scores: Scores = {}
        for clause in clauses:
            for number, score in self.matches(Term(clause.field, clause.term)).items():
                scores[number] = scores.get(number, 0.0) + clause.weight * score
        return scores

    def matches(self, query: Query) -> Scores:
        found: Scores = {}
        for searcher, offset in self._searcher.leaf_searchers():
            matcher: Any = query.matcher(searcher)
            while matcher.is_active():
                found[offset + matcher.id()] = matcher.score()
                matcher.next()
        return found


@pytest.fixture(scope="module")
def random_index(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Index]:
    """Return a function that makes the index of a seed, once: it takes half a second."""
    return cache(
        lambda seed: make_random_index(
            tmp_path_factory.mktemp("index"), seed, articles=60, commits=25
        )
    )


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_scores_are_those_of_whoosh(random_index: Callable[[int], Index], seed: int) -> None:
    index = random_index(seed)
    snapshot, whoosh = index.open(), WhooshScoring(index)
    chance = random.Random(seed)
    assert len(snapshot.segments) > 1
    assert not snapshot.alive.all()
    for _ in range(30):
        plan = make_plan(parse(" ".join(chance.choices(WORDS, k=4))), snapshot)
        scores = np.where(snapshot.alive, Scoring(snapshot).score(plan).scores, 0)
        expected = whoosh.score(plan)
        assert set(np.nonzero(scores)[0].tolist()) == set(expected)
        for number, score in expected.items():
            assert scores[number] == pytest.approx(score, rel=1e-5)


def test_variants_of_several_clauses_compete_as_wholes(tmp_path: Path) -> None:
    index = make_random_index(tmp_path, 7, articles=40, commits=3)
    clauses = [TermClause("body_sv", term, 0.7) for term in ("skol", "barn", "kommun", "skola")]
    word = PlannedWord(
        "x", (Variant(tuple(clauses[:2])), Variant(tuple(clauses[2:]))), (clauses[1],)
    )
    snapshot = index.open()
    scores = np.where(snapshot.alive, Scoring(snapshot).score(Plan((word,))).scores, 0)
    expected = WhooshScoring(index).score(Plan((word,)))
    assert expected
    for number, score in expected.items():
        assert scores[number] == pytest.approx(score, rel=1e-5)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_phrases_are_found_where_whoosh_finds_them(
    random_index: Callable[[int], Index], seed: int
) -> None:
    index = random_index(seed)
    snapshot, whoosh = index.open(), WhooshScoring(index)
    chance = random.Random(seed)
    some_found = False
    for _ in range(60):
        phrase = tuple(chance.choices(WORDS[:8], k=chance.choice((1, 2, 2, 3))))
        expected: set[int] = set()
        for language in LANGUAGES:
            said = terms(" ".join(phrase), language)
            for name in READ_FIELDS if said else ():
                field = field_name(name, language)
                query = Phrase(field, said) if len(said) > 1 else Term(field, said[0])
                expected |= set(whoosh.matches(query))
        found = with_phrase(snapshot, phrase) & snapshot.alive
        assert set(np.nonzero(found)[0].tolist()) == expected
        some_found = some_found or (len(phrase) > 1 and bool(expected))
    assert some_found


def test_titles_hold_every_word_asked_for(tmp_path: Path) -> None:
    chance = random.Random(3)
    documents = [make_document(chance, number, "sv") for number in range(1, 60)]
    index = make_index(tmp_path, documents)
    snapshot = index.open()
    found = np.nonzero(with_title_words(snapshot, ("barn", "giraff")))[0]
    holding = [
        number
        for number, document in enumerate(documents)
        if {"barn", "giraff"} <= set(document.terms["title_sv"])
    ]
    assert found.tolist() == holding
    assert holding
    assert not with_title_words(snapshot, ("barn", "zebra")).any()
    assert not with_title_words(snapshot, ()).any()


def test_an_index_without_documents_finds_nothing(tmp_path: Path) -> None:
    snapshot = make_index(tmp_path, []).open()
    assert snapshot.size == 0
    assert not len(Scoring(snapshot).score(make_plan(parse("social innovation"), snapshot)).scores)
    assert not with_phrase(snapshot, ("social", "innovation")).any()
    assert snapshot.group_values("tag")[0] == []
