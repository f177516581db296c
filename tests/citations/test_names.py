"""Test how one name becomes family and given names, or an organisation's."""

import pytest

from wiki.citations.credits import Credit, credit_named
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
        ("García Márquez, Gabriel", "García Márquez", "Gabriel"),
        ("José Ortega y Gasset", "Ortega y Gasset", "José"),
        ("Antoni de Puig i Font", "de Puig i Font", "Antoni"),
        ("Manuel Carvalho e Silva", "Carvalho e Silva", "Manuel"),
        ("Louis De Geer", "De Geer", "Louis"),
        ("Carl Von Essen", "Von Essen", "Carl"),
        ("De Vries", "Vries", "De"),
        ("Bartolomé de las Casas", "de las Casas", "Bartolomé"),
        ("Maria das Dores", "das Dores", "Maria"),
        ("Jean de La Fontaine", "de La Fontaine", "Jean"),
        ("Hans op de Beeck", "op de Beeck", "Hans"),
        ("Catharina van 't Hoff", "van 't Hoff", "Catharina"),
        ("Catharina van ’t Hoff", "van ’t Hoff", "Catharina"),
        ("Sophie in 't Veld", "in 't Veld", "Sophie"),
        ("Mohammed bin Salman", "bin Salman", "Mohammed"),
        ("Tahar ben Jelloun", "ben Jelloun", "Tahar"),
        ("John Ben Smith", "Smith", "John Ben"),
        ("Otto von und zu Guttenberg", "von und zu Guttenberg", "Otto"),
        ("Carl Gustaf von Linné d.y.", "von Linné d.y.", "Carl Gustaf"),
        ("Magnus Natt och Dag", "Natt och Dag", "Magnus"),
        ("Eva Ó. Lind", "Lind", "Eva Ó."),
    ],
)
def test_the_family_name_of_a_person(name: str, family: str, given: str) -> None:
    author = read_author(name)
    assert (author.family, author.given) == (family, given)
    assert author.inverted == f"{family}, {given}"


@pytest.mark.parametrize(
    "name",
    [
        "Prof. Eva Lind",
        "Professor emerita Eva Lind",
        "Assoc. Prof. Eva Lind",
        "Dr Eva Lind",
        "Prof. Dr. Eva Lind",
        "Doc. Eva Lind",
        "Docent Eva Lind",
        "Fil. dr Eva Lind",
        "Eva Lind PhD",
        "Eva Lind Ph.D. MBA",
        "Eva Lind M.D.",
        "Eva Lind MSc",
        "Eva Lind FD",
        "Eva Lind TeknD",
        "Eva Lind fil. dr",
        "Dr Eva Lind, PhD",
    ],
)
def test_titles_and_degrees_are_no_part_of_a_name(name: str) -> None:
    author = read_author(name)
    assert (author.family, author.given) == ("Lind", "Eva")
    assert read_author(name, family="Lind") == author


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Anna Maria Ma", "Ma", "Anna Maria"),
        ("ANNA MARIA MA", "MA", "ANNA MARIA"),
        ("Yo-Yo Ma", "Ma", "Yo-Yo"),
        ("Doc Rivers", "Rivers", "Doc"),
        ("Med Hondo", "Hondo", "Med"),
        ("Dr Lind", "Lind", ""),
    ],
)
def test_a_name_that_resembles_a_title_stays(name: str, family: str, given: str) -> None:
    author = read_author(name)
    assert (author.family, author.given) == (family, given)


def test_a_title_is_not_lost_from_the_list_of_authors() -> None:
    assert Credit("Prof. Eva Lind", family="Lind").written == "Prof. Eva Lind"
    assert Credit("Eva Lind", family="Lind").written == "Lind, Eva"


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
        "Institutionen för socialt arbete, Umeå universitet",
        "(okänd)",
        ",",
    ],
)
def test_an_organisation_has_one_name(name: str) -> None:
    author = read_author(name)
    assert (author.given, author.inverted) == ("", author.family)


@pytest.mark.parametrize(
    ("name", "said", "family", "given"),
    [
        ("Anna Lindqvist Berg", "Lindqvist Berg", "Lindqvist Berg", "Anna"),
        ("Nagy Anna", "Nagy", "Nagy", "Anna"),
        ("Anna Berg", "Lindqvist Berg", "Berg", "Anna"),  # said of an earlier name
        ("Anna Berg", "erg", "Berg", "Anna"),
        ("Anna Berg", "Anna Berg", "Berg", "Anna"),
    ],
)
def test_a_family_name_that_was_said(name: str, said: str, family: str, given: str) -> None:
    author = read_author(name, family=said)
    assert (author.name, author.family, author.given) == (name, family, given)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Lindqvist Berg, Anna", "Anna Lindqvist Berg"),
        ("Anna Lindqvist Berg", "Anna Lindqvist Berg"),
        ("Anna Lind, PhD", "Anna Lind, PhD"),
        ("King, Jr., Martin", "King, Jr., Martin"),
        ("Enheten, Region Skåne", "Enheten, Region Skåne"),
    ],
)
def test_a_list_takes_the_family_name_first(written: str, shown: str) -> None:
    credit = credit_named(written)
    assert (credit.name, credit.written) == (shown, written)


def test_a_name_that_is_known_to_be_an_organisation_stays_whole() -> None:
    known = {"Social Innovation Sverige"}
    assert read_author("Social Innovation Sverige", known).given == ""
    assert read_author("Social Innovation Sverige").given == "Social Innovation"
