"""Keep the list of decisions complete."""

import re

from tests.architecture.sources import ROOT

FOLDER = ROOT / "docs" / "decisions"


def test_every_decision_has_a_number_of_its_own_and_stands_in_the_list() -> None:
    pages = sorted(page for page in FOLDER.glob("*.md") if page.name != "README.md")
    titles = [page.read_text().splitlines()[0].partition(". ")[2] for page in pages]
    lines = [
        f"- {int(page.name[:4])}. [{title}]({page.name})"
        for page, title in zip(pages, titles, strict=True)
    ]
    listed = re.findall(r"^- .*", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert listed == lines
    assert len({page.name[:4] for page in pages}) == len(pages)
