"""Test that nothing in the drawn process overlaps or leaves the picture."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pictures.process import (
    TEXT_SIZE,
    Phase,
    ProcessDrawing,
    draw_across,
    draw_down,
    draw_process,
)
from wiki.pictures.text_metrics import text_width

NAMES = ["Förstå utmaningen", "Föreställa sig förändring", "Mobilisera"]
NAMES += ["Utveckla och testa", "Förverkliga och sprida", "Skapa värde"]


@pytest.mark.parametrize("draw", [draw_across, draw_down])
def test_six_phases_have_five_ways_onward_and_three_back(
    draw: Callable[[list[str]], ProcessDrawing],
) -> None:
    drawing = draw(NAMES)
    assert [phase.number for phase in drawing.phases] == [1, 2, 3, 4, 5, 6]
    assert (len(drawing.onward), len(drawing.back)) == (5, 3)
    words = [" ".join(line for line, _ in phase.lines) for phase in drawing.phases]
    assert words == NAMES


def test_both_drawings_show_the_same_phases() -> None:
    process = draw_process([Phase("understand", "Förstå", 2), Phase("envision", "Tänka", 0)])
    assert [phase.value for phase in process.phases] == ["understand", "envision"]
    assert len(process.across.phases) == len(process.down.phases) == 2
    assert process.across.back == ()


@given(st.lists(st.sampled_from(NAMES), max_size=6))
def test_nothing_leaves_the_picture(names: list[str]) -> None:
    for drawing in (draw_across(names), draw_down(names)):
        assert drawing.width > 0
        assert drawing.height > 0
        for phase in drawing.phases:
            assert phase.radius <= phase.x <= drawing.width - phase.radius
            assert phase.radius <= phase.y <= drawing.height - phase.radius
            assert phase.note_y <= drawing.height
            left, top, width, height = phase.area
            assert 0 <= left < left + width <= drawing.width
            assert 0 <= top < top + height <= drawing.height
            for line, y in phase.lines:
                width = text_width(line, TEXT_SIZE)
                left = phase.text_x - width / 2 if phase.is_centred else phase.text_x
                assert left >= 0
                assert left + width <= drawing.width
                assert 0 < y < phase.note_y
        for path in drawing.onward + drawing.back:
            assert all(float(number) >= 0 for number in re.findall(r"-?[\d.]+", path))
