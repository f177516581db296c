"""Two people's edits are merged or become a conflict, and are never lost."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.articles.merge import (
    MOST_COMBINED,
    Conflict,
    Merge,
    ValueConflict,
    has_markers,
    merge_texts,
    merge_values,
)

LINES = st.sampled_from(
    ["a", "b", "c", "ord ett två tre fyra fem", "ord två tre fyra fem", "", "å"]
)
TEXTS = st.lists(LINES, max_size=9).map("\n".join) | st.lists(LINES, max_size=9).map("\r\n".join)
RAW = st.text(alphabet="ab \r\n", max_size=20)
ANY = TEXTS | RAW

BASE = "ett\ntvå\ntre\nfyra\nfem\n"


def written(merge: Merge) -> str:
    """Return the text with both versions of each conflict."""
    return merge.joined([found.mine + found.theirs for found in merge.conflicts])


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        ("ETT\ntvå\ntre\nfyra\nfem\n", "ett\ntvå\nTRE\nfyra\nfem\n", "ETT\ntvå\nTRE\nfyra\nfem\n"),
        ("ett\ntvå\ntre\nfyra\nfem\nsex\n", "noll\n" + BASE, "noll\n" + BASE + "sex\n"),
        ("ett\ntre\nfyra\nfem\n", "ett\ntvå\ntre\nfyra\n", "ett\ntre\nfyra\n"),
        ("ett\n2\ntre\nfyra\nfem\n", "ett\n2\ntre\nfyra\nfem", "ett\n2\ntre\nfyra\nfem"),
        (BASE.replace("\n", "\r\n"), BASE + "sex\n", (BASE + "sex\n").replace("\n", "\r\n")),
        (BASE.rstrip(), "noll\n" + BASE, "noll\n" + BASE.rstrip()),
    ],
)
def test_separate_edits_are_merged(mine: str, theirs: str, merged: str) -> None:
    merge = merge_texts(BASE, mine, theirs)
    assert merge.is_clean
    assert written(merge) == merged


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("ett\n2\ntre\nfyra\nfem\n", "ett\nII\ntre\nfyra\nfem\n"),
        ("ett\n2\ntre\nfyra\nfem\n", "ett\ntvå\nIII\nfyra\nfem\n"),
        ("ett\ntre\nfyra\nfem\n", "ett\nII\ntre\nfyra\nfem\n"),
        ("ett\nmitt\ntvå\ntre\nfyra\nfem\n", "ett\nditt\ntvå\ntre\nfyra\nfem\n"),
    ],
)
def test_edits_that_overlap_or_touch_are_a_conflict(mine: str, theirs: str) -> None:
    assert len(merge_texts(BASE, mine, theirs).conflicts) == 1


def test_what_is_settled_stands_in_place_of_each_conflict() -> None:
    merge = merge_texts("a\nb\nc\nd\n", "a\nmitt\nc\nD\n", "a\nderas\noch mer\nc\nd d\n")
    assert merge.conflicts == (
        Conflict("b\n", "mitt\n", "deras\noch mer\n"),
        Conflict("d\n", "D\n", "d d\n"),
    )
    assert merge.joined(["vårt\n", ""]) == "a\nvårt\nc\n"


def test_marks_of_another_program_are_found() -> None:
    assert has_markers("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n")
    assert not has_markers("Rubrik\n=======\n\n> citat\n")


def test_a_blank_line_differs_from_no_line() -> None:
    (conflict,) = merge_texts("a\nb\nc", "a\n\nc", "a\nc").conflicts
    assert (conflict.mine, conflict.theirs) == ("\n", "")


PARAGRAPH = "Social innovation möter behov i samhället och skapar nya sätt att arbeta tillsammans."


def test_distant_edits_in_a_line_are_merged_and_reported() -> None:
    mine = PARAGRAPH.replace("Social", "En social")
    theirs = PARAGRAPH.replace("arbeta", "verka")
    merge = merge_texts(PARAGRAPH, mine, theirs)
    assert written(merge) == mine.replace("arbeta", "verka")
    assert merge.combined == (written(merge),)


def test_near_edits_in_a_line_are_a_conflict() -> None:
    mine = PARAGRAPH.replace("behov", "stora behov")
    theirs = PARAGRAPH.replace("samhället", "världen")
    assert not merge_texts(PARAGRAPH, mine, theirs).is_clean


def test_edits_in_adjacent_lines_are_never_merged_by_word() -> None:
    base = f"- {PARAGRAPH}\n- {PARAGRAPH} Två.\n"
    mine = base.replace("- Social", "- En social", 1)
    theirs = base.replace("Två.", "Två!")
    assert not merge_texts(base, mine, theirs).is_clean


def test_no_more_lines_are_merged_by_word_than_an_author_reads() -> None:
    base = "".join(f"{PARAGRAPH} {number}\n\n" for number in range(MOST_COMBINED + 1))
    mine, theirs = base.replace("Social", "En social"), base.replace("arbeta", "verka")
    merge = merge_texts(base, mine, theirs)
    assert len(merge.combined) == MOST_COMBINED
    assert len(merge.conflicts) == 1


PARTS = [f"Stycke {number}." for number in range(1, 7)]


def joined(*numbers: int) -> str:
    return "\n\n".join(PARTS[number - 1] for number in numbers)


@pytest.mark.parametrize(
    ("mine", "theirs", "asked"),
    [
        (joined(2, 3, 4, 1, 5, 6), joined(2, 3, 4, 5, 6, 1), [("mine", ""), ("", "theirs")]),
        (joined(2, 3, 4, 5, 6, 1), joined(2, 3, 4, 1, 5, 6), [("", "theirs"), ("mine", "")]),
        (joined(2, 3, 4, 1, 5, 6), joined(2, 3, 4, 5, 6), [("mine", "")]),
        (joined(2, 3, 4, 5, 6), joined(2, 3, 4, 1, 5, 6), [("", "theirs")]),
    ],
)
def test_two_moves_of_a_line_or_a_move_of_what_is_deleted_are_a_conflict(
    mine: str, theirs: str, asked: list[tuple[str, str]]
) -> None:
    base = joined(1, 2, 3, 4, 5, 6)
    merge = merge_texts(base, mine, theirs)
    sides = {"mine": f"\n{PARTS[0]}\n", "theirs": f"\n{PARTS[0]}\n", "": ""}
    assert [(found.mine, found.theirs) for found in merge.conflicts] == [
        (sides[own], sides[other]) for own, other in asked
    ]
    assert merge.joined([found.mine for found in merge.conflicts]).rstrip() == mine
    assert merge.joined([found.theirs for found in merge.conflicts]).rstrip() == theirs


def test_two_equal_lines_of_which_each_side_deletes_another_are_a_conflict() -> None:
    merge = merge_texts("a\na\nb\na\nb\na\na", "a\na\nb\na", "a\na\na\nb\na\na")
    assert "b" in written(merge).split()


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        (joined(1, 2, 3, 4), joined(2, 3, 4, 1), joined(2, 3, 4, 1), joined(2, 3, 4, 1)),
        (joined(1, 2, 3, 4, 5), joined(2, 3, 1, 4, 5), joined(1, 2, 3, 4), joined(2, 3, 1, 4)),
        (
            "a\n---\nb\nc\nd\ne",
            "a\nb\n---\nc\nd\ne",
            "a\nb\nc\nd\n---\ne",
            "a\nb\n---\nc\nd\n---\ne",
        ),
        (
            "- Ja\nb\nc\nd\ne",
            "- Ja\nb\n- Ja\nc\nd\ne",
            "- Ja\nb\nc\nd\n- Ja\ne",
            "- Ja\nb\n- Ja\nc\nd\n- Ja\ne",
        ),
    ],
)
def test_what_only_one_side_moves_or_both_add_is_merged(
    base: str, mine: str, theirs: str, merged: str
) -> None:
    merge = merge_texts(base, mine, theirs)
    assert merge.is_clean
    assert written(merge) == merged


@given(ANY, ANY)
def test_a_change_on_only_one_side_wins(base: str, other: str) -> None:
    for merge in (
        merge_texts(base, base, other),
        merge_texts(base, other, base),
        merge_texts(base, other, other),
    ):
        assert merge.is_clean
        assert written(merge) == other


@given(ANY, ANY, ANY)
def test_both_sides_are_treated_alike(base: str, mine: str, theirs: str) -> None:
    merge, mirrored = merge_texts(base, mine, theirs), merge_texts(base, theirs, mine)
    assert [(c.mine, c.theirs) for c in merge.conflicts] == [
        (c.theirs, c.mine) for c in mirrored.conflicts
    ]
    if merge.is_clean:
        assert written(merge) == written(mirrored)


@given(ANY, ANY, ANY)
def test_no_inserted_line_or_word_is_lost(base: str, mine: str, theirs: str) -> None:
    merge = merge_texts(base, mine, theirs)
    lines = {line.rstrip("\r") for line in written(merge).split("\n")}
    words = written(merge).split()
    for side in (mine, theirs):
        inserted = {line.rstrip("\r") for line in side.split("\n")}
        inserted -= {line.rstrip("\r") for line in base.split("\n")}
        if not merge.combined:
            assert inserted <= lines
        assert {word for line in inserted for word in line.split()} <= set(words)


@given(ANY, ANY, ANY)
def test_what_all_versions_have_stays(base: str, mine: str, theirs: str) -> None:
    merge = merge_texts(base, mine, theirs)
    sides = [{line.rstrip("\r") for line in text.split("\n")} for text in (base, mine, theirs)]
    common = {line for line in set.intersection(*sides) if line.strip()}
    if not merge.combined:
        assert common <= {line.rstrip("\r") for line in written(merge).split("\n")}


@given(ANY, ANY, ANY)
def test_merging_does_not_mix_line_endings(base: str, mine: str, theirs: str) -> None:
    pure = [text for text in (base, mine, theirs) if text.count("\r") in (0, text.count("\r\n"))]
    unmixed = [text for text in pure if text.count("\r\n") in (0, text.count("\n"))]
    if len(unmixed) == 3:
        merged = written(merge_texts(base, mine, theirs))
        assert merged.count("\r\n") in (0, merged.count("\n"))


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("alphabet", ["a\n", "ab\n", "ab ", "\n", "\r\n", ".,;", "abcdefgh    \n"])
def test_any_texts_are_merged_in_time(alphabet: str) -> None:
    dice = random.Random(3)
    texts = ["".join(dice.choices(alphabet, k=256 * 1024)) for _ in range(3)]
    started = time.process_time()
    merge = merge_texts(*texts)
    assert merge.is_clean == (alphabet == "\n")
    # Five times what a slow core needs: only a runaway merge fails.
    assert time.process_time() - started < 7


def test_values_are_merged_by_name() -> None:
    merge = merge_values(
        {"title": "A", "year": 1990, "place": "Borås", "actors": ["x"]},
        {"title": "B", "year": 1990, "actors": ["x", "mitt"], "stage": "realising"},
        {"title": "A", "year": 1991, "place": "Borås", "actors": ["x", "deras"]},
    )
    assert merge.value == {
        "title": "B",
        "year": 1991,
        "actors": ["x", "mitt"],
        "stage": "realising",
    }
    assert merge.conflicts == {"actors": ValueConflict(["x"], ["x", "mitt"], ["x", "deras"])}
    assert not merge.is_clean


def test_a_value_that_is_removed_and_changed_is_a_conflict() -> None:
    merge = merge_values({"place": "A"}, {}, {"place": "B"})
    assert merge.conflicts == {"place": ValueConflict("A", None, "B")}


VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2) | st.lists(st.just(1)))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value", "is_clean"),
    [
        ("A", "B", "A", "B", True),
        ("A", "A", "B", "B", True),
        ("A", "B", "B", "B", True),
        ("A", "B", "C", "B", False),
        (None, "", "C", "", False),
        ([1], [1, 2], [1], [1, 2], True),
    ],
)
def test_a_single_value_is_merged(
    base: object, mine: object, theirs: object, value: object, is_clean: bool
) -> None:
    merge = merge_values(base, mine, theirs)
    assert merge.value == value
    assert merge.is_clean == is_clean
    assert merge.conflicts == ({} if is_clean else {"": ValueConflict(base, mine, theirs)})


@given(VALUES, VALUES)
def test_values_that_only_one_side_changed_win(
    base: dict[str, object], other: dict[str, object]
) -> None:
    for merge in (
        merge_values(base, base, other),
        merge_values(base, other, base),
        merge_values(base, other, other),
    ):
        assert merge.is_clean
        assert merge.value == other
