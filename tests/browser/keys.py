"""Press keys as a reader without a pointer does, checking that the focus is always visible."""

import re

from playwright.sync_api import Page, expect

# Returns what is wrong with the focused element; empty while the browser's own bar has the focus.
FAULT = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element.id === "main") return "";
  const say = (fault) => `${fault}: ${element.outerHTML.slice(0, 160)}`;
  const isShown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  if (!isShown) return say("hidden");
  const style = getComputedStyle(element);
  const outlined = (part) => part.outlineStyle !== "none" && parseFloat(part.outlineWidth) >= 2;
  // In a drawing the shape has a ring instead.
  const ring = element.matches("svg a") && getComputedStyle(element.querySelector("circle"));
  const isRinged = ring && parseFloat(ring.strokeWidth) >= 4;
  if (!outlined(style) && !isRinged) return say("no outline");
  const boxes = [...element.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
  if (!boxes.length) return say("no size");
  const label = element.labels?.[0];
  const parts = [0.1, 0.5, 0.9];
  // Of what is taller than the window, the part in it.
  const places = boxes.flatMap((box) => {
    const top = Math.max(box.top, 0);
    const height = Math.min(box.bottom, innerHeight) - top;
    return parts.flatMap((x) => parts.map((y) => [box.left + box.width * x, top + height * y]));
  });
  const isSeen = places.some(([x, y]) => {
    const found = document.elementFromPoint(x, y);
    return found && (element.contains(found) || label?.contains(found));
  });
  return isSeen ? "" : say("out of sight or beneath something");
}"""
MOST_STOPS = 150


class Keys:
    """The keyboard of a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys in turn, and check the focus after each."""
        for key in keys:
            self.page.keyboard.press(key)
            fault = self.page.evaluate(FAULT)
            assert not fault, fault

    def type(self, words: str) -> None:
        """Type into the focused element."""
        self.page.keyboard.type(words)

    def reach(self, selector: str, name: str = "", back: bool = False) -> None:
        """Press Tab, or with `back` Shift+Tab, until the element described has the focus."""
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate(
                """([selector, name]) => {
                  const element = document.activeElement;
                  const words = element.getAttribute("aria-label") ?? element.textContent;
                  return element.matches(selector) && words.includes(name);
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

    def is_at(self, ending: str) -> None:
        """Check that the page's URL ends like this."""
        expect(self.page).to_have_url(re.compile(f"{re.escape(ending)}$"))
