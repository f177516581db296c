"""Test that the topic map is deterministic, and that nothing overlaps or leaves it."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.pictures.text_metrics import text_width
from wiki.pictures.topiclinks import Topic, TopicLink
from wiki.pictures.topicmap import MIDDLE, NARROW, TEXT_SIZE, WIDE, Sheet, draw_map

LABELS = ["Välfärd", "Hälsa och vård", "Landsbygdsutveckling", "Effekter och mätning av nytta"]
TOPICS = st.lists(st.builds(Topic, st.sampled_from(LABELS), st.integers(0, 2000)), max_size=24).map(
    tuple
)


@st.composite
def maps(draw: st.DrawFn) -> tuple[tuple[Topic, ...], tuple[TopicLink, ...]]:
    """Make topics and links between any of them."""
    topics = draw(TOPICS)
    pairs = list(combinations(range(len(topics)), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    counts = st.integers(0, 50)
    return topics, tuple(TopicLink(*pair, draw(counts), draw(st.booleans())) for pair in chosen)


def test_no_topic_is_an_empty_map() -> None:
    drawn = draw_map((), (), WIDE)
    assert (drawn.topics, drawn.lines) == ((), ())


def test_a_single_topic_can_be_drawn() -> None:
    drawn = draw_map((Topic("Välfärd", 3),), (), NARROW)
    assert len(drawn.topics) == 1
    assert drawn.lines == ()
    assert drawn.topics[0].lines[0][0] == "Välfärd"


def test_topics_with_more_articles_are_larger_and_linked_ones_are_closer() -> None:
    topics = tuple(Topic(f"Ämne {number}", 20 - 3 * number) for number in range(6))
    drawn = draw_map(topics, (TopicLink(0, 1, 9), TopicLink(3, 4, 5)), WIDE)
    radii = [topic.radius for topic in drawn.topics]
    assert radii == sorted(radii, reverse=True)
    places = [(topic.x, topic.y) for topic in drawn.topics]
    others = [math.dist(places[0], places[number]) for number in (2, 3, 4, 5)]
    assert math.dist(places[0], places[1]) < sum(others) / len(others)
    assert drawn.lines[0].thickness > drawn.lines[1].thickness


def test_a_wide_sheet_is_used_where_there_are_topics_enough() -> None:
    topics = tuple(Topic("Ett ämne till", 9 - place // 2) for place in range(16))
    drawn = draw_map(topics, (TopicLink(0, 1, 9), TopicLink(3, 4, 5)), WIDE)
    assert drawn.width > 0.8 * WIDE.width
    assert drawn.height < drawn.width / 2


def test_a_small_sheet_shows_the_first_topics_and_their_links() -> None:
    topics = tuple(Topic("Ämne", 5) for _ in range(5))
    links = (TopicLink(0, 1, 2), TopicLink(1, 4, 2))
    drawn = draw_map(topics, links, Sheet(300, 1.7, 0.7, 3))
    assert len(drawn.topics) == 3
    assert [line.link for line in drawn.lines] == [links[0]]


@pytest.mark.long
@settings(max_examples=40)
@given(maps(), st.sampled_from([WIDE, MIDDLE, NARROW]))
def test_nothing_leaves_the_map_or_lies_on_another(
    given_map: tuple[tuple[Topic, ...], tuple[TopicLink, ...]], sheet: Sheet
) -> None:
    topics, links = given_map
    drawn = draw_map(topics, links, sheet)
    assert drawn.width <= sheet.width + 1
    for topic in drawn.topics:
        left, top, width, height = topic.box
        assert all(math.isfinite(place) for place in (topic.x, topic.y, topic.radius))
        assert left >= 0
        assert top >= 0
        assert left + width <= drawn.width + 0.2
        assert top + height <= drawn.height + 0.2
        assert topic.y - topic.radius >= top - 0.2
        for words, y in topic.lines:
            assert text_width(words, TEXT_SIZE) <= width + 0.2
            assert topic.y + topic.radius < y < top + height + 0.2
    for topic, other in combinations(drawn.topics, 2):
        apart_x = abs(topic.x - other.x) >= (topic.box[2] + other.box[2]) / 2
        middles = [place.box[1] + place.box[3] / 2 for place in (topic, other)]
        apart_y = abs(middles[0] - middles[1]) >= (topic.box[3] + other.box[3]) / 2
        assert apart_x or apart_y
    for line in drawn.lines:
        assert min(line.x1, line.bend_x, line.x2, line.y1, line.bend_y, line.y2) >= 0
        assert max(line.x1, line.bend_x, line.x2) <= drawn.width
        assert max(line.y1, line.bend_y, line.y2) <= drawn.height
    draw_map.cache_clear()
    assert draw_map(topics, links, sheet) == drawn
