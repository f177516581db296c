"""Lists are read as people type them, and as Word and PowerPoint paste them."""

import pytest

from tests.markup.agreement import normal_form
from wiki.markup.render import render


def _read(source: str) -> str:
    return normal_form(render(source, "sv", frozenset()).html)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        # By two spaces, by four, by a tab.
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n    - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("- a\n\t- b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("- a\n  1. b\n  2. c", "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>"),
        (
            "- a\n  - b\n    - c\n  - d",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li></ul>",
        ),
        # Of several paragraphs.
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n\n    b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("1. a\n\n   b\n\n2. c", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n- b\n\nc", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        # After a line of text.
        ("a:\n- b\n- c", "<p>a:</p><ul><li>b</li><li>c</li></ul>"),
        ("a:\n* b", "<p>a:</p><ul><li>b</li></ul>"),
        ("a:\n1. b\n2. c", "<p>a:</p><ol><li>b</li><li>c</li></ol>"),
        ("## a\n- b", "<heading>a</heading><ul><li>b</li></ul>"),
        ("> a:\n> - b", "<blockquote><p>a:</p><ul><li>b</li></ul></blockquote>"),
        # A number that begins a line by chance is none of a list.
        ("Det hände\n1998. Då", "<p>Det hände 1998. Då</p>"),
        # Of mixed kinds.
        ("1. a\n- b", "<ol><li>a</li></ol><ul><li>b</li></ul>"),
        ("- a\n* b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("1. a\n1) b", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
        ("3. a\n4. b", "<ol 3><li>a</li><li>b</li></ol>"),
        # Numbers over nine, whose text begins further to the right.
        ("10. a\n\n    b\n11. c", "<ol 10><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
        # A line that goes on without its indentation.
        ("- a\nb", "<ul><li>a b</li></ul>"),
        ("- > a\n  > b", "<ul><li><blockquote><p>a b</p></blockquote></li></ul>"),
        # No list: a sign without a space, a rule, an escape.
        ("-a\n\n1.a", "<p>-a</p><p>1.a</p>"),
        ("- - -", "<hr>"),
        ("\\- a\n\n1\\. a", "<p>- a</p><p>1. a</p>"),
    ],
)
def test_lists_as_people_type_them(source: str, html: str) -> None:
    assert _read(source) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- mjölk\n- ", "<ul><li>mjölk</li><li></li></ul>"),
        ("- mjölk\n-", "<ul><li>mjölk</li><li></li></ul>"),
        ("Handla:\n- ", "<p>Handla:</p><ul><li></li></ul>"),
        ("1. a\n2. ", "<ol><li>a</li><li></li></ol>"),
        ("- a\n  - ", "<ul><li>a<ul><li></li></ul></li></ul>"),
        ("> Handla:\n> - ", "<blockquote><p>Handla:</p><ul><li></li></ul></blockquote>"),
        ("Rubrik\n--", "<heading>Rubrik</heading>"),
        ("Rubrik\n=", "<heading>Rubrik</heading>"),
    ],
)
def test_an_item_that_is_being_written_makes_no_heading(source: str, html: str) -> None:
    assert _read(source) == html


@pytest.mark.parametrize("sign", ["•", "·", "‣", "▪", "■", "●", "◦", "\uf0b7", "\uf0a7"])
@pytest.mark.parametrize(
    "space", ["\t", " ", "  ", "\xa0", "\xa0\xa0 ", " " * 7, "\xa0" * 7 + " ", "\t\t"]
)
def test_bullets_of_other_programs_make_a_list(sign: str, space: str) -> None:
    source = f"Med:\n{sign}{space}ett\n{sign}{space}*två*\n\nSlut"
    assert _read(source) == ("<p>Med:</p><ul><li>ett</li><li><em>två</em></li></ul><p>Slut</p>")


@pytest.mark.parametrize("sign", ["o", "§", "–", "—", "Ø", "ü", "v", "q"])
def test_a_letter_or_dash_is_a_bullet_before_a_tab_only(sign: str) -> None:
    assert _read(f"{sign}\tett\n{sign}\ttvå") == "<ul><li>ett</li><li>två</li></ul>"
    assert _read(f"{sign} ett\n{sign} två") == f"<p>{sign} ett {sign} två</p>"


def test_the_hard_space_after_a_bullet_is_no_text() -> None:
    assert "<li>ett</li>" in render("•\xa0ett\n·\xa0\xa0 \xa0två", "sv", frozenset()).html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "Med:\n\t•\tett\n\t•\ttvå\n\t\t◦\ttre\n\t•\tfyra",
            "<p>Med:</p><ul><li>ett</li><li>två<ul><li>tre</li></ul></li><li>fyra</li></ul>",
        ),
        ("\t⁃\tett\n\t⁃\ttvå", "<ul><li>ett</li><li>två</li></ul>"),
        ("\t1.\tett\n\t2.\ttvå", "<ol><li>ett</li><li>två</li></ol>"),
        ("a\n\t1.\tett", "<p>a</p><ol><li>ett</li></ol>"),
        # Code: by spaces, by signs of Markdown, or with text before it.
        ("    •\tett", "<pre><code>•→ett⏎</code></pre>"),
        ("\t-\tett", "<pre><code>-→ett⏎</code></pre>"),
        ("\t1. ett", "<pre><code>1. ett⏎</code></pre>"),
        ("\tett\n\t•\ttvå", "<pre><code>ett⏎•→två⏎</code></pre>"),
    ],
)
def test_a_list_between_tabs_as_on_a_mac_is_no_code(source: str, html: str) -> None:
    assert _read(source).replace("\t", "→").replace("\n", "⏎") == html


def test_a_list_of_word_is_nested_by_its_bullets() -> None:
    assert _read("•\ta\no\tb\n§\tc\no\td\n•\te") == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"
    )
    assert _read("·       a\no   b") == "<ul><li>a<ul><li>b</li></ul></li></ul>"
    assert _read("o a\no b") == "<p>o a o b</p>"
    assert _read("1.\ta\n2.\tb") == "<ol><li>a</li><li>b</li></ol>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("- [ ] a\n- [x] b", "<ul><li><input> a</li><li><input> b</li></ul>"),
        ("1. [X] a", "<ol><li><input> a</li></ol>"),
        ("- [x] a\n\n- [ ] b", "<ul><li><p><input> a</p></li><li><p><input> b</p></li></ul>"),
        ("- a\n  - [ ] *b*", "<ul><li>a<ul><li><input> <em>b</em></li></ul></li></ul>"),
        ("- [x](/a)", "<ul><li><a /a>x</a></li></ul>"),
        ("- [y] a", "<ul><li>[y] a</li></ul>"),
        ("- [x]a", "<ul><li>[x]a</li></ul>"),
        ("[ ] a", "<p>[ ] a</p>"),
    ],
)
def test_lists_of_tasks(source: str, html: str) -> None:
    assert _read(source) == html


def test_the_box_of_a_task_says_whether_it_is_done() -> None:
    html = render("- [ ] a\n- [x] b", "sv", frozenset()).html
    assert '<input type="checkbox" disabled aria-label="Inte klart"> a</li>' in html
    assert '<input type="checkbox" disabled checked aria-label="Klart"> b</li>' in html
    assert 'aria-label="Done"' in render("- [x] b", "en", frozenset()).html
    assert render("- [ ] a\n- [x] b", "sv", frozenset()).text == "a\nb"
