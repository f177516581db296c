"""Test the grid for tables: what it reads and writes, its keys, and axe."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import EVERYTHING, violations
from wiki.accounts.models import Role

TABLE = "| År | Antal |\n|:--|--:|\n| 2020 | 10 |"
# A text with the caret at ‹, and the cells and alignments that are read there.
READ: list[tuple[str, Any]] = [
    (f"‹{TABLE}", [[["År", "Antal"], ["2020", "10"]], ["left", "right"]]),
    (f"text\n{TABLE}‹\n\nmer", [[["År", "Antal"], ["2020", "10"]], ["left", "right"]]),
    ("‹text\n| a |\n|---|", None),
    ("a‹ | b\n:-: | -\n1 | 2 | 3", [[["a", "b", ""], ["1", "2", "3"]], ["center", "", ""]]),
    ("> | a |\n> |---|\n> | ‹b |", [[["a"], ["b"]], [""]]),
    ("| a |\n|---|\n| b |\n- ‹x", None),
    (
        "| [[A|b]] | c\\|d | `\\` |‹\n|---|---|---|",
        [[["[[A|b]]", "c|d", "`\\`"]], ["", "", ""]],
    ),
    ("| a |\n|---|\n\n‹", None),
    ("a | b\n\n‹c | d", None),
]
READING = """async ([file, cases]) => {
    const grid = await import(file);
    return cases.map((marked) => {
        const table = grid.tableAt(marked.replace("‹", ""), marked.indexOf("‹"));
        return table && [table.rows, table.sides];
    });
}"""
WRITING = """async ([file, tables, tabs]) => {
    const grid = await import(file);
    const written = tables.map(([rows, sides]) => grid.writeTable({ rows, sides }));
    return [written, tabs.map(grid.readTabs)];
}"""
WRITTEN = [
    (
        [[["År", "Antal", "x"], ["2020", "10", "a|b [[A|b]]"]], ["left", "right", "center"]],
        "| År   | Antal |      x       |\n| :--- | ----: | :----------: |\n"
        "| 2020 |    10 | a\\|b [[A|b]] |",
    ),
    ([[["a\nb"], ["x" * 50]], [""]], f"| a b{' ' * 37} |\n| {'-' * 40} |\n| {'x' * 50} |"),
]
TABS = [
    ("a\tb\r\n1\t2\r\n", [["a", "b"], ["1", "2"]]),
    ("\ta\nb\t1", [["", "a"], ["b", "1"]]),
    ('"a\n""x"""\tb\n\t2', [['a "x"', "b"], ["", "2"]]),
    ("a", [["a"]]),
]


def test_tables_are_read_and_written(visit: Visit) -> None:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    file = page.locator("script[src*='writing/grid']").get_attribute("src")
    read = page.evaluate(READING, [file, [marked for marked, _ in READ]])
    assert read == [cells for _, cells in READ]
    written, tabs = page.evaluate(
        WRITING, [file, [table for table, _ in WRITTEN], [words for words, _ in TABS]]
    )
    assert written == [words for _, words in WRITTEN]
    assert tabs == [rows for _, rows in TABS]


def paste(page: Page, words: str) -> None:
    page.evaluate(
        """(words) => {
            const data = new DataTransfer();
            data.setData("text/plain", words);
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        words,
    )


def test_a_table_by_keyboard(visit: Visit) -> None:
    """Make a table, change it and leave it, without a mouse."""
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    text = page.locator("#body")
    text.fill("Före")
    button = page.get_by_role("button", name="Tabell")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Tabell")
    expect(dialog.get_by_label("Rubrik för kolumn 1")).to_be_focused()
    paste(page, "År\tAntal\n2020\t10\n2021\t12")
    page.evaluate(Axe().axe_script)
    assert violations(page, EVERYTHING) == []
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Rad 1, kolumn 1")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(dialog.get_by_label("Rad 2, kolumn 1")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("S|a")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("Rad 3, kolumn 2")).to_be_focused()
    dialog.get_by_label("Kolumnens text").select_option("right")
    expect(dialog.get_by_role("button", name="Kolumn Höger")).to_be_enabled()
    dialog.get_by_label("Rad 1, kolumn 3").focus()
    dialog.get_by_role("button", name="Kolumn Ta bort").press("Enter")
    # Escape keeps what was written, and says how to leave.
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("status")).to_contain_text("Avbryt")
    dialog.get_by_role("button", name="Infoga tabellen").press("Enter")
    made = (
        "Före\n\n| År   | Antal |\n| ---- | ----: |\n| 2021 |    12 |\n| 2020 |    10 |\n"
        "| S\\|a |       |"
    )
    expect(text).to_have_value(made)
    expect(text).to_be_focused()
    page.keyboard.press("Control+z")
    expect(text).to_have_value("Före")
    page.keyboard.press("Control+Shift+z")
    expect(text).to_have_value(made)
    # The same table again: nothing changed, nothing asked.
    page.set_viewport_size({"width": 390, "height": 844})
    text.evaluate("text => text.setSelectionRange(20, 20)")
    button.click()
    expect(dialog.get_by_label("Rad 3, kolumn 1")).to_have_value("S|a")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page, EVERYTHING) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(text).to_have_value(made)
    text.press("Control+a")
    text.press("Backspace")
