"""Test the layer that shows what the marks of a text mean while they are written.

The reading of lines is tried against the module itself; all of it on one page.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from wiki.accounts.models import Role

# A text, the kind of each line, and its pieces that are not plain: words=what they are.
LINES: list[tuple[str, list[str], list[str]]] = [
    ("## Rubrik", ["heading-2"], ["## =mark"]),
    ("#ingen rubrik", ["text"], []),
    (
        "**a** *b* ~~c~~",
        ["text"],
        [
            "**=mark bold",
            "a=bold",
            "**=mark bold",
            "*=mark italic",
            "b=italic",
            "*=mark italic",
            "~~=mark struck",
            "c=struck",
            "~~=mark struck",
        ],
    ),
    ("2 * 3 * 4 och snake_case_ord", ["text"], []),
    (
        "***a***",
        ["text"],
        [
            "*=mark italic",
            "**=mark bold italic",
            "a=bold italic",
            "**=mark bold italic",
            "*=mark italic",
        ],
    ),
    (
        "**a `b**` c**",
        ["text"],
        [
            "**=mark bold",
            "a =bold",
            "`=mark bold code",
            "b**=bold code",
            "`=mark bold code",
            " c=bold",
            "**=mark bold",
        ],
    ),
    (r"\*a\*", ["text"], ["\\=mark", "\\=mark"]),
    ("**öppen", ["text"], []),
    ("[[Råd#Del|rådet]]", ["text"], ["[[Råd#Del|=mark wiki", "rådet=wiki", "]]=mark wiki"]),
    (
        "[*a*](https://x.se/a_b_c)",
        ["text"],
        [
            "[=mark link",
            "*=mark italic link",
            "a=italic link",
            "*=mark italic link",
            "](https://x.se/a_b_c)=mark link",
        ],
    ),
    ("![alt](media:ab12)", ["text"], ["![=mark link", "alt=link", "](media:ab12)=mark link"]),
    (
        "se https://ju.se/a_b, doi:10.1234/x.",
        ["text"],
        ["https://ju.se/a_b=address", "doi:10.1234/x=address"],
    ),
    (
        "not[^1] och [@a2020, s. 3; @b]",
        ["text"],
        [
            "[=mark note",
            "^1=note",
            "]=mark note",
            "[=mark source",
            "@a2020, s. 3; @b=source",
            "]=mark source",
        ],
    ),
    ("[^1]: Boken", ["definition"], ["[^1]:=mark"]),
    ("> [!NOTE] Obs\n> ord", ["callout", "quote"], ["> [!NOTE]=mark", "> =mark"]),
    (
        "- [ ] a\n- [x] b\n  - c\n1. d",
        ["task", "task-done", "item", "item"],
        ["- [ ]=mark", "- [x]=mark", "  - =mark", "1. =mark"],
    ),
    ("| a | b |\n|---|---|", ["table", "table-rule"], ["|=mark"] * 3 + ["|---|---|=mark"]),
    ("---", ["rule"], ["---=mark"]),
    (
        "```py\n**a**\n```\n**b**",
        ["code", "code", "code", "text"],
        ["```py=mark", "```=mark", "**=mark bold", "b=bold", "**=mark bold"],
    ),
    (
        "~~~\n```\n~~~~\n# a",
        ["code", "code", "code", "heading-1"],
        ["~~~=mark", "~~~~=mark", "# =mark"],
    ),
    ("- ```\n  kod\n  ```", ["code", "code", "code"], ["- ```=mark", "  ```=mark"]),
    ("%% **a** [[b]]\n%%a", ["prompt", "text"], []),
    ("[" * 300 + "*" * 301, ["text"], []),
]

READ = """async (text) => {
    const { readText } = await import(document.querySelector("link[data-module=tokens]").href);
    const lines = readText(text), tokens = lines.flatMap((line) => line.tokens);
    return [lines.map((line) => line.kind),
        tokens.filter(([, names]) => names).map((token) => token.join("=")),
        lines.map((line) => line.tokens.map(([words]) => words).join("")).join("\\n")];
}"""
# How tall the text area and the layer would be if nothing stretched them.
HEIGHTS = """([width, text]) => {
    const area = document.querySelector("#body"), layer = document.querySelector(".written-layer");
    const box = area.parentElement;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    box.style.inlineSize = `${width}px`;
    area.style.minBlockSize = "0";
    const last = layer.shadowRoot.lastElementChild;
    const padding = parseFloat(getComputedStyle(area).paddingBottom);
    return [area.clientHeight - padding, last.offsetTop + last.offsetHeight,
        layer.shadowRoot.textContent === `${text}\\n`];
}"""
# How much lower a line ends than it would if all lines were laid out, for each line of the layer.
SHIFTS = """async () => {
    const layer = document.querySelector(".written-layer"), tree = layer.shadowRoot;
    const parts = [...tree.querySelectorAll("section")];
    const ends = () => parts.map((part) => part.getBoundingClientRect().bottom);
    const isSettled = () => parts.every((part) => part.style.contentVisibility === "auto");
    while (!isSettled()) await new Promise(requestAnimationFrame);
    const [settled, styles] = [ends(), parts.map((part) => part.style.cssText)];
    for (const part of parts) part.style.contentVisibility = "visible";
    const whole = ends();
    parts.forEach((part, at) => { part.style.cssText = styles[at]; });
    return [parts.length, Math.max(...whole.map((end, at) => Math.abs(end - settled[at])))];
}"""
# How tall a letter is in each typeface, and the characters that are not as wide in all.
FACES = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fontKerning = "none";
    const measure = (words) => ["Writing", "Mid", "Tall"].map((name) => {
        pen.font = `100px "${name} Serif", monospace`;
        return pen.measureText(words);
    });
    const signs = Array.from({ length: 224 }, (_, at) => String.fromCodePoint(at + 32));
    const widths = (sign) => measure(sign).map(({ width }) => width);
    const uneven = signs.filter((sign) => new Set(widths(sign)).size > 1);
    return [measure("H").map((box) => box.actualBoundingBoxAscent), uneven];
}"""
ROWS = "document.querySelector('.written-layer').shadowRoot.querySelectorAll('div')"
SAMPLE = "\n".join(
    [
        "## En *rubrik* med **fet** text, som är så lång att den nog bryts på mer än en rad",
        "AVAVA To **Te. fi** *Ta Ve fi* [[Åäö|ord]] `kod  kod` 日本語 *日本語* 🌊 *🌊* *мир* שלום",
        "\t- ett\tbord " + "långtordutanmellanrum" * 9,
        "> **citat** " * 12,
        "   slutar med mellanslag" + " " * 90,
        "",
        "| a | **b** |",
    ]
)


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.goto("/sv/articles/new?kind=concept")
    page.locator(".written-layer").wait_for(state="attached")
    return page


def test_lines_are_read_as_the_renderer_reads_them(page: Page) -> None:
    wrong: list[Any] = []
    for text, kinds, pieces in LINES:
        found_kinds, found, whole = page.evaluate(READ, text)
        if (found_kinds, found, whole) != (kinds, pieces, text):
            wrong.append((text, found_kinds, found))
    assert wrong == []


def test_words_stand_where_the_text_area_has_them(page: Page) -> None:
    for width in (280, 333, 420, 555, 700):
        area, layer, is_same = page.evaluate(HEIGHTS, [width, SAMPLE])
        assert abs(area - layer) < 2
        assert is_same


def test_headings_are_taller_and_no_wider(page: Page) -> None:
    expect(page.locator(".written-layer")).to_have_class(re.compile("is-tall"))
    (plain, mid, tall), uneven = page.evaluate(FACES)
    assert plain * 1.1 < mid
    assert mid * 1.1 < tall
    assert uneven == []
    page.locator("#body").fill("## **Två**\n\n#### Fyra\n\ntext")
    faces = f"[...{ROWS}].map(row => getComputedStyle(row).fontFamily.split(',')[0])"
    serif = '"Writing Serif"'
    wanted = ['"Tall Serif"', serif, '"Mid Serif"', serif, serif]
    assert page.evaluate(faces) == wanted


def test_only_lines_that_changed_are_drawn_again(page: Page) -> None:
    text = page.locator("#body")
    text.fill("\n".join(f"Rad **{number}**" for number in range(50)))
    page.evaluate(f"for (const row of {ROWS}) row.was = true")
    new = f"[...{ROWS}].filter((row) => !row.was).length"
    text.press("Control+Home")
    page.keyboard.type("abc")
    assert page.evaluate(new) == 1
    page.keyboard.press("Enter")
    assert page.evaluate(new) == 2
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("```\n")  # everything below is code now
    assert page.evaluate(new) == 52
    expect(page.locator(".written-layer .is-bold")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".written-layer .is-bold")).to_have_count(150)
    shown = page.evaluate("document.querySelector('.written-layer').shadowRoot.textContent")
    assert shown == text.input_value() + "\n"


def test_lines_out_of_sight_are_as_tall_as_when_they_are_laid_out(page: Page) -> None:
    text = page.locator("#body")
    text.fill(f"{SAMPLE}\n\n" * 60)
    parts, shift = page.evaluate(SHIFTS)
    assert parts > 10
    assert shift < 0.2
    page.set_viewport_size({"width": 700, "height": 600})
    assert page.evaluate(SHIFTS)[1] < 0.2
    text.press("Control+End")
    first = "text => text.setRangeText(text.value.slice(0, 400).repeat(3), 0, 400)"
    text.evaluate(first)  # far above what is in sight
    text.dispatch_event("input")
    assert page.evaluate(SHIFTS)[1] < 0.2
    narrow = [420, f"{SAMPLE}\n\n" * 60]
    page.evaluate(HEIGHTS, narrow)
    assert page.evaluate(SHIFTS)[1] < 0.2
    area, layer, is_same = page.evaluate(HEIGHTS, narrow)
    assert abs(area - layer) < 2
    assert is_same


def test_forced_colours_show_the_text_area_itself(page: Page) -> None:
    text, layer = page.locator("#body"), page.locator(".written-layer")
    fill = "text => getComputedStyle(text).webkitTextFillColor"
    assert text.evaluate(fill) == "rgba(0, 0, 0, 0)"
    page.emulate_media(forced_colors="active")
    expect(layer).to_be_hidden()
    assert text.evaluate(fill) != "rgba(0, 0, 0, 0)"
