"""Press keys as somebody who has no pointer, and see to it that the focus is always in sight."""

import re

from playwright.sync_api import Page, expect

# Says what is wrong with where the focus is; nothing, while it is with the browser's own bar.
FAULT = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.id === "main") return "";
  const say = (fault) => `${fault}: ${one.outerHTML.slice(0, 160)}`;
  const isShown = one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (!isShown) return say("hidden");
  const style = getComputedStyle(one);
  const outlined = (part) => part.outlineStyle !== "none" && parseFloat(part.outlineWidth) >= 2;
  // In a drawing the shape has a ring instead.
  const ring = one.matches("svg a") && getComputedStyle(one.querySelector("circle"));
  const isRinged = ring && parseFloat(ring.strokeWidth) >= 4;
  if (!outlined(style) && !isRinged) return say("no outline");
  const boxes = [...one.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  if (!boxes.length) return say("no size");
  const label = one.labels?.[0];
  const parts = [0.1, 0.5, 0.9];
  const places = boxes.flatMap((box) => parts.flatMap((x) => parts.map(
    (y) => [box.left + box.width * x, box.top + box.height * y])));
  const isSeen = places.some(([x, y]) => {
    const found = document.elementFromPoint(x, y);
    return found && (one.contains(found) || label?.contains(found));
  });
  return isSeen ? "" : say("out of sight or beneath something");
}"""
MOST_STOPS = 150


class Keys:
    """Be the keyboard of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other; the focus may be seen after each."""
        for key in keys:
            self.page.keyboard.press(key)
            fault = self.page.evaluate(FAULT)
            assert not fault, fault

    def type(self, words: str) -> None:
        """Write into what has the focus."""
        self.page.keyboard.type(words)

    def reach(self, selector: str, name: str = "", back: bool = False) -> None:
        """Press Tab, or with `back` Shift and Tab, until what was named has the focus."""
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate(
                """([selector, name]) => {
                  const one = document.activeElement;
                  const words = one.getAttribute("aria-label") ?? one.textContent;
                  return one.matches(selector) && words.includes(name);
                }""",
                [selector, name],
            ):
                return
        raise AssertionError(f"{selector} {name!r} cannot be reached with the Tab key")

    def open(self, selector: str, name: str = "") -> None:
        """Reach a link or a button, press Enter, and wait for the next page."""
        self.reach(selector, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def is_at(self, address: str) -> None:
        """Make sure of the page's address, which ends so."""
        expect(self.page).to_have_url(re.compile(f"{re.escape(address)}$"))
