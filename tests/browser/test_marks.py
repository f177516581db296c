"""Test what the buttons of the editor make of a text: marks that CommonMark reads.

The selection stands between ‹ and ›. All cases run on one page, against the module itself.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.marks_around import CASES as AROUND
from tests.browser.marks_within import CASES_WITHIN
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
    ("bold", "‹***a** b*›", "***‹a b›***"),
    ("bold", "‹Se [a](https://x.se/a_b)›", "**‹Se [a](https://x.se/a_b)›**"),
    ("bold", "‹[[Råd]]›", "**‹[[Råd]]›**"),
    ("bold", "‹ett\n- två›", "**‹ett**\n- **två›**"),
    ("bold", "‹    - djupt›", "    - **‹djupt›**"),
    ("bold", "‹ett\n\n\n\ntvå\n\n›", "**‹ett**\n\n\n\n**två›**\n\n"),
    ("italic", "‹* punkt›", "* *‹punkt›*"),
    ("bold", "‹2 * 3 * 4›", "**‹2 * 3 * 4›**"),
    ("bold", "‹ett [^1]›", "**‹ett [^1]›**"),
    ("bold", "‹[^1]: Not›", "[^1]: **‹Not›**"),
    ("italic", "‹%% Vem gjorde det?›", "%% *‹Vem gjorde det?›*"),
    ("bold", "‹> [!NOTE]\n> ett›", "> [!NOTE]\n> **‹ett›**"),
    ("struck", "‹Ord\n: Mening›", "~~‹Ord~~\n: ~~Mening›~~"),
    ("bold", "‹*[SI]: social›", "*[SI]: **‹social›**"),
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
    ("list", "‹- [ ] a\n- [x] b›", "‹- a\n- b›"),
    ("list", "‹- [ ] a\n- b›", "‹- a\n- b›"),
    ("ordered-list", "‹- [ ] a\n- [x] b›", "‹1. [ ] a\n2. [x] b›"),
    ("ordered-list", "‹1. [ ] a›", "‹a›"),
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
    # The bullets of other programs become those of Markdown.
    ("list", "‹• a\n•\tb›", "‹- a\n- b›"),
    ("ordered-list", "‹▪ a\n▪ b›", "‹1. a\n2. b›"),
    ("ordered-list", "‹1. a\n2. b›\n3. c", "‹a\nb›\n\n3. c"),
    ("list", "‹a\n›\nb", "- ‹a›\n\nb"),
    # Headings and quotations.
    ("heading-2", "‹Rubrik›", "## ‹Rubrik›"),
    ("heading-2", "## Rub‹›rik", "Rub‹›rik"),
    ("heading-2", "‹a\n\nb›", "‹## a\n\n## b›"),
    ("heading-2", "- a‹›", "## a‹›"),
    ("quote", "‹ett\n\ntvå›", "‹> ett\n>\n> två›"),
    ("quote", "‹> ett\n>\n> två›", "‹ett\n\ntvå›"),
    ("quote", "‹- a\n- b›", "‹> - a\n> - b›"),
    ("quote", "‹ett›\ntvå", "> ‹ett›\n\ntvå"),
    ("quote", "‹›", "> ‹›"),
    ("heading-2", "‹›", "## ‹›"),
    ("heading-3", "## a‹›", "### a‹›"),
    ("heading-4", "‹#### a›", "‹a›"),
    ("paragraph", "### a‹›", "a‹›"),
    ("paragraph", "‹- a\n- b\n\n> c›", "‹a\n\nb\n\nc›"),
    ("paragraph", "‹a\nb›", "‹a\nb›"),
    # Struck through.
    ("struck", "‹ett ›ord", "~~‹ett›~~ ord"),
    ("struck", "~~‹ett›~~ ord", "‹ett› ord"),
    ("struck", "‹ett\n\n- två›", "~~‹ett~~\n\n- ~~två›~~"),
    ("struck", "‹ett **två** tre›", "~~‹ett **två** tre›~~"),
    ("bold", "~~‹ett›~~", "~~**‹ett›**~~"),
    ("struck", "‹›", "~~‹›~~"),
    # Tasks and notices.
    ("task", "‹a\nb›", "‹- [ ] a\n- [ ] b›"),
    ("task", "‹- [ ] a\n- [x] b›", "‹a\nb›"),
    ("task", "‹- a\n  - b›", "‹- [ ] a\n  - [ ] b›"),
    ("task", "‹›", "- [ ] ‹›"),
    ("notice", "‹a\n\nb›", "‹> [!NOTE]\n> a\n>\n> b›"),
    ("notice", "‹> [!NOTE]\n> a\n>\n> b›", "‹a\n\nb›"),
    ("notice", "‹> a\n> b›", "‹> [!NOTE]\n> a\n> b›"),
    ("notice", "‹›", "> [!NOTE]\n> ‹›"),
    ("notice", "a ‹b›", "> [!NOTE]\n> a ‹b›"),
    # Links, code, blocks.
    ("link", "‹ord ›här", "[ord](‹https://›) här"),
    ("link", "‹https://ju.se›", "[‹›](https://ju.se)"),
    ("link", "‹- a\n- b ›", "- [a](‹https://›)\n- [b](https://) "),
    ("link", "‹›", "[‹›](https://)"),
    ("link", "‹se [a](b)›", "‹se [a](b)›"),
    ("code", "‹ord ›här", "`‹ord›` här"),
    ("code", "`‹ord›`", "‹ord›"),
    ("code", "‹`ord`›", "‹ord›"),
    ("code", "‹a `b` c›", "`` ‹a `b` c› ``"),
    ("code", "‹a\n\nb›", "‹```\na\n\nb\n```›"),
    ("code", "‹```\na\n```›", "‹a›"),
    ("code", "‹a\n```\nb›", "‹````\na\n```\nb\n````›"),
    ("footnote", "‹ett› två", "ett[^1] två\n\n[^1]: ‹›"),
    ("footnote", "a[^1]‹›\n\n[^1]: x\n", "a[^1][^2]\n\n[^1]: x\n\n[^2]: ‹›"),
    *CASES_WITHIN,
    *AROUND,
]

RUN = """async ([file, cases]) => {
    const marks = await import(file);
    return cases.map(([kind, marked]) => {
        const from = marked.indexOf("‹"), to = marked.indexOf("›") - 1;
        const value = marked.replace(/[‹›]/g, "");
        const edit = marks.press(kind, value, from, to);
        if (!edit) return marked;
        const made = value.slice(0, edit.from) + edit.words + value.slice(edit.to);
        const [start, end] = edit.select;
        return `${made.slice(0, start)}‹${made.slice(start, end)}›${made.slice(end)}`;
    });
}"""


def run(page: Page, cases: list[tuple[str, str]]) -> Any:
    file = page.locator("link[data-module=marks]").get_attribute("href")
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
    kinds = [
        "bold",
        "italic",
        "struck",
        "wiki-link",
        "task",
        "code",
        "heading-2",
        "list",
        "ordered-list",
        "quote",
        "notice",
    ]
    first = [(kind, f"‹{text}›") for kind in kinds for text in texts]
    made = run(page_with_editor, first)
    again = run(
        page_with_editor, [(kind, text) for (kind, _), text in zip(first, made, strict=True)]
    )
    assert all(one != text for (_, one), text in zip(first, made, strict=True))
    assert [re.sub("[‹›]", "", text) for text in again] == [text[1:-1] for _, text in first]


def test_undo_takes_each_button_back(page_with_editor: Page) -> None:
    text = page_with_editor.locator("#body")
    buttons = page_with_editor.locator("[data-editor-action]").evaluate_all(
        "buttons => buttons.map((button) => button.dataset.editorAction)"
    )
    assert len(buttons) == 22
    for action in buttons:
        text.fill("## ett ord" if action == "paragraph" else "ett ord")
        before = text.input_value()
        text.select_text()
        button = page_with_editor.locator(f"[data-editor-action={action}]")
        if action in ("table", "picture", "find", "undo", "redo"):  # they open something
            continue
        button.click()
        expect(text).not_to_have_value(before)
        expect(text).to_be_focused()
        after = text.input_value()
        page_with_editor.locator("[data-editor-action=undo]").click()
        expect(text).to_have_value(before)
        page_with_editor.locator("[data-editor-action=redo]").click()
        expect(text).to_have_value(after)
