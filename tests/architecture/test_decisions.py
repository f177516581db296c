"""Check that all decisions have the same form, and that their list is complete."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")
HEAD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>\S.*)\n\n"
    r"- Date: (?P<date>20\d\d-\d\d-\d\d)\n"
    r"- Status: (?P<status>accepted|superseded by \[\d+\]\((?P<successor>[\w-]+\.md)\))\n\n"
)


def _head(page: Path) -> re.Match[str]:
    head = HEAD.match(page.read_text())
    assert head is not None, f"{page.name} does not begin as docs/decisions/README.md says"
    return head


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_a_number_a_date_a_status_and_three_sections(page: Path) -> None:
    head = _head(page)
    sections = re.findall(r"^## (.*)", page.read_text(), re.MULTILINE)

    assert int(head["number"]) == int(page.name[:4])
    assert sections == ["Context", "Decision", "Cost"]
    assert head["successor"] is None or (FOLDER / head["successor"]).is_file()


def test_the_list_holds_every_decision_with_its_date_and_status() -> None:
    heads = [(page, _head(page)) for page in PAGES]
    rows = [
        f"| {head['number']} | [{head['title']}]({page.name}) | {head['date']} | {head['status']} |"
        for page, head in heads
    ]
    listed = re.findall(r"^\| \d+ \|.*", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert listed == rows
    assert len({head["number"] for _, head in heads}) == len(PAGES)
