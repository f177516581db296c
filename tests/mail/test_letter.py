"""Write letters as text and as HTML."""

from wiki.mail.letter import Letter, Piece, Way

LETTER = Letter(
    "Nytt <b>",
    (
        "Hej & hå. " * 12,
        Way("Läs <artikeln>", "https://wiki.example.org/sv/articles/å?a=1&b=2"),
        Piece("Titel <i>", "https://wiki.example.org/x", "Åsa, 3 maj"),
        Piece("Utan rad", "https://wiki.example.org/y"),
    ),
    ("Du bevakar detta.", Way("Sluta", "https://wiki.example.org/stop")),
)


def test_a_text_is_wrapped_and_its_links_are_whole() -> None:
    text = LETTER.as_text()
    assert max(len(line) for line in text.splitlines()) <= 76
    assert "\nhttps://wiki.example.org/sv/articles/å?a=1&b=2\n" in text
    assert "* Titel <i>\n  Åsa, 3 maj\n  https://wiki.example.org/x" in text
    assert text.endswith("-- \nDu bevakar detta.\n\nSluta:\nhttps://wiki.example.org/stop\n")


def test_what_somebody_wrote_is_escaped_in_html() -> None:
    html = LETTER.as_html("sv")
    assert '<html lang="sv">' in html
    assert "<title>Nytt &lt;b&gt;</title>" in html
    assert "Läs &lt;artikeln&gt;</a>" in html
    assert 'href="https://wiki.example.org/sv/articles/å?a=1&amp;b=2"' in html
    assert "Titel &lt;i&gt;</a><br>Åsa, 3 maj" in html
    assert "<hr>" in html


def test_a_letter_without_a_foot_has_no_line_for_it() -> None:
    letter = Letter("x", ("Bara detta.",))
    assert letter.as_text() == "Bara detta.\n"
    assert "<hr>" not in letter.as_html("en")
