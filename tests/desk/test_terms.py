"""Read a line of terms, and write a deed down."""

import random
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from wiki.desk.terms import Words, read_deed, write_deed


@dataclass(frozen=True)
class Known:
    id: int
    sv: str
    en: str
    synonyms: tuple[tuple[str, str], ...] = ()

    def label(self, language: str) -> str:
        return self.sv if language == "sv" else self.en


TERMS = [
    Known(1, "Samskapande", "Co-creation", (("sv", "medskapande"),)),
    Known(2, "Fred, rättvisa och starka institutioner", "Peace"),
    Known(3, "Fred", "Calm", (("sv", "ro"),)),
    Known(4, "Malmö universitet", "Malmö University", (("sv", "ro"),)),
    Known(5, "Peace", "Quiet"),
]


def test_terms_are_read_between_commas() -> None:
    cases: list[tuple[str, list[int], list[str], list[str]]] = [
        ("", [], [], []),
        (" , ,, ", [], [], []),
        ("samskapande", [1], [], []),
        ("MEDSKAPANDE, Samskapande", [1], [], []),
        ("malmo universitet,  Co-creation ,", [4, 1], [], []),
        # As much as possible is one term.
        ("Fred, rättvisa och starka institutioner, Fred", [2, 3], [], []),
        ("Fred, samskapande", [3, 1], [], []),
        # The label in the own language comes before that in the other.
        ("Peace", [5], [], []),
        ("Calm", [3], [], []),
        ("Fred, okapi, rättvisa", [3], ["okapi", "rättvisa"], []),
        ("ro, Fred", [3], [], ["ro"]),
    ]
    words = Words(TERMS, "sv")
    for line, ids, unknown, ambiguous in cases:
        read = words.read(line)
        assert (list(read.ids), list(read.unknown), list(read.ambiguous)) == (
            ids,
            unknown,
            ambiguous,
        ), line
    assert list(Words(TERMS, "en").read("Peace").ids) == [2]


@given(
    st.dictionaries(st.integers(1, 10**6), st.sets(st.integers(1, 10**6), min_size=1), max_size=9)
)
def test_a_deed_is_read_as_it_was_written(came: dict[int, set[int]]) -> None:
    if len({tag for added in came.values() for tag in added}) <= 32:
        assert read_deed(write_deed(came)) == came


def test_the_longest_deed_fits_a_cookie_and_nothing_else_is_read() -> None:
    chance = random.Random(3)
    tags = range(10_000, 10_020)
    articles = chance.sample(range(10_000, 99_999), 200)
    came = {article: set(chance.sample(tags, chance.randint(1, 20))) for article in articles}
    assert len(write_deed(came)) < 3_000
    assert read_deed(write_deed(came)) == came
    for wrong in (
        "",
        "x",
        "1;",
        "1;1",
        "1;g:2",
        "1;1:",
        ";1:2",
        "1;1:2;",
        "1;1:99999999999",
        "１;1:2",
    ):
        assert read_deed(wrong) == {}, wrong
