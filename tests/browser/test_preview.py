"""Test that the preview shows all of each answer, leaves alone what did not change, and rests."""

from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Visit
from tests.browser.writing import NEW_ARTICLE
from wiki.accounts.models import Role

START = (
    "Ett [^1] och två[^2].\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nSist.\n\n"
    "[^1]: A\n[^2]: B\n"
)
# Each follows the one before.
TEXTS = [
    "",
    START,
    START.replace("- b", "- b\n- c"),
    START.replace("- b", "## Rubrik\n\n## Rubrik"),
    START.replace("- b", "## Rubrik\n\n### Annan"),
    START.replace("| 2 |", "| 2 |\n| 3 | *4* |"),
    START.replace("Ett [^1]", "Ett [^1][^1]"),
    START.replace("Ett [^1]", "Ett [^2]"),
    START.replace("Ett", "Före.\n\nEtt"),
    START.replace("Ett", "> Före.\n\n![Bild](/static/favicon.svg)\n\nEtt"),
    "Sist.",
    "\ufffe",  # refused, with a message
    "%% Skriv\n\nSist.",
    START,
]
WRITE = """(field, words) => {
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
}"""
# What the answer holds, and what is shown.
COMPARE = """async (target) => {
    const sent = new FormData(target.closest("form"));
    const names = ["title", "summary", "lead_picture", "body", "csrf_token", "base", "section"];
    const body = new URLSearchParams(names.map((name) => [name, sent.get(name) ?? ""]));
    const answer = await fetch(target.dataset.previewUrl, { method: "POST", body });
    const holder = Object.assign(document.createElement("div"), { innerHTML: await answer.text() });
    for (const each of holder.querySelectorAll("template")) each.remove();
    for (let n = 0; n < 200 && target.innerHTML !== holder.innerHTML; n += 1)
        await new Promise((wait) => setTimeout(wait, 50)); // it is put in soon
    return [holder.innerHTML, target.innerHTML];
}"""
MARK = "(target) => { for (const each of target.querySelectorAll('*')) each.isOld = true; }"
FRESH = """(target) => [...target.querySelectorAll("*")]
    .filter((each) => !each.isOld).map((each) => each.tagName)"""


def _open(visit: Visit) -> Page:
    page = visit(Role.AUTHOR)
    page.goto(NEW_ARTICLE)
    return page


def _write(page: Page, words: str) -> None:
    """Replace the text, and wait for the preview of it."""
    with page.expect_response("**/articles/preview?*"):
        page.locator("#body").evaluate(WRITE, words)


def test_after_each_change_all_of_the_answer_is_shown(visit: Visit) -> None:
    page = _open(visit)
    target = page.locator("[data-preview-url]")
    for words in TEXTS:
        _write(page, words)
        answer, shown = target.evaluate(COMPARE)
        assert shown == answer


def test_what_did_not_change_stays(visit: Visit) -> None:
    page = _open(visit)
    _write(page, START)
    target = page.locator("[data-preview-url]")
    expect(target).to_contain_text("Sist.")
    target.evaluate(MARK)
    _write(page, START.replace("Sist", "*Allra* sist").replace("- b", "- b, c"))
    expect(target).to_contain_text("Allra sist.")
    expect(target).to_contain_text("b, c")
    assert target.evaluate(FRESH) == ["EM"]


def test_advice_and_length_come_with_a_pause(visit: Visit) -> None:
    page = _open(visit)
    asked: list[str] = []
    page.on("request", lambda sent: asked.extend(_list_asked(sent)))
    page.locator("#body").press_sequentially("Ett ord", delay=150)
    expect(page.locator("[data-editor-length]")).to_contain_text("2 ord")
    assert "typing=1" in asked
    assert asked[-1] == "typing="
    # Who hides the preview asks for none at each key.
    page.locator("[data-editor-view]").click()
    asked.clear()
    page.locator("#body").press_sequentially(" till", delay=150)
    expect(page.locator("[data-editor-length]")).to_contain_text("3 ord")
    assert set(asked) == {"typing="}


def _list_asked(sent: Request) -> list[str]:
    """Return how a request for the preview asks; nothing of any other."""
    asks = "/articles/preview" in sent.url
    return [(sent.post_data or "").rpartition("&")[2]] if asks else []
