"""Notes that two people add go together, and what one refers to stays defined."""

import pytest

from tests.articles.merged import BASE, add, merge
from wiki.articles.labels import merge_bodies


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("", "[^1]: Ek\n", "[^1]: Ask\n", "[^1]: Ask\n[^2]: Ek\n"),
        ("[^1]: x", "[^1]: x\n[^2]: y", "[^1]: x\n[^2]: z", "[^1]: x\n[^2]: z\n[^3]: y"),
        ("[^1]: x", "[^1]: x\n\n[^2]: y", "[^1]: x\n[^2]: z", "[^1]: x\n\n[^2]: z\n\n[^3]: y"),
        ("[^1]: x", "[^1]: X\n", "[^1]: x\n[^2]: z\n", "[^1]: X\n[^2]: z\n"),
        ("[^1]: x\n", "[^2]: y\n", "[^1]: x\n[^3]: z\n", "[^3]: z\n[^2]: y\n"),
        ("", "[a]: /x\n", "*[SI]: x\n", "*[SI]: x\n[a]: /x\n"),
        ("", "[^a]: x\n\n    y\n", "[^b]: z\n", "[^b]: z\n\n[^a]: x\n\n    y\n"),
        ("[^1]: x\n", "[^0]: y\n[^1]: x\n", "[^1]: x\n[^2]: z\n", "[^0]: y\n[^1]: x\n[^2]: z\n"),
    ],
)
def test_notes_that_two_people_add_below_a_text_go_together(
    base: str, mine: str, theirs: str, merged: str
) -> None:
    start = BASE + "\n"
    assert merge(start + base, start + mine, start + theirs) == start + merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("[^1]: x\n", "[^1]: y\n", "[^1]: z\n"),
        ("[^1]: x\n[^2]: y\n", "[^1]: x\n", "[^1]: x\n[^2]: z\n"),
        ("[^1]: x\n[^2]: y\n", "[^2]: Y\n[^1]: X\n", "[^1]: x\n[^2]: y\n[^3]: z\n"),
        ("", "[^1]: x\n", "Mer text.\n"),
        ("", "[1]: Svensson\n", "[2]: Nilsson\n"),
        ("```\n```\n", "```\n[^1]: x\n```\n", "```\n[^2]: y\n```\n"),
        ("[^1]: x\n\n    y\n", "[^1]: X\n\n    Y\n", "[^1]: x\n\n    y\n    z\n"),
    ],
)
def test_what_two_people_change_in_one_note_or_beside_it_is_a_conflict(
    base: str, mine: str, theirs: str
) -> None:
    start = BASE + "\n"
    assert not merge_bodies(start + base, start + mine, start + theirs).is_clean


CITED = BASE.replace("kommuner.", "kommuner[^1] SI [r].") + (
    "\n[^1]: Svensson [^x]\n\n    Mer.\n\n[^x]: Inre\n\n[r]: https://b.se\n\n"
    "*[SI]: Innovation\n\nSlut.\n"
)
DEFINED = {
    "[^1]": "[^1]: Svensson [^x]\n\n    Mer.\n\n[^x]: Inre\n",
    "[rapporten][r]": "[r]: https://b.se\n",
    "[R]": "[r]: https://b.se\n",
    "(SI)": "*[SI]: Innovation\n",
}


@pytest.mark.parametrize("added", DEFINED)
def test_what_one_takes_out_and_the_other_refers_to_stays_defined(added: str) -> None:
    without = BASE + "\nSlut.\n"
    other = CITED.replace("Slut.", f"Slut {added}.")
    for mine, theirs in ((without, other), (other, without)):
        merged = merge(CITED, mine, theirs)
        assert merged == BASE + f"\nSlut {added}.\n\n{DEFINED[added]}"


def test_a_note_that_is_renamed_and_reworded_stays_beside_the_new_one() -> None:
    base = add(BASE, "kommuner", "[^1]", "[^1]: Svensson 2020")
    mine = add(BASE, "kommuner", "[^sv]", "[^sv]: Svensson, A. (2020). Boken.")
    merged = merge(base, mine, base.replace("regioner.", "regioner[^1]."))
    assert "kommuner[^sv].\n\n[^sv]: Svensson, A. (2020). Boken." in merged
    assert merged.endswith("regioner[^1].\n\n[^1]: Svensson 2020\n")


@pytest.mark.parametrize(
    ("note", "is_another"),
    [("Ek 2020", True), ("Svensson, A. (2020). Boken.", False), ("Svenson 2020", False)],
)
def test_a_reference_leads_to_the_note_that_its_author_saw(note: str, is_another: bool) -> None:
    base = add(BASE, "kommuner", "[^1]", "[^1]: Svensson 2020")
    replaced = base.replace("[^1]: Svensson 2020", f"[^1]: {note}")
    other = base.replace("regioner.", "regioner[^1].")
    for mine, theirs in ((replaced, other), (other, replaced)):
        merged = merge(base, mine, theirs)
        label = "[^2]" if is_another else "[^1]"
        assert f"kommuner{label}.\n\n{label}: {note}" in merged
        assert "regioner[^1]." in merged
        assert merged.endswith("\n\n[^1]: Svensson 2020\n") == is_another


def test_what_one_takes_out_stays_out_where_nobody_refers_to_it_anew() -> None:
    for mine in (
        BASE + "\nSlut.\n",
        CITED.replace("[^1]: Svensson [^x]\n\n    Mer.\n\n", ""),
        CITED.replace("*[SI]: Innovation\n\n", ""),
    ):
        theirs = CITED.replace("här.", "här SI.")
        merged = merge(CITED, mine, theirs)
        assert merged == mine.replace("här.", "här SI.") or "*[SI]" in merged
        assert merge(CITED, mine, CITED) == mine


def test_a_definition_is_kept_where_something_else_is_a_conflict() -> None:
    base = add(BASE, "kommuner", "[^1]", "> [^1]: Svensson")
    mine = BASE.replace("regioner.", "oss.")
    theirs = base.replace("här.", "här[^1].").replace("regioner.", "dem.").rstrip()
    merged = merge_bodies(base, mine.rstrip(), theirs)
    assert len(merged.conflicts) == 1
    assert merged.whole.endswith("dem.\n\n[^1]: Svensson")


LISTED = "Ett[^1].\n\nTvå[^2].\n\nTre.\n\nFyra.\n\n[^1]: Ett\n[^2]: Två\n"


def test_a_note_is_added_to_a_list_of_notes_that_is_numbered_anew() -> None:
    anew = (
        "Noll[^1].\n\nEtt[^2].\n\nTvå[^3].\n\nTre.\n\nFyra.\n\n[^1]: Noll\n[^2]: Ett\n[^3]: Två\n"
    )
    other = LISTED.replace("Fyra.", "Fyra[^3].") + "[^3]: Fyra\n"
    expected = anew.replace("Fyra.", "Fyra[^4].") + "[^4]: Fyra\n"
    assert merge(LISTED, anew, other) == merge(LISTED, other, anew) == expected
