"""Test what the buttons of the editor make of a text: marks that CommonMark reads.

The selection stands between ‹ and ›. All cases run on one page, against the module itself.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

CASES = [
    # Bold and italic.
    ("bold", "‹ett› ord", "**‹ett›** ord"),
    ("bold", "‹ett ›ord", "**‹ett›** ord"),
    ("bold", "ett‹ ord› till", "ett **‹ord›** till"),
    ("bold", "**‹ett›** ord", "‹ett› ord"),
    ("bold", "‹**ett**› ord", "‹ett› ord"),
    ("bold", "‹**ett** ›ord", "‹ett› ord"),
    ("bold", "a ‹*b*› c", "a ***‹b›*** c"),
    ("italic", "a **‹b›** c", "a ***‹b›*** c"),
    ("bold", "***‹a›***", "‹*a*›"),
    ("italic", "***‹a›***", "**‹a›**"),
    ("bold", "‹ett\n\ntvå›", "**‹ett**\n\n**två›**"),
    ("bold", "**‹ett**\n\n**två›**", "‹ett\n\ntvå›"),
    ("bold", "‹**ett**\n\n**två**›", "‹ett\n\ntvå›"),
    ("bold", "**‹ett**\n\ntvå›", "**‹ett**\n\n**två›**"),
    ("bold", "‹ett\ntvå›", "**‹ett\ntvå›**"),
    ("bold", "‹- a\n- b›", "- **‹a**\n- **b›**"),
    ("bold", "‹1. a\n2. b›", "1. **‹a**\n2. **b›**"),
    ("bold", "‹## Rubrik\ntext›", "## **‹Rubrik**\n**text›**"),
    ("bold", "‹> ett\n> två›", "> **‹ett**\n> **två›**"),
    ("bold", "‹- [ ] a›", "- [ ] **‹a›**"),
    (
        "bold",
        "‹| a | b |\n|---|---|\n| 1 | 2 |›",
        "| **‹a** | **b** |\n|---|---|\n| **1** | **2›** |",
    ),
    ("bold", "‹ett\n\n```\nkod\n```\n\ntvå›", "**‹ett**\n\n```\nkod\n```\n\n**två›**"),
    ("bold", "**ett ‹två›**", "**ett** ‹två›"),
    ("bold", "**ett ‹två› tre**", "**ett** ‹två› **tre**"),
    ("bold", "‹**ett** två›", "**‹ett två›**"),
    ("bold", "‹ett **två** tre›", "**‹ett två tre›**"),
    ("bold", "**ett ‹två** tre›", "**‹ett två tre›**"),
    ("bold", "‹ett `a**b` två›", "**‹ett `a**b` två›**"),
    ("bold", "‹ett \\*\\* två›", "**‹ett \\*\\* två›**"),
    ("bold", 'x‹"y"›z', 'x"**‹y›**"z'),
    ("bold", "‹ord.›Nästa", "**‹ord›**.Nästa"),
    ("bold", "‹ord.› Nästa", "**‹ord.›** Nästa"),
    ("bold", "‹  \n \n›", "‹  \n \n›"),
    ("bold", "a‹›b", "a**‹›**b"),
    ("bold", "a**‹›**b", "a‹›b"),
    ("bold", "‹__ett__› ord", "‹ett› ord"),
    ("italic", "‹_ett_› ord", "‹ett› ord"),
    ("italic", "‹snake_case_ord›", "*‹snake_case_ord›*"),
    ("italic", "‹ett **två** tre›", "*‹ett **två** tre›*"),
    ("italic", "‹ett ›ord", "*‹ett›* ord"),
    ("italic", "‹a\n\nb›", "*‹a*\n\n*b›*"),
    ("bold", "‹ett  \ntvå›", "**‹ett  \ntvå›**"),
    ("bold", "‹ett\xa0›ord", "**‹ett›**\xa0ord"),
    ("bold", "**ett ‹*två*› tre**", "**ett** ‹*två*› **tre**"),
    ("bold", "*ett ‹två* tre›", "**‹*ett två* tre›**"),
    ("italic", "**ett ‹två** tre›", "*‹**ett två** tre›*"),
    ("bold", "‹***a** b*›", "**‹*a b›***"),
    ("bold", "‹Se [a](https://x.se/a_b)›", "**‹Se [a](https://x.se/a_b)›**"),
    ("bold", "‹[[Råd]]›", "**‹[[Råd]]›**"),
    ("bold", "‹ett\n- två›", "**‹ett**\n- **två›**"),
    ("bold", "‹    - djupt›", "    - **‹djupt›**"),
    ("bold", "‹ett\n\n\n\ntvå\n\n›", "**‹ett**\n\n\n\n**två›**\n\n"),
    ("italic", "‹* punkt›", "* *‹punkt›*"),
    ("bold", "‹2 * 3 * 4›", "**‹2 * 3 * 4›**"),
    ("bold", "‹ett [^1]›", "**‹ett [^1]›**"),
    # Links to articles.
    ("wiki-link", "‹Råd ›och", "[[‹Råd›]] och"),
    ("wiki-link", "[[‹Råd›]]", "‹Råd›"),
    ("wiki-link", "‹[[Råd]]›", "‹Råd›"),
    ("wiki-link", "‹Råd\nRad›", "[[‹Råd]]\n[[Rad›]]"),
    ("wiki-link", "‹- Råd\n- Rad›", "- [[‹Råd]]\n- [[Rad›]]"),
    ("wiki-link", "‹[[Råd]]\nRad›", "[[‹Råd]]\n[[Rad›]]"),
    ("wiki-link", "‹se [[Råd]] här›", "‹se [[Råd]] här›"),
    # Lists.
    ("list", "‹ett\ntvå›", "‹- ett\n- två›"),
    ("list", "‹- ett\n- två›", "‹ett\ntvå›"),
    ("list", "‹- a\n    - b\n    - c\n- d›", "‹a\n    b\n    c\nd›"),
    ("list", "‹a\n    b\n    c\nd›", "‹- a\n    - b\n    - c\n- d›"),
    ("list", "‹- a\n  - b\n- c›", "‹a\n  b\nc›"),
    ("ordered-list", "‹- a\n    - b\n    - c\n- d›", "‹1. a\n    1. b\n    2. c\n2. d›"),
    ("ordered-list", "‹- a\n  - b\n  - c\n- d›", "‹1. a\n   1. b\n   2. c\n2. d›"),
    ("list", "‹1. a\n   1. b\n2. c›", "‹- a\n   - b\n- c›"),
    ("ordered-list", "‹1. a\n    1. b\n2. c›", "‹a\n    b\nc›"),
    ("list", "‹ett\n\ntvå\n\ntre›", "‹- ett\n\n- två\n\n- tre›"),
    ("list", "‹- ett\n\n- två\n\n- tre›", "‹ett\n\ntvå\n\ntre›"),
    ("ordered-list", "‹ett\n\ntvå\n\ntre›", "‹1. ett\n\n2. två\n\n3. tre›"),
    ("list", "Intro:\n‹a\nb›", "Intro:\n‹- a\n- b›"),
    ("list", "Intro:\n‹- a\n- b›", "Intro:\n‹a\nb›"),
    ("ordered-list", "Intro:\n‹a\nb›", "Intro:\n‹1. a\n2. b›"),
    ("list", "‹a\nb›\nSlut.", "‹- a\n- b›\n\nSlut."),
    ("list", "- a\n‹- b›\n- c", "- a\n\n‹b›\n- c"),
    ("list", "‹- a\n  mer\n- b›", "‹a\nmer\nb›"),
    ("ordered-list", "‹- a\n  mer\n- b›", "‹1. a\n   mer\n2. b›"),
    ("ordered-list", "‹- a\n\n  andra stycket\n- b›", "‹1. a\n\n   andra stycket\n2. b›"),
    ("list", "‹> a\n> b›", "‹> - a\n> - b›"),
    ("list", "‹> - a\n> - b›", "‹> a\n> b›"),
    ("list", "‹## Rubrik›", "‹- Rubrik›"),
    ("list", "‹›", "- ‹›"),
    ("list", "a\n\n‹›", "a\n\n- ‹›"),
    ("list", "‹a\nb\n›c", "‹- a\n- b›\n\nc"),
    ("ordered-list", "‹- a\n- b›\n- c", "‹1. a\n2. b›\n- c"),
    ("list", "‹* a\n* b›", "‹a\nb›"),
    ("list", "‹- a\nb›", "‹- a\n- b›"),
    ("list", "a‹›b", "- a‹›b"),
    ("list", "- a‹›b", "a‹›b"),
    ("list", "‹- [ ] a›", "‹[ ] a›"),
    (
        "ordered-list",
        "‹a\nb\nc\nd\ne\nf\ng\nh\ni\nj›",
        "‹1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g\n8. h\n9. i\n10. j›",
    ),
    ("list", "‹- a\n  ```\n  - kod\n  ```\n- b›", "‹a\n```\n- kod\n```\nb›"),
    ("list", "‹- a\n\n    - b\n›", "‹a\n\n   b›\n"),
    ("list", "‹\n\n›", "‹\n›\n"),
    ("list", "‹ \na›", "‹ \n- a›"),
    ("ordered-list", "1. x\n‹a›\n2. y", "1. x\n1. ‹a›\n2. y"),
    ("ordered-list", "‹1. a\n2. b›\n3. c", "‹a\nb›\n\n3. c"),
    ("list", "‹a\n›\nb", "- ‹a›\n\nb"),
    # Headings and quotations.
    ("heading", "‹Rubrik›", "## ‹Rubrik›"),
    ("heading", "## Rub‹›rik", "Rub‹›rik"),
    ("heading", "‹a\n\nb›", "‹## a\n\n## b›"),
    ("heading", "- a‹›", "## a‹›"),
    ("quote", "‹ett\n\ntvå›", "‹> ett\n>\n> två›"),
    ("quote", "‹> ett\n>\n> två›", "‹ett\n\ntvå›"),
    ("quote", "‹- a\n- b›", "‹> - a\n> - b›"),
    ("quote", "‹ett›\ntvå", "> ‹ett›\n\ntvå"),
    ("quote", "‹›", "> ‹›"),
    ("heading", "‹›", "## ‹›"),
]

RUN = """async ([file, cases]) => {
    const marks = await import(file);
    return cases.map(([kind, marked]) => {
        const from = marked.indexOf("‹"), to = marked.indexOf("›") - 1;
        const value = marked.replace(/[‹›]/g, "");
        const edit = kind === "wiki-link" ? marks.bracket(value, from, to)
            : ["bold", "italic"].includes(kind) ? marks.emphasise(value, from, to, kind)
            : marks.startLines(value, from, to, kind);
        if (!edit) return marked;
        const made = value.slice(0, edit.from) + edit.words + value.slice(edit.to);
        const [start, end] = edit.select;
        return `${made.slice(0, start)}‹${made.slice(start, end)}›${made.slice(end)}`;
    });
}"""


def run(page: Page, cases: list[tuple[str, str]]) -> Any:
    file = page.locator("[data-editor-marks]").get_attribute("data-editor-marks")
    return page.evaluate(RUN, [file, cases])


@pytest.fixture
def page_with_editor(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    return page


def test_every_button_makes_what_is_meant(page_with_editor: Page) -> None:
    made = run(page_with_editor, [(kind, before) for kind, before, _after in CASES])
    wrong = [
        (kind, before, after, found)
        for (kind, before, after), found in zip(CASES, made, strict=True)
        if found != after
    ]
    assert wrong == []


def test_pressing_twice_gives_the_text_back(page_with_editor: Page) -> None:
    """Try what has no marks yet; each piece of it then loses them again."""
    texts = ["ord", "ett\n\ntvå", "ett och\ntvå", "Ett.\n\nTvå.\n\nTre."]
    kinds = ["bold", "italic", "wiki-link", "heading", "list", "ordered-list", "quote"]
    first = [(kind, f"‹{text}›") for kind in kinds for text in texts]
    made = run(page_with_editor, first)
    again = run(
        page_with_editor, [(kind, text) for (kind, _), text in zip(first, made, strict=True)]
    )
    assert all(one != text for (_, one), text in zip(first, made, strict=True))
    assert [re.sub("[‹›]", "", text) for text in again] == [text[1:-1] for _, text in first]


def test_undo_takes_a_button_back(page_with_editor: Page) -> None:
    text = page_with_editor.locator("#body")
    for action in ("bold", "italic", "wiki-link", "heading", "list", "ordered-list", "quote"):
        text.fill("")
        text.press_sequentially("ett ord")
        text.select_text()
        page_with_editor.locator(f"[data-editor-action={action}]").click()
        expect(text).not_to_have_value("ett ord")
        text.press("Control+z")
        expect(text).to_have_value("ett ord")
