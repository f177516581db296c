"""Tell names of people from names of organisations, in the languages that authors come from."""

import pytest

from wiki.citations.credits import credit_named
from wiki.citations.names import read_author

_PEOPLE = """
    Anna Lind
    Anna-Karin Berg
    Åsa Öberg-Ängström
    Anna Maria Lind
    Per-Olof Nilsson
    A. B. Lind
    J. K. Rowling
    Karl-Johan af Ekenstam
    Baltzar von Platen
    Louis De Geer
    Magnus Natt och Dag
    Natt och Dag, Niklas
    Carl Gustaf von Linné d.y.
    Martin Luther King Jr.
    Lind, Anna
    Lindqvist Berg, Anna
    von Platen, Baltzar
    Bo Kyrkander
    Stina Bankström
    Anna Kommunander
    Kari Nordmann
    Liv Grimstad
    Ole Gunnar Ringstad
    Søren Kierkegaard
    Bjørnstjerne Bjørnson
    Halldór Laxness
    Vigdís Finnbogadóttir
    Jóannes á Heygum
    Aino Väänänen
    Tove Jansson
    Eila Mannerheim-Sparre
    Hans op de Beeck
    Catharina van 't Hoff
    Sophie in 't Veld
    Pieter van der Meer
    Vincent van Gogh
    Jan ten Brink
    Annelies de Vries
    Otto von und zu Guttenberg
    Ursula von der Leyen
    Johann Wolfgang von Goethe
    Hans-Georg Gadamer
    Ernst auf der Heide
    Bartolomé de las Casas
    José Ortega y Gasset
    Gabriel García Márquez
    García Márquez, Gabriel
    Juan de la Cruz
    Antoni de Puig i Font
    Puig i Cadafalch, Josep
    Maria das Dores
    Manuel Carvalho e Silva
    Jean de La Fontaine
    Jeanne d'Arc
    Charles de Gaulle
    Mohammed bin Salman
    Naguib al Rashid
    Naguib al-Rashid
    Hatice bint Ahmed
    Ibn al Haytham
    Tahar ben Jelloun
    bell hooks
    danah boyd
    anna lind
    Anna b. Lind
    Metin And
    Till Lindemann
    Jan Till Berg
    Ronald McDonald
    Eva Lind, fil. dr
    Lind, prof. Eva
    Eva Lind fil. dr
    Li Wei
    Nguyen Van Minh
    Yo-Yo Ma
    Seán Ó Faoláin
    Anna Lind (Malmö universitet)
    Eva Bolagsson
"""

_ORGANISATIONS = """
    Rädda Barnen
    Malmö stad
    Röda Korset
    Svenska kyrkan
    European Commission
    World Bank
    Sveriges Kommuner och Regioner
    Naturskyddsföreningen i Lund
    Stockholms stadsmission
    Heart and Soul
    Heart And Soul
    Göteborgs Stadsmission
    Redaktionen
    Malmö universitet
    Jönköping University
    Region Jönköpings län
    Högskolan i Borås
    Forum social hållbarhet
    Riksförbundet för social omsorg
    Team 7
    Coompanion & SIRU
    Institutionen för socialt arbete, Umeå universitet
    Fryshuset i Hammarby
    Unga Kvinnor i Malmö
    Svenska Röda Korset
    Svenska kyrkan i Lund
    Friends of the Earth
    Save the Children
    Médecins sans frontières
    World Health Organization
    United Nations
    Förenta nationerna
    European Union
    Bill Gates Foundation
    Wallenbergs Stiftelse
    Statens Naturvårdsverket
    Umeå kommun
    Oslo kommune
    Københavns Universitet
    Kirkens Bymisjon
    Region Skåne
    Ministry of Finance
    Health Council
    Lunds Domkyrkan
    Bild und Kunst
    Arte y Cultura
    Volvo AB
    Anderssons Bygg HB
    Siemens GmbH
    Acme Ltd
    Acme Inc.
    Kvinnor mot våld
    Verdandi
    UNICEF
    SverigesRadio
    Nordiska rådet
    Nordic Council
    Amnesty International
    Läkare utan gränser
    Hela Sverige ska leva
    Stockholms Stadsteatern
    Ersta diakoni
    Lunds Studentkåren
    Svenskt Näringsliv
    Oxford Research Centre
    Social Trust
    Royal Society
    Enheten, Region Skåne
    Mind the Gap
"""


def _names(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("name", _names(_PEOPLE))
def test_a_person_has_given_names(name: str) -> None:
    assert read_author(name).given


@pytest.mark.parametrize("name", _names(_ORGANISATIONS))
def test_an_organisation_stays_whole(name: str) -> None:
    author = read_author(name)
    assert (author.name, author.family, author.given) == (name, name, "")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ersta Diakoni,", "Ersta Diakoni"),
        ("Ersta Diakoni , ", "Ersta Diakoni"),
        ("{Ersta Diakoni}", "Ersta Diakoni"),
        ("{{Ersta  Diakoni}}", "Ersta Diakoni"),
        ("Lind, Berg,", "Lind, Berg"),
        ("X,", "X"),
    ],
)
def test_a_sign_says_that_a_name_is_whole(written: str, name: str) -> None:
    credit = credit_named(written)
    assert (credit.name, credit.written) == (name, written)
    author = credit.read()
    assert (author.name, author.family, author.given) == (name, name, "")
    assert author.inverted == name


def test_without_a_sign_two_words_are_a_person() -> None:
    assert credit_named("Ersta Diakoni").read().given == "Ersta"
    assert credit_named("Lind, Anna").read().given == "Anna"


@pytest.mark.parametrize("name", [",", "{}", "{,}", "{ }", ",,"])
def test_signs_without_a_name_say_nothing(name: str) -> None:
    assert credit_named(name).name == name
