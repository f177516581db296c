"""Check that style sheets and scripts are few, simple and our own."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
WRITING_SHEETS = {"writing.css", "layer.css"}
# What every page loads, and what only the pages for writing load.
FILES = {
    "css": [path for path in SHEETS if path.name not in WRITING_SHEETS],
    "css for writing": [STATIC / "css" / name for name in WRITING_SHEETS],
    "js": SCRIPTS,
    "js for writing": sorted((STATIC / "js" / "writing").glob("*.js")),
}
LONGEST_LINE = 140
MOST_LINES = {
    "css": 2_600,
    "css for writing": 700,
    "js": 1_200,
    "js for writing": 2_560,
}
# Colours are defined as tokens; other sheets use the tokens.
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(", re.IGNORECASE)


@pytest.mark.parametrize("kind", MOST_LINES)
def test_there_is_not_much_of_it(kind: str) -> None:
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in FILES[kind]}
    assert lines
    assert sum(lines.values()) <= MOST_LINES[kind], lines


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_lines_are_short_enough_to_read(sheet: Path) -> None:
    lines = sheet.read_text("utf-8").splitlines()
    assert {n: len(line) for n, line in enumerate(lines, 1) if len(line) > LONGEST_LINE} == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_rule_forces_its_way(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert "!important" not in text
    assert "@layer" in text


@pytest.mark.parametrize(
    "sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name
)
def test_colours_have_their_place_among_the_tokens(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert COLOUR.findall(text) == []


def test_only_the_system_decides_on_light_or_dark_outside_the_tokens() -> None:
    # Otherwise a page could differ in dark mode by more than its colours.
    asking = [path.name for path in SHEETS if "prefers-color-scheme" in path.read_text("utf-8")]
    assert asking == []
