"""What answers a question, what mentions it in passing, and what holds too little of it."""

import numpy as np
import pytest

from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.relevance import is_partial, keep_answers

LEAST_TITLE = 500.0
NONE = np.zeros(0, np.intp)
# A document's score, the share of the question that it holds, and the share that it is about.
Text = tuple[float, float, float]


def scored(texts: list[Text], asks: bool = True) -> Scores:
    scores, held, about = (np.array(column, np.float32) for column in zip(*texts, strict=True))
    certain = scores > 0
    return Scores(scores, certain, np.zeros_like(certain), held, about, asks)


def kept(texts: list[Text], exact: tuple[int, ...] = ()) -> list[int]:
    found = np.ones(len(texts), np.bool_)
    return np.nonzero(keep_answers(found, scored(texts), np.array(exact, np.intp)))[0].tolist()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # The first says it: those stay that nearly do, and those that are about it.
        ([(10, 1, 1), (7, 0.2, 0), (5, 1, 0), (3, 1, 0), (3, 1, 1), (1, 1, 1)], [0, 1, 2, 4]),
        # Half of the question is less than enough when another holds all of it.
        ([(10, 1, 0), (5, 0.5, 0), (5, 0.4, 0), (1, 1, 0)], [0, 1]),
        # None says it: any may answer better, unless it holds no word that tells.
        ([(10, 0.6, 0), (3, 0.2, 0), (2, 0.6, 0.6), (5, 0, 0)], [0, 1]),
        # Only words of asking.
        ([(10, 0, 0), (5, 0, 0), (4, 0, 0), (1, 0, 0)], [0, 1, 2]),
        # Three are read at a glance.
        ([(10, 1, 1), (1, 0.1, 0), (5, 0, 0)], [0, 1]),
        ([(10, 0, 0), (1, 0, 0)], [0, 1]),
    ],
)
def test_what_stands_far_below_the_best_is_left_out(texts: list[Text], expected: list[int]) -> None:
    assert kept(texts) == expected


def test_a_title_that_was_typed_stays() -> None:
    texts: list[Text] = [(10, 1, 1), (9, 1, 1), (8, 1, 1), (0.1, 0, 0)]
    assert kept(texts) == [0, 1, 2]
    assert kept(texts, exact=(3,)) == [0, 1, 2, 3]


def test_what_somebody_may_not_see_decides_nothing() -> None:
    found = np.array([False, True, True, True, True])
    answers = scored([(100, 1, 1), (10, 0.9, 0), (9, 0.9, 0), (8, 0.9, 0), (7, 0.9, 0)])
    assert keep_answers(found, answers, NONE).tolist() == found.tolist()


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([(10, 0.54, 0.5), (5, 0.3, 0)], True),
        ([(10, 0.2, 0), (5, 0.56, 0)], False),
        ([(LEAST_TITLE + 10, 0.2, 0)], False),
    ],
)
def test_who_holds_too_little_does_not_answer(texts: list[Text], expected: bool) -> None:
    found = np.ones(len(texts), np.bool_)
    assert is_partial(found, scored(texts), LEAST_TITLE) is expected
    assert is_partial(~found, scored(texts), LEAST_TITLE) is False
    assert is_partial(found, scored(texts, asks=False), LEAST_TITLE) is False
