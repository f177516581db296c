"""Test that lines avoid labels and circles, and bend no more than needed."""

import numpy as np
import pytest

from wiki.pictures.topiclines import Ends, Obstacles, PlacedLine, draw_line
from wiki.pictures.topiclinks import TopicLink

ENDS: Ends = ((50.0, 100.0, 20.0), (350.0, 100.0, 20.0))


def obstacles(*labels: tuple[float, float, float, float], height: float = 200.0) -> Obstacles:
    found = np.array(labels).reshape(-1, 4)
    return Obstacles(found, np.array([*ENDS]), 400.0, height)


def draw(around: Obstacles, ends: Ends = ENDS, count: int = 1) -> PlacedLine:
    return draw_line(TopicLink(0, 1, count), ends, around, 9)


def middle_of(line: PlacedLine) -> tuple[float, float]:
    return (line.x1 + 2 * line.bend_x + line.x2) / 4, (line.y1 + 2 * line.bend_y + line.y2) / 4


def test_a_line_with_nothing_in_its_way_is_straight_from_rim_to_rim() -> None:
    line = draw(obstacles())
    assert (line.x1, line.y1, line.x2, line.y2) == (70.0, 100.0, 330.0, 100.0)
    assert (line.bend_x, line.bend_y) == (200.0, 100.0)


@pytest.mark.parametrize("label", [(150, 90, 250, 104), (150, 96, 250, 110)])
def test_a_line_bends_around_words_and_stays_on_the_map(
    label: tuple[float, float, float, float],
) -> None:
    line = draw(obstacles(label))
    _, y = middle_of(line)
    assert y < label[1] or y > label[3]
    assert 0 <= line.bend_y <= 200


def test_a_line_bends_around_the_circle_of_another_topic() -> None:
    circles = np.array([*ENDS, (200.0, 100.0, 14.0)])
    line = draw(Obstacles(np.zeros((0, 4)), circles, 400.0, 200.0))
    assert abs(middle_of(line)[1] - 100) > 14


def test_a_line_stays_straight_where_bending_helps_little_or_leaves_the_map() -> None:
    assert draw(obstacles((196, 95, 204, 105))).bend_y == 100.0
    assert draw(obstacles((150, 0, 250, 200))).bend_y == 100.0
    low = ((50.0, 20.0, 20.0), (350.0, 20.0, 20.0))
    assert draw(obstacles((100, 10, 300, 30), height=40), low).bend_y == 20.0


def test_circles_that_touch_are_joined_by_no_length() -> None:
    line = draw(obstacles(), ((100.0, 100.0, 20.0), (100.0, 100.0, 20.0)))
    assert (line.x1, line.y1) == (line.x2, line.y2) == (100.0, 100.0)


def test_topics_that_share_more_are_joined_by_a_thicker_line() -> None:
    assert [draw(obstacles(), count=count).thickness for count in (0, 1, 9)] == [1.0, 2.3, 5.0]
