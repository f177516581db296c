"""Test what is said of a text, by tables of texts."""

from wiki.advice.checks import LONGEST_SENTENCE, Reading, check_text, shorten
from wiki.advice.kinds import Advice, AdviceKind
from wiki.advice.outline import read_outline
from wiki.advice.sentences import iterate_sentences

LONG = "Ord " * LONGEST_SENTENCE + "till."
SOURCED = " Se https://example.org/rapport."


def check(text: str, kind: str = "concept") -> list[Advice]:
    return check_text(read(text), kind)


def read(text: str, language: str = "sv") -> Reading:
    return Reading(read_outline(text, language), language)


def test_what_is_said_of_a_text() -> None:
    texts: dict[str, list[tuple[AdviceKind, str, list[str]]]] = {
        "": [],
        "Ett stycke.": [],
        "Läs [mer](/a), [**Klicka här!**](/b), [klicka  här](/c) och [om bryggor](/d).": [
            (AdviceKind.WORDS, "mer", ["[mer](/a)"]),
            (AdviceKind.WORDS, "**Klicka här!**", ["[**Klicka här!**](/b)"]),
            (AdviceKind.WORDS, "klicka  här", ["[klicka  här](/c)"]),
        ],
        "[här](/a) [Här](/b)": [(AdviceKind.WORDS, "här", ["[här](/a)", "[Här](/b)"])],
        "`[här](/a)`": [],
        "a[^1] b[^2] c[^2]\n\n[^1]: x\n[^3]: y": [
            (AdviceKind.UNDEFINED, "2", ["[^2]", "[^2]"]),
            (AdviceKind.UNUSED, "3", ["[^3]"]),
        ],
        "a[^Å] b[^å]\n\n[^Å]: x": [],
        "a[^1]\n\n[^1]: x\n\n[^1]: y": [(AdviceKind.DOUBLED, "[^1]", ["[^1]"])],
        "[^1](/a) och \\[^2] och `[^3]`": [],
        "# A\n\n### B\n\n## C\n\n#### D\n\n# E": [
            (AdviceKind.HEADING, "B", ["B"]),
            (AdviceKind.HEADING, "D", ["D"]),
        ],
        "### A\n\n#### B\n\n## C": [],
        LONG: [(AdviceKind.SENTENCE, "", [LONG]), (AdviceKind.SOURCE, "", [])],
        LONG + SOURCED: [(AdviceKind.SENTENCE, "", [LONG])],
        "Ord " * LONGEST_SENTENCE + ".[^1]\n\n[^1]: " + LONG: [],
        f"> {LONG}\n\nHär finns en [@ek].": [],
        f"> [!NOTE]\n> {LONG}{SOURCED}": [(AdviceKind.SENTENCE, "", [LONG])],
    }
    for text, expected in texts.items():
        found = [
            (advice.kind, advice.about, [text[slice(*place)] for place in advice.places])
            for advice in check(text)
        ]
        assert found == expected, text


def test_of_a_picture_that_becomes_a_link_the_writer_is_told() -> None:
    shown = ["![](media:bro)", "![Bro](MEDIA:bro)", "![Bro](/media/1/bro.png)", "`![](b.png)`"]
    links = [
        "![](https://example.org/a.png)",
        "![Bro](//example.org/a.png)",
        "![Bro](bro.png)",
        "![Bro](data:image/png;base64,AA)",
        "![Bro][1]",
    ]
    text = "\n\n".join([*shown, *links, "[1]: https://example.org/b.png"])
    [advice] = [advice for advice in check(text) if advice.kind is AdviceKind.FOREIGN]
    assert [text[slice(*place)] for place in advice.places] == links
    assert not check("\n\n".join(shown))


def test_an_organisation_and_an_event_need_no_source() -> None:
    text = "Ord " * 30
    for kind, needs in (("concept", True), ("case", True), ("organisation", False)):
        assert (AdviceKind.SOURCE in {advice.kind for advice in check(text, kind)}) is needs


def test_where_sentences_end() -> None:
    texts = {
        "Ett två. Tre fyra! Fem? Sex": [2, 2, 1, 1],
        "Det är t.ex. Malmö, bl.a. Umeå m.m. Nästa.": [7, 1],
        "Enligt prof. Ek och A. Öberg, s. 12. Nytt.": [8, 1],
        "År 2020. Sedan. Den 5. Maj": [2, 1, 2, 1],
        "Hon sa ”nej.” Han gick… Sen hem.": [3, 2, 2],
        "En rad\nsom fortsätter. och en till.": [7],
        "Ett [ord](https://a.se/b.C) [@ek, s. 3]. Två `kod. Kod` tre.": [2, 2],
        "": [],
        "... !": [],
    }
    for text, words in texts.items():
        prose = read_outline(text, "sv").prose
        assert [sentence.words for sentence in iterate_sentences(prose)] == words, text


def test_lix_is_words_in_a_sentence_and_the_share_of_long_words() -> None:
    """Ten words in a sentence and two of ten of more than six letters: 10 + 20."""
    text = "Kommunen vet att en god idé kan bli till verklighet. " * 10
    assert read(text, "sv").lix == 30
    assert read(text, "en").lix is None
    assert read(text[:200], "sv").lix is None
    hard = "Samhällsutmaningarnas " * 100 + "[@ek]"
    assert [advice.facts for advice in check(hard) if advice.kind is AdviceKind.LIX] == [
        {"lix": 200}
    ]


def test_of_much_some_is_shown_and_the_rest_is_counted() -> None:
    """Of sentences those with the most words, in the order of the text."""
    lengths = [40, 60, 41, 70, 80, 42, 90]
    text = " ".join("Ord" + " ord" * (length - 1) + "." for length in lengths) + SOURCED
    shown = [advice.facts for advice in shorten(check(text))]
    assert shown == [*({"words": length} for length in (60, 70, 80, 42, 90)), {"more": 2}]
    links = " ".join(f"[^{number}]" for number in range(12))
    assert [advice.facts for advice in shorten(check(links))][-1] == {"more": 2}
