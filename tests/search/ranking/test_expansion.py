"""Expansion: a topic's other names, in both languages."""

from wiki.search.ranking.expansion import Expansion, find_expansions

NAMES = (
    (1, "sv", "Medborgardialog"),
    (1, "en", "Citizen dialogue"),
    (2, "sv", "Social ekonomi"),
    (2, "en", "Social economy"),
    (2, "sv", "Tredje sektorn"),
    (3, "sv", "Malmö universitet"),
    (3, "en", "Malmö University"),
)


def test_a_question_is_expanded_by_the_other_language() -> None:
    assert find_expansions(["medborgardialog"], NAMES) == [
        Expansion("medborgardialog", "en", "citizen dialogu")
    ]
    assert find_expansions(["citizen", "dialogue"], NAMES) == [
        Expansion("citizen", "en", "citizen dialogu", is_asked=True, after=("dialogue",)),
        Expansion("citizen", "sv", "medborgardialog", after=("dialogue",)),
    ]


def test_names_of_several_words_are_named_whole_in_any_form_and_without_accents() -> None:
    found = find_expansions(["om", "sociala", "ekonomier"], NAMES)
    assert {expansion.term for expansion in found if not expansion.is_asked} == {
        "tredj sektor",
        "social economi",
    }
    assert find_expansions(["malmo", "universitet"], NAMES)
    assert find_expansions(["social"], NAMES) == []


def test_a_question_that_names_nothing_stays_as_it_is() -> None:
    assert find_expansions(["tvättmaskin"], NAMES) == []
    assert find_expansions([], NAMES) == []
    assert find_expansions(["medborgardialog"], ()) == []
