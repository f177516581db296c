"""Which parts of a text have changed: by example, and whatever the texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.pairs.align import find_changes, find_counterparts, settle
from wiki.pairs.parts import Part, split_text

FIRST = """Början är kort.

## Mål

Vi vill att alla i byn träffas vid vattnet varje vecka.

## Medel

En brygga och en båt räcker för det mesta.

### Pengar

Kommunen betalar.
"""


def parts(body: str, title: str = "Byken", summary: str = "", **facts: object) -> list[Part]:
    return split_text(title, summary, facts, body)


def names(before: list[Part], after: list[Part]) -> list[tuple[str, str]]:
    return [
        (
            (change.before.heading or change.before.sort) if change.before else "",
            (change.after.heading or change.after.sort) if change.after else "",
        )
        for change in find_changes(before, after)
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (FIRST, []),
        (FIRST.replace("\n\n", "\n\n\n"), []),
        (FIRST.replace("varje vecka", "varje\nvecka"), []),
        (FIRST.replace("varje vecka", "varje dag"), [("Mål", "Mål")]),
        (FIRST.replace("är kort", "är lång"), [("section", "section")]),
        (FIRST.replace("## Mål", "## Syfte"), [("Mål", "Syfte")]),
        (FIRST.replace("## Medel", "### Medel"), [("Medel", "Medel")]),
        (FIRST + "\n## Sist\n\nNya ord om något annat.\n", [("", "Sist")]),
        (FIRST.split("### Pengar", maxsplit=1)[0], [("Pengar", "")]),
        (FIRST.replace("betalar", "betalade").replace("kort", "lång"), None),
    ],
)
def test_changes_by_example(body: str, found: list[tuple[str, str]] | None) -> None:
    expected = found if found is not None else [("section", "section"), ("Pengar", "Pengar")]
    assert names(parts(FIRST), parts(body)) == expected


def test_a_section_that_only_moved_has_not_changed() -> None:
    beginning, goal, means = FIRST.split("\n## ")
    moved = f"{beginning}\n## {means}\n## {goal}"
    assert names(parts(FIRST), parts(moved)) == []


def test_title_summary_and_facts_are_parts() -> None:
    before = parts("", "Byken", "Kort.", year=2020)
    assert names(before, parts("", "Byket", "Kort.", year=2020)) == [("title", "title")]
    assert names(before, parts("", "Byken", "Längre.", year=2020)) == [("title", "title")]
    assert names(before, parts("", "Byken", "Kort.", year=2021)) == [("facts", "facts")]
    assert names(before, parts("", "Byken", "Kort.")) == [("facts", "")]


@pytest.mark.parametrize(
    ("translated", "found"),
    [
        ("Short.\n\n## Goal\n\na\n\n## Means\n\nb\n\n### Money\n\nc", ["Goal", "Means", "Money"]),
        ("Short.\n\n## Goal\n\na\n\n## Means\n\nb", ["Goal", "Means", None]),
        ("## Goal\n\na\n\n## Means\n\nb\n\n### Money\n\nc", ["Goal", "Means", "Money"]),
        ("", [None, None, None]),
    ],
)
def test_counterparts_by_example(translated: str, found: list[str | None]) -> None:
    base = parts(FIRST)
    counterparts = find_counterparts(base, parts(translated))
    headed = [part for part in base if part.heading]
    said = [counterparts.get(part.mark) for part in headed]
    assert [part.heading if part else None for part in said] == found


SECTIONS = st.lists(
    st.tuples(
        st.sampled_from(["", "#", "##", "###"]), st.sampled_from("abc"), st.text("xy ", max_size=9)
    ),
    max_size=7,
).map(lambda found: "\n\n".join(f"{sign} {name}\n\n{text}" for sign, name, text in found))


@given(SECTIONS, SECTIONS)
def test_each_part_is_in_one_change_at_most_and_settling_all_leaves_none(
    first: str, second: str
) -> None:
    base, now = parts(first, "a"), parts(second, "b")
    changes = find_changes(base, now)
    for side in ([c.before for c in changes], [c.after for c in changes]):
        told = [id(part) for part in side if part]
        assert len(told) == len(set(told))
    while changes:
        base = settle(base, now, changes[-1])
        left = find_changes(base, now)
        assert len(left) == len(changes) - 1
        changes = left
    assert sorted(part.mark for part in base) == sorted(part.mark for part in now)


@given(SECTIONS)
def test_a_text_has_not_changed_against_itself(body: str) -> None:
    assert find_changes(parts(body), parts(body)) == []


@given(st.text(max_size=300))
def test_no_words_are_in_no_part(body: str) -> None:
    said = "".join(part.text for part in split_text("", "", {}, body))
    assert "".join(said.split()) == "".join(body.split())
