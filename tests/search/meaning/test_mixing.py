"""Scores by words and by meaning become one order; nobody's guess comes up by it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from wiki.search.meaning.mixing import is_far, is_near, mix


def order(scores: list[float], near: list[float], found: list[bool]) -> list[int]:
    mixed = mix(np.array(scores, np.float32), np.array(near, np.float32), np.array(found))
    return [int(place) for place in np.argsort(-mixed, kind="stable") if found[place]]


def test_meaning_decides_between_equals_and_words_do_too() -> None:
    assert order([5, 5, 5], [0.8, 0.9, 0.85], [True] * 3) == [1, 2, 0]
    assert order([5, 7, 6], [0.8, 0.8, 0.8], [True] * 3) == [1, 2, 0]


def test_in_a_large_wiki_meaning_counts_more_than_words() -> None:
    scores, near = [6.0, 5.0] + [0.0] * 500, [0.8, 0.9] + [0.75] * 500
    assert order(scores, near, [True, True] + [False] * 500) == [1, 0]
    assert order(scores[:4], near[:4], [True, True, False, False]) == [0, 1]


def test_what_has_no_vector_yet_counts_as_the_average() -> None:
    assert order([5, 5, 5], [-1, 0.9, 0.8], [True] * 3) == [1, 0, 2]
    assert order([5, 7], [-1, -1], [True] * 2) == [1, 0]


def test_while_vectors_are_made_the_words_decide() -> None:
    scores = [float(number) for number in range(50, 0, -1)] + [0.0] * 950
    near, found = [-1.0] * 1_000, [True] * 50 + [False] * 950
    near[40], near[41] = 0.80, 0.79
    assert order(scores, near, found)[:10] == list(range(10))
    near = [0.8] * 1_000
    near[0] = -1
    assert order(scores, near, found)[0] == 0


def test_the_fifty_best_stay_above_all_others() -> None:
    scores, near = [float(number) for number in range(200, 0, -1)], [0.8] * 200
    assert order(scores, near, [True] * 200) == list(range(200))


@pytest.mark.parametrize("found", [[False, False], [True, False]])
def test_one_or_none_stay_as_they_are(found: list[bool]) -> None:
    scores = np.array([3, 4], np.float32)
    assert mix(scores, np.array([0.9, 0.8]), np.array(found)).tolist() == [3, 4]


@given(
    st.integers(1, 80).flatmap(
        lambda size: st.tuples(
            arrays(np.float32, size, elements=st.floats(0, 2_000, width=32)),
            arrays(np.float32, size, elements=st.floats(-1, 1, width=32)),
            arrays(np.bool_, size),
        )
    )
)
def test_what_is_compared_stands_above_others_which_keep_their_order(
    values: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    scores, near, seen = values
    mixed = mix(scores, near, seen)
    assert np.isfinite(mixed).all()
    assert (mixed >= 0).all()
    others = np.nonzero(~seen)[0]
    if len(others):
        assert scores[others][mixed[others].argmax()] >= scores[others].max() - 1
    if 1 < seen.sum() <= 50:
        assert mixed[seen].min() >= mixed[others].max(initial=0)


@pytest.mark.parametrize(
    ("near", "found"),
    [
        ([0.87, 0.78, 0.77], [True, False, False]),
        ([0.86], [True]),
        ([0.83, 0.70, 0.70], [False, False, False]),  # far above the average, but not near
        ([0.88] + [0.86] * 90, [False] * 91),  # near, but so are all
        ([0.92, -1, 0.78], [True, False, False]),
        ([-1, -1], [False, False]),
        ([], []),
    ],
)
def test_near_is_what_is_much_nearer_than_the_average(near: list[float], found: list[bool]) -> None:
    assert is_near(np.array(near), 0.05).tolist() == found


def test_far_is_what_is_no_nearer_than_the_average() -> None:
    assert is_far(np.array([0.87, 0.78, 0.77, -1])).tolist() == [False, True, True, False]
    assert is_far(np.zeros(0)).tolist() == []
