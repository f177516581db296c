"""Swedish words know their families: all forms of a word have one stem, and others another."""

from pathlib import Path

import pytest

from wiki.search.language.analysis import stem, stems_without_accents
from wiki.search.language.bases import swedish_bases, written_beginnings

FAMILIES = [
    line.split()
    for line in Path(__file__).with_name("families.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_a_family_has_one_stem(family: list[str]) -> None:
    assert len({stem(word, "sv") for word in family}) == 1


@pytest.mark.parametrize("word", ["städernas", "forskares", "sektorns", "resursens", "museets"])
def test_so_has_the_genitive(word: str) -> None:
    assert stem(word, "sv") == stem(word[:-1], "sv")


def test_families_do_not_share_a_stem() -> None:
    first = {stem(family[0], "sv"): family[0] for family in FAMILIES}
    assert len(first) == len({family[0] for family in FAMILIES})


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("städer", ("", "stad")),
        ("storstäder", ("stor", "stad")),
        ("skogsprogrammet", ("skogs", "program")),
        ("böckernas", ("", "bok")),
        ("planet", ("", "planet")),
        ("internet", ("", "internet")),
        ("amerikan", ("", "amerikan")),
        ("kvinnoröster", None),
        ("mest", None),
        ("qwerty", None),
        ("", None),
    ],
)
def test_a_word_leads_to_its_base_form(word: str, base: tuple[str, str] | None) -> None:
    assert swedish_bases().find(word) == base


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ensam", "ensamhet"),
        ("stad", "stadig"),
        ("vikt", "viktig"),
        ("tom", "tomat"),
        ("rätt", "berätta"),
        ("sekt", "sektor"),
        ("plan", "planet"),
        ("doktor", "doktorand"),
        ("vinter", "vinst"),
    ],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one, "sv") != stem(other, "sv")


def test_without_accents_a_word_has_the_stems_that_it_may_mean() -> None:
    assert "stad" in stems_without_accents("stader")
    assert "foralder" in stems_without_accents("foraldrar")


@pytest.mark.parametrize(
    "family", [family for family in FAMILIES if len(family[0]) > 2], ids=lambda family: family[0]
)
def test_forms_begin_with_the_letters_that_are_told(family: list[str]) -> None:
    beginnings = written_beginnings(stem(family[0], "sv"))
    assert all(word.startswith(beginnings) for word in family), beginnings
