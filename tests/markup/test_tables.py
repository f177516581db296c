"""Tables are read as GitHub and Obsidian write them."""

import pytest

from tests.markup.agreement import normal_form
from wiki.markup.render import render
from wiki.markup.wikilinks import find_wikilinks, retarget_wikilinks


def _read(source: str) -> str:
    return normal_form(render(source, "sv", frozenset()).html)


def _table(*rows: str) -> str:
    """Return a table; each row has its cells between pipes."""
    head, *body = rows
    rows_of_body = "".join(f"<tr>{_cells(row, 'td')}</tr>" for row in body)
    return f"<table><thead><tr>{_cells(head, 'th')}</tr></thead>{rows_of_body}</table>"


def _cells(row: str, tag: str) -> str:
    return "".join(f"<{tag}>{cell}</{tag}>" for cell in row.split("|"))


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", _table("a|b", "1|2")),
        ("a | b\n--|--\n1 | 2", _table("a|b", "1|2")),
        ("|a|b|\n|:-|-:|\n|1|2|", _table("a|b", "1|2")),
        ("| a |\n|---|", _table("a")),
        # After a line of text, in a list, in a quotation.
        ("Priser:\n| a | b |\n|---|---|\n| 1 | 2 |", "<p>Priser:</p>" + _table("a|b", "1|2")),
        ("x\ny\n| a |\n|--|\n| 1 |", "<p>x y</p>" + _table("a", "1")),
        ("- x\n  | a |\n  |--|\n  | 1 |", f"<ul><li>x{_table('a', '1')}</li></ul>"),
        ("> | a |\n> |--|\n> | 1 |", f"<blockquote>{_table('a', '1')}</blockquote>"),
        # Until a blank line or another block.
        ("| a |\n|--|\n| 1 |\n\nx", _table("a", "1") + "<p>x</p>"),
        ("| a |\n|--|\n| 1 |\n- x", _table("a", "1") + "<ul><li>x</li></ul>"),
        ("| a |\n|--|\n| 1 |\n## x", _table("a", "1") + "<heading>x</heading>"),
        # Rows that are too short or too long.
        ("| a | b |\n|--|--|\n| 1 |\n| 1 | 2 | 3 |", _table("a|b", "1|", "1|2")),
        # Pipes that end no cell: escaped, in code, in wiki links with and without a backslash.
        (
            "| a |\n|--|\n| 1 \\| 2 |",
            _table("a", "1 PIPE 2"),
        ),
        (
            "| a |\n|--|\n| `1\\|2` |",
            _table("a", "<code>1PIPE2</code>"),
        ),
        ("| a |\n|--|\n| ~~x~~ *y* |", _table("a", "<del>x</del> <em>y</em>")),
        # No table: no row of dashes, another number of columns, a heading's underline.
        ("| a | b |\n| 1 | 2 |", "<p>| a | b | | 1 | 2 |</p>"),
        ("| a | b |\n|---|", "<p>| a | b | |---|</p>"),
        ("a\n---", "<heading>a</heading>"),
    ],
)
def test_tables(source: str, html: str) -> None:
    assert _read(source) == html.replace("PIPE", "|")


@pytest.mark.parametrize("pipe", ["|", "\\|"])
def test_a_wiki_link_in_a_cell_has_its_text(pipe: str) -> None:
    source = f"| a | b |\n|---|---|\n| [[Saknad sida{pipe}text]] | x |"
    rendered = render(source, "sv", frozenset())
    assert '<a class="missing" href="/sv/articles/saknad-sida?title=Saknad%20sida"' in rendered.html
    assert rendered.text.splitlines() == ["a", "b", "text", "x"]
    assert [link.title for link in find_wikilinks(source, "sv")] == ["Saknad sida"]
    changed = retarget_wikilinks(source, "sv", {("sv", "Saknad sida"): ("sv", "Ny")})
    assert changed == f"| a | b |\n|---|---|\n| [[Ny{pipe}text]] | x |"


def test_a_rename_keeps_the_columns_of_a_table() -> None:
    source = "| a | b |\n|---|---|\n| [[Gammal]] | x \\| [[Gammal]] |"
    changed = retarget_wikilinks(source, "sv", {("sv", "Gammal"): ("sv", "Ny")})
    assert render(changed, "sv", frozenset()).text.splitlines() == [
        "a",
        "b",
        "Gammal",
        "x | Gammal",
    ]
