"""Alignment is correct, and stops within its budget."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.revisions.align import Budget, Match, align

LETTERS = st.text(alphabet="abcde", max_size=25)


@pytest.mark.parametrize(
    ("old", "new", "matches"),
    [
        ("", "", []),
        ("abc", "", []),
        ("abc", "abc", [Match(0, 0, 3)]),
        ("abc", "xyz", []),
        ("abc", "axc", [Match(0, 0, 1), Match(2, 2, 1)]),
        ("abc", "abxc", [Match(0, 0, 2), Match(2, 3, 1)]),
        ("abcabba", "cbabac", None),
    ],
)
def test_common_elements_are_found(old: str, new: str, matches: list[Match] | None) -> None:
    found = align(old, new, Budget())
    if matches is None:
        assert sum(match.length for match in found) == 4
    else:
        assert found == matches


@given(LETTERS, LETTERS, st.integers(0, 60))
def test_matches_are_equal_and_rise(old: str, new: str, steps: int) -> None:
    at_old = at_new = 0
    for match in align(old, new, Budget(steps)):
        assert match.length > 0
        assert match.old >= at_old
        assert match.new >= at_new
        at_old, at_new = match.old + match.length, match.new + match.length
        assert old[match.old : at_old] == new[match.new : at_new]


@given(st.text(alphabet="ab", max_size=14), st.text(alphabet="ab", max_size=14))
def test_without_unique_elements_the_alignment_is_the_longest(old: str, new: str) -> None:
    # The added letters leave no element unique, so only Myers' algorithm is used.
    old, new = old + "ab" * 2, "ab" * 2 + new
    found = sum(match.length for match in align(old, new, Budget()))
    assert found == _longest_common(old, new)


def _longest_common(old: str, new: str) -> int:
    row = [0] * (len(new) + 1)
    for a in old:
        diagonal = 0
        for at, b in enumerate(new, 1):
            diagonal, row[at] = row[at], (diagonal + 1 if a == b else max(row[at], row[at - 1]))
    return row[-1]


def test_a_spent_budget_is_reported() -> None:
    generous, tight = Budget(), Budget(40)
    old, new = "abcdefgh" * 20, "hgfedcba" * 20
    assert align(old, new, generous)
    align(old, new, tight)
    assert not generous.was_exceeded
    assert tight.was_exceeded


@pytest.mark.long
def test_hostile_sequences_stop() -> None:
    old = ["ab"[(i * i // 7) % 2] for i in range(60_000)]
    new = ["ab"[(i * i // 5) % 2] for i in range(60_000)]
    budget = Budget()
    started = time.process_time()
    align(old, new, budget)
    assert budget.was_exceeded
    assert time.process_time() - started < 5
