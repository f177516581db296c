"""What a text defines: links, abbreviations and notes, without a line or a source lost."""

import pytest

from tests.markup.agreement import normal_form
from wiki.errors import TooComplex
from wiki.markup.parse import find_doubled_labels
from wiki.markup.render import render


def _read(source: str) -> str:
    return normal_form(render(source, "sv", frozenset()).html)


@pytest.mark.parametrize(
    "line",
    [
        "[1]: Svensson, A. (2020). Boken.",
        "[1]: Svensson",
        "[1]: Svensson (2020)",
        "[1]: Svensson.",
        "[1]: svensson",
        "[1]: S.Svensson",
        "[1]: s.23",
        "[1]: SOU 2020:12",
        "[1]: SOU:2020",
        "[1]: Prop.2020/21:45",
        "[1]: KS/2020:123",
        "[1]: 2020-12-01",
        "[1]: https://x.se Svensson 2020",
        "[1]: och/eller",
        "[1]: ?",
        "[1]: ???",
        "[1]: #",
        "[1]: m.fl.",
        "[1]: –",
        "[Not]: kursiv",
        "[1]: javascript:alert(1)",
        '[1]: Svensson "Boken"',
    ],
)
def test_a_list_of_sources_stays_text(line: str) -> None:
    text = render(f"Se [1].\n\n{line}\n\nSlut.", "sv", frozenset()).text
    assert text == f"Se [1].\n{line}\nSlut."


def test_every_line_of_a_list_of_sources_is_shown() -> None:
    source = "Se [1].\n\n[1]: Svensson, A. (2020). Boken.\n[2]: Nilsson\n[3]: https://x.se Ek"
    assert render(source, "sv", frozenset()).text == source.replace("\n\n", "\n").replace(
        "Boken.\n[2]: Nilsson\n[3]", "Boken. [2]: Nilsson [3]"
    )


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("[1]: https://x.se/a_b", "https://x.se/a_b"),
        ("[1]: <https://x.se/a b>", "https://x.se/a b"),
        ("[1]: https://x.se 'Titel'", "https://x.se"),
        ('[1]:\n  https://x.se\n  "Titel"', "https://x.se"),
        ("[1]: /sv/articles/a", "/sv/articles/a"),
        ("[1]: #mål", "#mål"),
        ("[1]: mailto:a@x.se", "mailto:a@x.se"),
        ("[1]: example.org", "http://example.org"),
        ("[1]: bilder/ett.jpg", "bilder/ett.jpg"),
        ("[1]: <Svensson>", "Svensson"),
        ("> [1]: /a", "/a"),
        ("[1]: /a\n[2]: /b", "/a"),
        ("[1]: /a\n[1]: /b", "/a"),
    ],
)
def test_an_address_defines_a_link(line: str, address: str) -> None:
    html = _read(f"[ord][1]\n\n{line}")
    assert html.startswith(f"<p><a {address}>ord</a></p>")


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*[EU]: Unionen\nEU är EU.", "<p><abbr>EU</abbr> är <abbr>EU</abbr>.</p>"),
        ("EU\n*[EU]: Unionen", "<p><abbr>EU</abbr></p>"),
        ("*[EU] : Unionen\n\nEUR `EU`", "<p>EUR <code>EU</code></p>"),
        ("*[EU](/a): x", "<p>*<a /a>EU</a>: x</p>"),
        ("*[EU]:\n\nEU", "<p>*[EU]:</p><p>EU</p>"),
    ],
)
def test_abbreviations(source: str, html: str) -> None:
    assert _read(source) == html


def test_two_meanings_of_an_abbreviation_are_both_shown() -> None:
    html = render("*[SI]: ett\n*[SI]: två\n*[SI]: ett\n\nSI", "sv", frozenset()).html
    assert '<abbr title="ett; två">SI</abbr>' in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a\n: b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("a\n:   b\n    c", "<dl><dt>a</dt><dd>b c</dd></dl>"),
        ("a\n: b\n: c", "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>"),
        ("a\n: b\n\nc\n: d", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"),
        ("a\n\n: b", "<dl><dt>a</dt><dd><p>b</p></dd></dl>"),
        ("*a*\n: b\n\n    c", "<dl><dt><em>a</em></dt><dd><p>b</p><p>c</p></dd></dl>"),
        ("a\n: - b\n  - c", "<dl><dt>a</dt><dd><ul><li>b</li><li>c</li></ul></dd></dl>"),
        ("a\n:b", "<p>a :b</p>"),
        (": b", "<p>: b</p>"),
    ],
)
def test_descriptions(source: str, html: str) -> None:
    assert _read(source) == html


def test_a_label_of_a_note_is_the_same_in_small_and_capital_letters() -> None:
    html = render("a[^Källa] b[^KÄLLA  x]\n\n[^källa]: c\n[^Källa X]: d", "sv", frozenset()).html
    assert [html.count(f'href="#fn-{number}"') for number in (1, 2)] == [1, 1]
    assert "[^" not in html


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\ntext\n\n"])
def test_two_notes_with_one_label_are_both_shown(between: str) -> None:
    source = f"a[^1] b[^1] c[^2]\n\n[^1]: Svensson{between}[^1]: Nilsson\n[^2]: Ek"
    text = render(source, "sv", frozenset()).text
    assert text.index("Svensson") < text.index("Nilsson") < text.index("Ek")
    html = render(source, "sv", frozenset()).html
    note = html[html.index('id="fn-1"') : html.index('id="fn-2"')]
    assert "Svensson" in note
    assert "Nilsson" in note


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("a[^1]\n\n[^1]: b\n[^1]: c", ["[^1]"]),
        ("[^1]: b\n\n> [^1]: c", ["[^1]"]),
        ("[^1]: b\n[^2]: c\n\n*[SI]: d\n*[SI]: e", ["*[SI]"]),
        ("[x]: /a\n[X]: /b", ["[x]"]),
        ("[^a]: b\n[^a]: c\n[^a]: d\n[^b]: e\n[^b]: f", ["[^a]", "[^b]"]),
        ("[^1]: b\n[^11]: c\n\n    [^1]: d\n\n```\n[^11]: e\n```", ["[^1]"]),
        ("[^1]: a\n\n[^2]: b", []),
        ("[^Källa]: a\n\n[^källa]: b", ["[^Källa]"]),
        ("[^1]: a\n\n```\n[^1]: b\n```", []),
        ("[^1]: a\n\nText.\n\n    [^1]: b", []),
        ("[^1]: a\n\n`x\n[^1]: b`", ["[^1]"]),
        ("[1]: Svensson (2020)\n[1]: Nilsson", []),
        ("[1]: /a\n[1]: #b", ["[1]"]),
        ("[^1]: a\n[1]: http://a", []),
        ("", []),
    ],
)
def test_doubled_labels_are_told(source: str, labels: list[str]) -> None:
    assert find_doubled_labels(source) == labels


def test_a_text_that_is_too_long_is_not_read_for_labels() -> None:
    with pytest.raises(TooComplex):
        find_doubled_labels("[^1]: a\n" * 100_000)


def test_a_colon_below_nothing_but_definitions_is_a_text() -> None:
    for source, html in (
        ("[a]: https://x.se\n: d", "<p>: d</p>"),
        ("x\n\n> [a]: https://x.se\n> : d", "<p>x</p><blockquote><p>: d</p></blockquote>"),
        ("[a]: https://x.se\nterm\n: d", "<dl><dt>term</dt><dd>d</dd></dl>"),
    ):
        assert _read(source) == html, source
