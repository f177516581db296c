"""Snippets: the passage that answers, with its words marked and everything else plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.language.analysis import stem, tokenize, words
from wiki.search.language.compounds import Splitter
from wiki.search.language.marking import Marker
from wiki.search.snippets import Piece, make_snippet

SPLIT = Splitter(lambda _stem: False).split


def marked(text: str, *wanted: str, language: str = "sv") -> list[str]:
    snippet = make_snippet(text, Marker(wanted, language, SPLIT))
    return [piece.text for piece in snippet if piece.is_marked]


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Sociala innovationer i skolan", ["innovation"], ["innovationer"]),
        ("Stöd till Äldreomsorgen nu", ["omsorg"], ["Äldreomsorgen"]),
        ("Omsorg om äldre", ["äldreomsorg"], ["Omsorg", "äldre"]),
        ("skolbarn och barnacles", ["barn"], ["skolbarn"]),
        ("inget här", ["annat"], []),
        ("", ["ord"], []),
    ],
)
def test_other_forms_and_parts_are_marked(
    text: str, wanted: list[str], expected: list[str]
) -> None:
    assert marked(text, *wanted) == expected


def test_markup_in_a_text_stays_text() -> None:
    snippet = make_snippet("<script>alert(1)</script> skola", Marker(["skola"], "sv", SPLIT))
    assert snippet == (Piece("<script>alert(1)</script> "), Piece("skola", is_marked=True))


def test_the_window_lies_where_most_of_the_words_are() -> None:
    text = "barn " + "utfyllnad " * 100 + "barn i skola på landsbygden " + "slut " * 100
    snippet = make_snippet(text, Marker(["barn", "skola", "landsbygd"], "sv", SPLIT))
    assert [piece.text for piece in snippet if piece.is_marked] == ["barn", "skola", "landsbygden"]
    assert snippet[0] == Piece("…")
    assert snippet[-1] == Piece("…")
    assert sum(len(piece.text) for piece in snippet) < 300


FILLING = "Här står en hel del annat som ingen har frågat efter just nu. " * 8
PROSE = "Kommunens skolor prövar nu odling tillsammans med pensionärer i kvarteret."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Different words count, not how often a word is repeated.
        (f"odling odling odling odlingar\n{FILLING}\n{PROSE}", PROSE),
        (f"Odlingen odlar odlingar.\n{FILLING}\n{PROSE}", PROSE),
        # Of two passages that are equally good, the one in running text is shown.
        (f"skola\nodling\n{FILLING}\n{PROSE}", PROSE),
        (f"{PROSE}\n{FILLING}\nskola\nodling", PROSE),
        (
            f"Se https://example.org/skola om odling i stora och små städer.\n{FILLING}\n{PROSE}",
            PROSE,
        ),
        (f"{PROSE}\n{FILLING}\nKällor\n{PROSE.replace('Kommunens', 'Statens')}", PROSE),
        (
            f"Alm, B. & Ek, C. (2010). Odling i skola och på gård. Lund.\n{FILLING}\n{PROSE}",
            PROSE,
        ),
        (f"Skola och odling i små städer, DOI:10.1000/182, Lund.\n{FILLING}\n{PROSE}", PROSE),
        # Sources and tables are shown when they answer more words.
        (
            f"Skolan är en plats för alla som vill lära sig något.\n{FILLING}\nskola\nodling",
            "skola odling",
        ),
        (f"{FILLING}\nReferenser\nAlm, B. (2010). Skola och odling. Lund.", "Skola och odling"),
    ],
)
def test_the_passage_that_answers_best_is_shown(text: str, expected: str) -> None:
    snippet = make_snippet(text, Marker(["odling", "skola"], "sv", SPLIT))
    assert expected in "".join(piece.text for piece in snippet)


def test_an_alternative_answers_the_word_it_stands_for() -> None:
    text = f"Om ohälsa, hälsan och hälsor.\n{FILLING}\nHälsa i skolan."
    marker = Marker(["hälsa", "skola"], "sv", SPLIT, {"ohälsa": "hälsa", "hälsor": "hälsa"})
    assert "skolan" in [piece.text for piece in make_snippet(text, marker) if piece.is_marked]


@pytest.mark.parametrize(
    ("summary", "text", "expected"),
    [
        ("Kort om saken.", PROSE, PROSE),
        ("Kort om saken.", FILLING, "Kort om saken."),
        ("En skola som  odlar\nmed odling.", FILLING, "En skola som odlar med odling."),
        ("En skola med odling.", f"{FILLING}\n{PROSE}", "En skola med odling."),
        ("En skola.", f"{FILLING}\n{PROSE}", PROSE),
        ("Kort om saken.", "", "Kort om saken."),
        ("", FILLING, FILLING[:60]),
    ],
)
def test_the_summary_is_shown_where_no_passage_is_better(
    summary: str, text: str, expected: str
) -> None:
    snippet = make_snippet(text, Marker(["odling", "skola"], "sv", SPLIT), summary=summary)
    shown = "".join(piece.text for piece in snippet)
    assert expected in shown
    assert ("Kort om" in shown) == ("Kort om" in expected)


@pytest.mark.parametrize(
    "text",
    [
        f"{FILLING} {PROSE} {FILLING}",
        f"{'lång-' * 50}skola {'lång-' * 50}odling {FILLING}",
        f"{'ord ' * 9_999}avhuggen-på-mitten skola",
        f"skola/{'sida/' * 90}slut",
    ],
)
def test_no_word_is_cut(text: str) -> None:
    snippet = make_snippet(text, Marker(["odling", "skola"], "sv", SPLIT))
    shown = "".join(piece.text for piece in snippet if piece.text != "…")
    assert shown
    assert set(words(shown)) <= set(words(text))


def test_without_a_hit_the_text_begins_at_its_beginning() -> None:
    snippet = make_snippet("Ett kort stycke. " * 50, Marker(["annat"], "sv", SPLIT))
    assert snippet[0].text.startswith("Ett kort stycke.")


@given(st.text(max_size=2_000), st.lists(st.text(min_size=1, max_size=10), max_size=4))
def test_a_snippet_is_a_stretch_of_its_text(text: str, wanted: list[str]) -> None:
    snippet = make_snippet(text, Marker(wanted, "sv", SPLIT))
    shown = "".join(piece.text for piece in snippet)
    inner = shown.removeprefix("…").removesuffix("…")
    assert in_one_line(inner) in in_one_line(text) or in_one_line(shown) in in_one_line(text)


def in_one_line(text: str) -> str:
    """Return a text without the dots that are shown between its blocks."""
    return " ".join(text.replace("·", " ").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A list, a heading and a table are separated from the text around them.
        ("Kommunen\nEn skola\nRegionen", "Kommunen · En skola · Regionen"),
        ("Om skolan\nen\nsommar. 20 barn\nkom", "Om skolan en sommar. 20 barn kom"),
        ("Om skolan\nDet är sant.\nSedan?\nJa", "Om skolan · Det är sant. Sedan? Ja"),
        # A snippet begins with the sentence when that is near, or else between words.
        (f"{FILLING}Vid sundet ligger en skola. {FILLING}", "…Vid sundet ligger en skola. Här"),
        (f"{FILLING}”Det är en skola”, sade hon. {FILLING}", "…”Det är en skola”, sade"),
        (f"{'ord ' * 90}skola {'ord ' * 90}", f"…{'ord ' * 15}skola ord"),
        # Near the end of a text, more of what comes before is shown.
        (f"{'ord ' * 90}skola", f"…{'ord ' * 58}skola"),
    ],
)
def test_a_snippet_reads_as_its_text(text: str, expected: str) -> None:
    snippet = make_snippet(text, Marker(["skola"], "sv", SPLIT))
    assert "".join(piece.text for piece in snippet).startswith(expected)


def test_an_alternative_that_begins_differently_is_marked() -> None:
    marker = Marker(["inovation"], "sv", SPLIT, {"innovation": "inovation"})
    snippet = make_snippet("Sociala innovationer", marker)
    assert [piece.text for piece in snippet if piece.is_marked] == ["innovationer"]


@given(st.text(alphabet="abåi\u0307 _-é́1", max_size=60), st.sampled_from(["ab", "a", "bå", "1"]))
def test_words_are_marked_as_they_are_cut_from_texts(text: str, wanted: str) -> None:
    shown = " ".join(text.split())
    expected = [token.word for token in tokenize(shown) if token.word.startswith(wanted)]
    marker = Marker([wanted], "en", SPLIT, {stem(word, "en"): word for word in expected})
    pieces = make_snippet(shown, marker, length=1_000)
    marked_words = [analysed(piece.text) for piece in pieces if piece.is_marked]
    assert [word for word in marked_words if word.startswith(wanted)] == expected


FORMS = (
    "omsorg omsorgen omsorgens äldreomsorgen barnomsorg barn barnen skolbarn skola skolan "
    "skolornas samhällets lärosätena idén ideella miljön miljöer löst fullt kvinnojour Malmös"
).split()


@given(
    st.lists(st.sampled_from(FORMS) | st.text(alphabet="abenrsåöé-", max_size=12), max_size=40),
    st.lists(st.sampled_from(FORMS).map(str.lower), min_size=1, max_size=4),
)
def test_every_form_and_part_in_a_text_is_marked(said: list[str], wanted: list[str]) -> None:
    shown = " ".join(" ".join(said).split())
    marker = Marker(wanted, "sv", SPLIT)
    stems = {stem(word, "sv") for word in wanted}
    known = stems | {part for word in wanted for part in SPLIT(word)}
    expected = [
        token.word
        for token in tokenize(shown)
        if stem(token.word, "sv") in known or stems & set(SPLIT(token.word))
    ]
    pieces = make_snippet(shown, marker, length=10_000)
    assert [piece.text.lower() for piece in pieces if piece.is_marked] == expected


def analysed(text: str) -> str:
    (word,) = words(text)
    return word
