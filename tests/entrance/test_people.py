"""Read lists of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.entrance.people import Person, read_people

ASA = Person(1, "Åsa Ek", "asa@example.org", "redaktör", "Malmö universitet")


@pytest.mark.parametrize(
    "text",
    [
        "Åsa Ek\tasa@example.org\tredaktör\tMalmö universitet",
        "Åsa Ek;asa@example.org;redaktör;Malmö universitet\n\n",
        " Åsa Ek , asa@example.org , redaktör , Malmö universitet ,\r\n",
        '\ufeff"Åsa Ek","asa@example.org","redaktör","Malmö universitet"',
    ],
)
def test_a_line_is_read_however_it_was_copied(text: str) -> None:
    assert read_people(text) == [ASA]


def test_a_first_line_may_name_the_columns() -> None:
    text = "E-post;Telefon;Namn\nasa@example.org;070;Åsa Ek\n;;\nbo@example.org;;Bo"
    assert read_people(text) == [
        Person(2, "Åsa Ek", "asa@example.org", "", ""),
        Person(4, "Bo", "bo@example.org", "", ""),
    ]


def test_a_quoted_cell_may_hold_the_delimiter() -> None:
    assert read_people('"Ek, Åsa",asa@example.org')[0].name == "Ek, Åsa"


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_nothing_is_nobody(text: str) -> None:
    assert read_people(text) == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(isinstance(person, Person) for person in read_people(text))
