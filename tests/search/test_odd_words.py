"""Words that are more, or less, than letters side by side are found as they are meant."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from tests.page import Page
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now

# (kind, title, language, text)
TEXTS = [
    ("prefix", "E-hälsa i byn", "sv", "Byn prövar e-hälsa."),
    ("prefix", "Hälsa i parken", "sv", "Hälsa bland träden."),
    ("prefix", "Om a\u2011kassan", "sv", "A-kassan betalar."),
    ("prefix", "Kassan", "sv", "En kassa i affären."),
    ("prefix", "Ubåt", "sv", "En u-båt i viken."),
    ("abbreviation", "Digitala hembesök", "sv", "Med IT sparas tid. NO och SO i klassen."),
    ("abbreviation", "IT på landet", "sv", "Fiber till alla byar."),
    ("abbreviation", "It-stöd", "sv", "Ett it-stöd för lärare."),
    ("abbreviation", "Ordföranden", "sv", "Byrån OM granskar. Vi frågar om det."),
    ("abbreviation", "Health", "en", "The WHO says so. Who knows it?"),
    ("abbreviation", "Rubriker", "sv", "VAD ÄR DET? OM OSS."),
    ("accent", "Ett café", "sv", "Ett café. En idé. Müllers bageri."),
    ("accent", "Kaféer", "sv", "Flera caféer och idéerna. En armé."),
    ("accent", "Work", "en", "Send a résumé."),
    ("accent", "Släkten", "sv", "Schröders kudde och Östers höjder. Vädrets makter."),
    ("accent", "Resan", "sv", "Från Łódź till Ørsted och Straße."),
    ("accent", "Arm", "sv", "En arm och ett ben."),
    ("accent", "Utan tecken", "sv", "En entre med linoleum."),
    ("number", "Bidrag", "sv", "Byn fick 12 500 kronor."),
    ("number", "Fast mellanrum", "sv", "Det gav 3\u00a0400 kronor och 7\u202f800 timmar."),
    ("number", "Punkt", "sv", "Det blev 4.200 besök."),
    ("number", "Comma", "en", "It took 12,600 hours and 1,234,567 steps."),
    ("number", "Utan tecken", "sv", "Det blev 9100 besök 2021."),
    ("sign", "C++ för nybörjare", "sv", "Ett språk."),
    ("sign", "C# i klassen", "sv", "Ett språk."),
    ("sign", "C för äldre datorer", "sv", "Ett språk."),
    ("sign", ".NET för alla", "sv", "Ett språk."),
    ("sign", "Fiskarens net", "sv", "Ett net i en båt."),
    ("joined", "FabLab och MakerSpace", "sv", "En verkstad."),
    ("joined", "Node.js", "sv", "Ett verktyg."),
    ("joined", "Vid bordet", "sv", "Här finns ett fab lab och co-working."),
    ("digits", "Läget", "sv", "Under COVID-19 stängde skolan."),
    ("digits", "Målen", "sv", "Agenda2030 och GPT-4 i skolan."),
    (
        "unseen",
        "Sam\u00adhalls\u00adbygget",
        "sv",
        "Vid fri\u00adlufts\u00adgården och bad\u200bhuset.",
    ),
    ("unseen", "Märket", "sv", "\ufeffMärk\u2060vägen."),
]


@pytest.fixture(autouse=True)
def articles(app: Flask) -> None:
    """Write and index the texts of all kinds, so that each must be told from all others."""
    editor = make_user(Role.EDITOR, app=app)
    for _, title, language, body in TEXTS:
        make_article(title, editor, language=language, body=body, app=app)
    drain_now(app)


def found(client: FlaskClient, question: str) -> list[str]:
    return [
        title.replace("\u00ad", "")
        for title in titles(client, f"/sv/search?{urlencode({'q': question})}")
    ]


def check(client: FlaskClient, expected: Mapping[str, list[str] | set[str]]) -> None:
    """Ask every question; an answer that ends with "…" may be followed by other hits.

    The hits of a set are equally good, and may come in any order.
    """
    wrong = {}
    for question, answer in expected.items():
        hits = found(client, question)
        if isinstance(answer, set):
            is_right = sorted(hits) == sorted(answer)
        elif answer[-1:] == ["…"]:
            is_right = hits[: len(answer) - 1] == answer[:-1]
        else:
            is_right = hits == answer
        if not is_right:
            wrong[question] = hits
    assert wrong == {}


@pytest.mark.long
def test_a_letter_before_a_hyphen_belongs_to_the_word(client: FlaskClient) -> None:
    check(
        client,
        {
            "e-hälsa": ["E-hälsa i byn", "Hälsa i parken"],
            "E\u2011HÄLSA": ["E-hälsa i byn", "Hälsa i parken"],
            "ehälsa": ["E-hälsa i byn"],
            "e hälsa": ["E-hälsa i byn", "Hälsa i parken"],
            '"e-hälsa"': ["E-hälsa i byn"],
            "titel:e-hälsa": ["E-hälsa i byn"],
            "hälsa": ["Hälsa i parken", "E-hälsa i byn", "Health"],
            "a-kassa": ["Om a\u2011kassan", "Kassan"],
            "a kassa": ["Om a\u2011kassan", "Kassan"],
            "u-båtar": ["Ubåt", "…"],
            "u båt": ["Ubåt", "…"],
            "ubåt": ["Ubåt"],
            "e-halsa": ["E-hälsa i byn"],
            "e halsa": ["E-hälsa i byn", "Hälsa i parken"],
            "e-hlsa": ["E-hälsa i byn"],
            "a-kasa": ["Om a\u2011kassan"],
        },
    )


@pytest.mark.long
def test_letters_and_digits_are_found_apart_and_together(client: FlaskClient) -> None:
    check(
        client,
        {
            "covid19": ["Läget"],
            "COVID-19": ["Läget"],
            "covid 19": ["Läget"],
            "agenda 2030": ["Målen"],
            "agenda2030": ["Målen"],
            "gpt4": ["Målen"],
            "covid20": [],
            "19covid": [],
        },
    )


@pytest.mark.long
def test_abbreviations_that_are_small_words_are_found(client: FlaskClient) -> None:
    check(
        client,
        {
            "IT": ["It-stöd", "IT på landet", "Digitala hembesök"],
            "it": ["It-stöd", "IT på landet", "Digitala hembesök"],
            "SO": ["Digitala hembesök"],
            "so": ["Digitala hembesök"],
            "NO i klassen": ["Digitala hembesök", "C# i klassen"],
            "OM": ["Ordföranden"],
            "WHO": ["Health"],
            "who": ["Health"],
            '"IT"': ["It-stöd", "IT på landet", "Digitala hembesök"],
            "titel:IT": ["It-stöd", "IT på landet"],
            "titel:it": ["It-stöd", "IT på landet"],
            "VAD ÄR DET": [],
            "vad är det": [],
            "who is it": [],
        },
    )


@pytest.mark.long
def test_small_words_of_a_title_are_listed_with_their_operator(client: FlaskClient) -> None:
    page = client.get("/sv/search?q=titel:på").text
    assert "Rubriker med de här orden" in page
    assert "IT på landet" in page


@pytest.mark.long
def test_accents_are_forgiven_both_ways(client: FlaskClient) -> None:
    check(
        client,
        {
            "cafe": ["Ett café", "Kaféer"],
            "cafeer": ["Ett café", "Kaféer"],
            "café": ["Ett café", "Kaféer"],
            "ide": {"Kaféer", "Ett café"},
            "ideer": {"Kaféer", "Ett café"},
            "muller": ["Ett café"],
            "lodz": ["Resan"],
            "orsted": ["Resan"],
            "strasse": ["Resan"],
            "mullers": ["Ett café"],
            "müller": ["Ett café"],
            "schroder": ["Släkten"],
            "schroders": ["Släkten"],
            "oster": ["Släkten"],
            "resume": ["Work"],
            "résumé": ["Work"],
            "arme": ["Arm", "Kaféer"],
            "arm": ["Arm"],
            "entré": ["Utan tecken"],
            "titel:cafe": ["Ett café"],
        },
    )
    assert Page(client.get("/sv/search?q=muller")).texts("mark") == ["Müllers"]
    assert "Söktes också" not in client.get("/sv/search?q=cafe").text


@pytest.mark.long
def test_numbers_are_the_same_however_their_digits_are_grouped(client: FlaskClient) -> None:
    check(
        client,
        {
            "12500": ["Bidrag"],
            "12 500": ["Bidrag"],
            "12.500 kronor": ["Bidrag", "…"],
            "3400": ["Fast mellanrum"],
            "7800": ["Fast mellanrum"],
            "4200": ["Punkt"],
            "4 200": ["Punkt"],
            "12600": ["Comma"],
            "1234567": ["Comma"],
            "9 100": ["Utan tecken"],
            "2021": ["Utan tecken"],
            '"12500 kronor"': ["Bidrag"],
        },
    )
    assert Page(client.get("/sv/search?q=12500")).texts("mark") == ["12 500"]


@pytest.mark.long
def test_names_with_signs_are_told_apart(client: FlaskClient) -> None:
    check(
        client,
        {
            "C++": ["C++ för nybörjare"],
            "c++": ["C++ för nybörjare"],
            "C#": ["C# i klassen"],
            "C": ["C för äldre datorer"],
            ".NET": [".NET för alla"],
            "net": ["Fiskarens net"],
            "titel:C++": ["C++ för nybörjare"],
            "språk C#": ["C# i klassen", "…"],
        },
    )


@pytest.mark.long
def test_words_written_as_one_or_as_two_are_the_same(client: FlaskClient) -> None:
    check(
        client,
        {
            "fab lab": {"Vid bordet", "FabLab och MakerSpace"},
            "fablab": ["FabLab och MakerSpace", "Vid bordet"],
            "maker space": ["FabLab och MakerSpace"],
            "maker-space": ["FabLab och MakerSpace"],
            "nodejs": ["Node.js"],
            "node js": ["Node.js"],
            "node.js": ["Node.js"],
            "coworking": ["Vid bordet"],
        },
    )


@pytest.mark.long
def test_signs_that_nobody_sees_are_ignored(client: FlaskClient) -> None:
    check(
        client,
        {
            "friluftsgården": ["Samhallsbygget"],
            "fri\u00adlufts\u00adgården": ["Samhallsbygget"],
            "samhallsbygget": ["Samhallsbygget"],
            "titel:samhallsbygget": ["Samhallsbygget"],
            "badhuset": ["Samhallsbygget"],
            "märkvägen": ["Märket"],
            "\ufeffmärket": ["Märket", "…"],
        },
    )
    suggested = client.get("/sv/search/suggestions?q=samhallsb").get_json()["items"]
    assert [item["text"].replace("\u00ad", "") for item in suggested] == ["Samhallsbygget"]
    marked = Page(client.get("/sv/search?q=friluftsgården")).texts("mark")
    assert [text.replace("\u00ad", "") for text in marked] == ["friluftsgården"]
