"""No merge lets one note, link or abbreviation take the place of another."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.articles.merged import BASE, add, merge
from tests.markup.corpus import HOSTILE
from wiki.articles.labels import merge_bodies
from wiki.articles.merging.definitions import find_definitions, relabel
from wiki.markup.parse import find_doubled_labels


@pytest.mark.parametrize(
    ("label", "new"),
    [
        ("^1", "^2"),
        ("^7", "^1"),
        ("^källa", "^källa-2"),
        ("^Svensson 2020", "^svensson 2020-2"),
        ("a", "a-2"),
        ("1", "2"),
    ],
)
def test_labels_that_two_people_add_become_two(label: str, new: str) -> None:
    theirs = add(BASE, "kommuner", f"[{label}]", f"[{label}]: https://example.org/svensson")
    mine = add(BASE, "regioner", f"[{label}]", f"[{label}]: https://example.org/nilsson")
    merged = merge(BASE, mine, theirs)
    assert f"kommuner[{label}]" in merged
    assert f"\n[{label}]: https://example.org/svensson" in merged
    shown = f"[{new}]" if label.startswith("^") else f"[{label}][{new}]"
    assert f"regioner{shown}" in merged
    assert f"\n[{new}]: https://example.org/nilsson" in merged
    assert find_doubled_labels(merged) == []


def test_links_by_label_keep_the_words_that_are_shown() -> None:
    theirs = add(BASE, "kommuner", " [där][a]", "[a]: https://example.org/1")
    mine = add(
        BASE, "regioner", " [här][a] [A][] [a] [[a]] `[a]` [a](b)", "[A]: <https://b.se> (x)"
    )
    merged = merge(BASE, mine, theirs)
    assert "kommuner [där][a].\n\n[a]: https://example.org/1" in merged
    assert "regioner [här][a-2] [A][a-2] [a][a-2] [[a]] `[a]` [a](b)." in merged
    assert "[a-2]: <https://b.se> (x)" in merged


def test_a_note_with_more_paragraphs_moves_as_a_whole() -> None:
    theirs = add(BASE, "kommuner", "[^1]", "[^1]: Svensson\n\n    Mer om [^2].\n\n[^2]: Ek")
    mine = add(BASE, "regioner", "[^1][^2][^1]", "[^1]: Nilsson\n\n    Se `[^1]`.\n\n[^2]: Ask")
    merged = merge(BASE, mine, theirs)
    assert "kommuner[^1].\n\n[^1]: Svensson\n\n    Mer om [^2].\n\n[^2]: Ek" in merged
    assert "regioner[^3][^4][^3].\n\n[^3]: Nilsson\n\n    Se `[^1]`.\n\n[^4]: Ask" in merged


def test_what_both_add_alike_stays_one() -> None:
    both = add(BASE, "kommuner", "[^1]", "[^1]: Svensson")
    assert merge(BASE, both, both) == both
    twice = BASE + "\n*[SI]: Social innovation"
    assert merge(BASE, twice, "*[SI]: Social innovation\n\n" + BASE).count("*[SI]:") == 2


@pytest.mark.parametrize(("label", "new"), [("[^1]", "[^2]"), ("[a]", "[a-2]")])
def test_one_note_that_two_people_add_in_two_places_becomes_two(label: str, new: str) -> None:
    theirs = add(BASE, "kommuner", label, f"{label}: https://example.org")
    mine = add(BASE, "regioner", label, f"{label}: https://example.org")
    merged = merge(BASE, mine, theirs)
    assert f"\n{label}: https://example.org" in merged
    assert f"\n{new}: https://example.org" in merged
    assert find_doubled_labels(merged) == []


def test_a_label_of_the_base_keeps_its_name_when_one_side_changes_it() -> None:
    base = add(BASE, "kommuner", "[^1]", "[^1]: Svensson")
    mine = base.replace("Svensson", "Svensson 2020")
    theirs = base.replace("regioner", "regioner[^1]")
    merged = merge(base, mine, theirs)
    assert "[^1]: Svensson 2020" in merged
    assert "regioner[^1]" in merged


def test_a_definition_that_both_reword_is_a_conflict_of_words() -> None:
    base = add(BASE, "kommuner", "[^1]", "[^1]: Svensson")
    merged = merge_bodies(base, base.replace("Svensson", "Ek"), base.replace("Svensson", "Ask"))
    (conflict,) = merged.conflicts
    assert (conflict.mine, conflict.theirs) == ("[^1]: Ek\n", "[^1]: Ask\n")


NUMBERED = add(add(BASE, "kommuner", "[^1]", "[^1]: Ett"), "regioner", "[^2]", "[^2]: Två")
# A new note before the others, which are numbered anew by hand.
RENUMBERED = add(
    add(add(BASE, "Mitten", "[^1]", "[^1]: Nytt"), "kommuner", "[^2]", "[^2]: Ett"),
    "regioner",
    "[^3]",
    "[^3]: Två",
)


def leads(text: str) -> dict[str, str]:
    """Return what the note after each word says."""
    notes = {definition.label: definition.meaning for definition in find_definitions(text)}
    words = ("kommuner", "Mitten", "här", "regioner")
    places = {word: text.partition(f"{word}[^")[2].partition("]")[0] for word in words}
    return {word: notes[label] for word, label in places.items() if label}


@pytest.mark.parametrize("added", ["[^1]", "[^2]"])
def test_references_follow_notes_that_were_numbered_anew(added: str) -> None:
    meaning = {"[^1]": "Ett", "[^2]": "Två"}[added]
    other = NUMBERED.replace("här.", f"här{added}.")
    expected = {"kommuner": "Ett", "Mitten": "Nytt", "här": meaning, "regioner": "Två"}
    assert leads(merge(NUMBERED, RENUMBERED, other)) == expected
    assert leads(merge(NUMBERED, other, RENUMBERED)) == expected


def test_a_new_note_next_to_notes_that_were_numbered_anew() -> None:
    other = add(NUMBERED, "här", "[^3]", "[^3]: Mitt")
    expected = {"kommuner": "Ett", "Mitten": "Nytt", "här": "Mitt", "regioner": "Två"}
    assert leads(merge(NUMBERED, RENUMBERED, other)) == expected
    assert leads(merge(NUMBERED, other, RENUMBERED)) == expected


def test_notes_that_both_number_anew_lead_where_each_put_them() -> None:
    other = add(NUMBERED, "här", "[^2]", "[^2]: Mitt").replace("regioner[^2]", "regioner[^3]")
    other = other.replace("[^2]: Två", "[^3]: Två")
    expected = {"kommuner": "Ett", "Mitten": "Nytt", "här": "Mitt", "regioner": "Två"}
    assert leads(merge(NUMBERED, RENUMBERED, other)) == expected
    assert leads(merge(NUMBERED, other, RENUMBERED)) == expected


def test_a_line_whose_note_has_a_new_number_can_still_be_edited() -> None:
    other = NUMBERED.replace("Inledning om kommuner", "Inledningen om kommuner")
    assert "Inledningen om kommuner[^2]." in merge(NUMBERED, other, RENUMBERED)
    assert "Inledningen om kommuner[^2]." in merge(NUMBERED, RENUMBERED, other)


LABELLED = st.lists(
    st.sampled_from(
        [
            "a[^1]",
            "b[^2] SI",
            "c [x][r]",
            "",
            "[^1]: ett",
            "[^2]: två",
            "[^1]: två",
            "[^2]: ett",
            "[^A]: ett",
            "[r]: /x",
            "[r]: /y",
            "*[SI]: x",
            "    mer",
            "> [^1]: x",
            "```",
        ]
    ),
    max_size=9,
).map("\n".join)


@given(LABELLED, LABELLED)
def test_a_change_on_only_one_side_wins(base: str, other: str) -> None:
    for mine, theirs in ((base, other), (other, base), (other, other)):
        assert merge(base, mine, theirs) == other


@given(LABELLED, LABELLED, LABELLED)
def test_no_word_is_lost_that_somebody_adds(base: str, mine: str, theirs: str) -> None:
    words = merge_bodies(base, mine, theirs).whole
    for side in (mine, theirs):
        for word in {"ett", "två", "mer", "/x", "/y"} - set(base.split()):
            assert word not in side.split() or word in words


def test_two_meanings_of_an_abbreviation_are_a_conflict() -> None:
    theirs = add(BASE, "kommuner", "", "*[SI]: Social innovation")
    mine = add(BASE, "regioner", "", "*[SI]: Système international")
    merged = merge_bodies(BASE, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.mine == "*[SI]: Système international\n"
    assert conflict.theirs == "*[SI]: Social innovation\n"
    whole = merged.joined([conflict.mine + conflict.theirs])
    assert whole.count("*[SI]:") == 2
    for line in BASE.splitlines():
        assert line in whole
    same = add(BASE, "regioner", "", "*[SI]: Social innovation")
    assert merge_bodies(BASE, same, theirs).is_clean


@given(st.text(alphabet="[]^:1a* \n`>(h.", max_size=80))
def test_labels_change_and_nothing_else(source: str) -> None:
    assert relabel(source, {}) == source
    assert merge_bodies(source, source, source).joined(()) == source
    other = relabel(source, {("note", "1"): "9"})
    assert relabel(other, {("note", "9"): "1"}) == source


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name: str) -> None:
    started = time.process_time()
    find_definitions(HOSTILE[name])
    relabel(HOSTILE[name], {("note", "1"): "2", ("link", "a"): "b"})
    assert time.process_time() - started < 5


@pytest.mark.long
def test_more_labels_than_a_text_may_have_take_linear_time() -> None:
    labels = range(8_000)
    mine = add(BASE, "kommuner", "", "\n".join(f"[{label}]: /a{label}" for label in labels))
    theirs = add(BASE, "regioner", "", "\n".join(f"[{label}]: /b{label}" for label in labels))
    started = time.process_time()
    assert len(find_definitions(merge(BASE, mine, theirs))) == 2 * len(labels)
    assert time.process_time() - started < 5
