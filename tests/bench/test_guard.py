"""`make bench` says what costs more than before."""

import json

import pytest

from bench.guard import _RATIOS, find_worse


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (100.0, []),
        (114.0, []),
        (50.0, []),
        (
            120.0,
            [
                "a save makes 120.0 times the calls of a bare view, "
                "20% more than before (100.0). If that is meant: python -m bench.guard --keep"
            ],
        ),
    ],
)
def test_15_percent_more_is_too_much(ratio: float, said: list[str]) -> None:
    assert find_worse({"a save": ratio}, {"a save": 100.0}) == said


def test_what_is_new_needs_a_ratio() -> None:
    assert find_worse({"a save": 1.0}, {}) == [
        "a save has no ratio yet: python -m bench.guard --keep"
    ]


def test_the_ratios_that_are_kept_can_be_read() -> None:
    kept = json.loads(_RATIOS.read_text("utf-8"))
    assert {"ready", "cold", "logged in", "search", "save"} <= kept.keys()
    assert all(ratio > 0 for ratio in kept.values())
