"""Check the documentation: lines that fit, and links, commands and settings that exist."""

import re
from collections import Counter
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.architecture.sources import ROOT
from wiki.settings.known import SETTINGS

WIDTH = 120
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *(ROOT / name for name in ("bench/README.md", "instance/README.md", "wiki/sample/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
COMMAND = re.compile(r"flask --app wiki((?: [a-z][a-z-]*)+)")
STEP = re.compile(r"^(\d+)\. ", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)")


def _without_code(page: Path) -> str:
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_lines_of_prose_fit_in_120_characters(page: Path) -> None:
    """Skip tables, and links without a space at which they could be wrapped."""
    lines = [line for line in _without_code(page).splitlines() if not line.startswith("|")]
    assert [line for line in lines if len(line) > WIDTH and " " in line.lstrip("- ")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_line_of_prose_stands_twice(page: Path) -> None:
    """Both sides of a merge that was resolved by taking both."""
    lines = [line for line in _without_code(page).splitlines() if len(line) > 60]
    prose = [line for line in lines if not line.startswith("|")]
    assert [line for line, times in Counter(prose).items() if times > 1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_steps_are_numbered_one_after_the_other(page: Path) -> None:
    numbers = [int(number) for number in STEP.findall(_without_code(page))]
    steps = zip([0, *numbers], numbers, strict=False)
    assert [number for before, number in steps if number not in {1, before + 1}] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    text = re.sub(r"(`+)[^`].*?\1", "", _without_code(page), flags=re.DOTALL)
    targets = [target for target in LINK.findall(text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_files_of_the_recipes_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    named = re.findall(r"`((?:docs|static|templates|tests|tools|wiki)/[\w./-]+)`", text)
    assert len(named) > 20
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_tests_named_in_the_docs_exist() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text())}
    assert len(named) > 20
    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_commands_in_the_docs_exist(app: Flask) -> None:
    top = click.Group(commands=app.cli.commands)
    found = {
        words for page in PAGES for words in COMMAND.findall(re.sub(r"\s+", " ", page.read_text()))
    }
    assert len(found) > 8
    assert {words for words in found if not _exists(top, words.split())} == set()


def _exists(command: click.Command, words: list[str]) -> bool:
    for word in words:
        if not isinstance(command, click.Group):
            return True
        found = command.get_command(click.Context(command), word)
        if found is None:
            return False
        command = found
    return True


def test_settings_in_the_readme_exist() -> None:
    section = (ROOT / "README.md").read_text().partition("\n## Settings\n")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([A-Z_]+)`", section, re.MULTILINE)
    assert len(named) > 5
    assert set(named) <= SETTINGS.keys()
