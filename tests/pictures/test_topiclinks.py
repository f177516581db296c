"""Test which links between topics are drawn."""

from wiki.pictures.topiclinks import Topic, TopicLink, choose_links, list_neighbours


def test_a_link_is_strong_when_two_topics_share_much_of_what_they_have() -> None:
    large = Topic("Stort", 900)
    topics = (large, large, large, large, Topic("Litet", 10), Topic("Smått", 10))
    small = TopicLink(4, 5, 8)
    to_large = [TopicLink(large, 4, 9) for large in range(4)]
    chosen = choose_links((*to_large, small, TopicLink(0, 5, 0, is_narrower=True)), topics)
    assert small in chosen
    assert TopicLink(0, 5, 0, is_narrower=True) in chosen


def test_neighbours_are_listed_by_what_they_share() -> None:
    links = (TopicLink(0, 1, 2), TopicLink(0, 2, 5), TopicLink(1, 2, 0, is_narrower=True))
    assert list_neighbours(links, 4) == [[(2, 5), (1, 2)], [(0, 2)], [(0, 5)], []]
