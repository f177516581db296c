"""What answers a question, what mentions it in passing, and what holds too little of it."""

from typing import cast

import numpy as np
import pytest

from wiki.search.index.documents import title_key
from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.relevance import are_named, is_partial, keep_answers
from wiki.search.segments.arrays import Numbers
from wiki.search.segments.snapshot import Snapshot

# A document's worth, the share of the question that it holds, and the share that it is about.
Text = tuple[float, float, float]
SMALL, LARGE = 40, 10_000


def scored(texts: list[Text], asks: bool = True) -> Scores:
    worths, held, about = (np.array(column, np.float32) for column in zip(*texts, strict=True))
    certain = worths > 0
    return Scores(worths, certain, np.zeros_like(certain), held, about, asks)


def kept(texts: list[Text], size: int = SMALL, titled: tuple[int, ...] = ()) -> list[int]:
    found = np.ones(len(texts), np.bool_)
    answers = scored(texts)
    is_titled = np.zeros(len(texts), np.float32)
    is_titled[list(titled)] = 500.0
    stay = keep_answers(found, answers.scores, answers, is_titled, size)
    return np.nonzero(stay)[0].tolist()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # Those stay that are worth nearly as much, and those that are as much about it.
        ([(1, 1, 1), (0.76, 0.2, 0), (0.7, 1, 0), (0.5, 1, 1), (0.4, 1, 1)], [0, 1, 3]),
        # Those that are about a part of it are not.
        ([(1, 1, 1), (0.7, 0.5, 1), (0.7, 1, 0.5), (0.7, 1, 0), (0.6, 1, 1)], [0, 4]),
        # Nearly every text holds it: no word tells.
        ([(1, 0, 0), (0.5, 0, 0), (0.4, 0, 0), (0.1, 0, 0), (0, 0, 0)], [0, 1]),
        # Four are read at a glance, but for those without a word that tells what is asked.
        ([(1, 1, 1), (0.1, 0.6, 0), (0.2, 0.1, 0), (0.2, 0, 0)], [0, 1, 2]),
    ],
)
def test_what_is_worth_far_less_than_the_best_is_left_out(
    texts: list[Text], expected: list[int]
) -> None:
    assert kept(texts) == expected


def test_a_large_wiki_shows_more() -> None:
    texts: list[Text] = [(1, 1, 1), (0.7, 1, 0), (0.56, 1, 0), (0.5, 1, 0), (0.4, 1, 0)]
    assert kept(texts, SMALL) == [0]
    assert kept(texts, LARGE) == [0, 1, 2]


def test_a_title_that_is_the_question_stays() -> None:
    texts: list[Text] = [(1, 1, 1), (0.9, 1, 1), (0.8, 1, 1), (0.7, 1, 0), (0.1, 0, 0)]
    assert kept(texts) == [0, 1, 2]
    assert kept(texts, titled=(4,)) == [0, 1, 2, 4]


class Titles:
    """The documents of an index by their titles alone."""

    def __init__(self, *titles: str) -> None:
        self._keys = [title_key(title) for title in titles]
        self.size = len(titles)

    def documents(self, _field: str, key: str) -> Numbers:
        return np.nonzero([key == known for known in self._keys])[0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("basta fryshuset", ["Basta", "Fryshuset"]),
        ("Fryshuset, eller Basta?", ["Basta", "Fryshuset"]),
        ("vad är e-hälsa i fryshuset", ["E-hälsa", "Fryshuset"]),
        ("housing first eller basta", ["Basta", "Housing first"]),
        ("first housing, bastat", []),
        ("housing", []),
        ("?", []),
    ],
)
def test_titles_are_named_whole_and_with_their_words_side_by_side(
    question: str, expected: list[str]
) -> None:
    titles = ["Basta", "E-hälsa", "Fryshuset", "Housing first", "…"]
    named = are_named(question, cast(Snapshot, Titles(*titles)))
    assert [title for title, is_named in zip(titles, named, strict=True) if is_named] == expected


def test_what_somebody_may_not_see_decides_nothing() -> None:
    found = np.array([False, True, True, True, True, True])
    answers = scored([(1, 1, 1), *[(0.9, 0.5, 0.5)] * 5])
    no_titles = np.zeros(6, np.float32)
    stay = keep_answers(found, answers.scores, answers, no_titles, SMALL)
    assert stay.tolist() == found.tolist()


@pytest.mark.parametrize(
    ("texts", "titled", "expected"),
    [
        ([(1, 0.54, 0.5), (0.5, 0.3, 0)], 0.0, True),
        ([(1, 0.2, 0), (0.5, 0.56, 0)], 0.0, False),
        ([(1, 0.2, 0)], 500.0, False),
    ],
)
def test_who_holds_too_little_does_not_answer(
    texts: list[Text], titled: float, expected: bool
) -> None:
    found = np.ones(len(texts), np.bool_)
    titles = np.full(len(texts), titled, np.float32)
    assert is_partial(found, scored(texts), titles) is expected
    assert is_partial(~found, scored(texts), titles) is False
    assert is_partial(found, scored(texts, asks=False), titles) is False
