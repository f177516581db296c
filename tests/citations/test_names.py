"""Test how one name becomes family and given names, or an organisation's."""

import pytest

from wiki.citations.names import read_author


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Anna Lind", "Lind", "Anna"),
        ("Anna Maria Lind", "Lind", "Anna Maria"),
        ("Åsa Öberg-Ängström", "Öberg-Ängström", "Åsa"),
        ("Baltzar von Platen", "von Platen", "Baltzar"),
        ("Anna Maria af Ekenstam", "af Ekenstam", "Anna Maria"),
        ("Ludwig van der Rohe", "van der Rohe", "Ludwig"),
        ("de Vries", "Vries", "de"),
        ("Martin Luther King Jr.", "King Jr.", "Martin Luther"),
        ("Lind, Anna", "Lind", "Anna"),
        ("Lind,Anna Maria", "Lind", "Anna Maria"),
        ("Anna Lind, PhD", "Lind", "Anna"),
        ("Anna Lind, fil. dr", "Lind", "Anna"),
        ("Anna Lind (Malmö universitet)", "Lind", "Anna"),
        ("Anna Lind; PhD", "Lind", "Anna"),
        ("A. B. Lind", "Lind", "A. B."),
    ],
)
def test_the_family_name_of_a_person(name: str, family: str, given: str) -> None:
    author = read_author(name)
    assert (author.family, author.given) == (family, given)
    assert author.inverted == f"{family}, {given}"


@pytest.mark.parametrize(
    "name",
    [
        "Redaktionen",
        "Malmö universitet",
        "Jönköping University",
        "Region Jönköpings län",
        "Högskolan i Borås",
        "Forum social hållbarhet",
        "Riksförbundet för social omsorg",
        "Team 7",
        "Coompanion & SIRU",
        "(okänd)",
        ",",
    ],
)
def test_an_organisation_has_one_name(name: str) -> None:
    author = read_author(name)
    assert (author.given, author.inverted) == ("", author.family)


def test_a_name_that_is_known_to_be_an_organisation_stays_whole() -> None:
    known = {"Social Innovation Sverige"}
    assert read_author("Social Innovation Sverige", known).given == ""
    assert read_author("Social Innovation Sverige").given == "Social Innovation"
