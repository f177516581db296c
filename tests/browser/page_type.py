"""What a type of page is, and how it is reached in Chromium."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from wiki.accounts.models import Role


@dataclass(frozen=True)
class PageType:
    """How to reach a page in a state: its path without the language, and steps."""

    name: str
    address: str
    role: Role | None = None
    act: Callable[[Page], None] | None = None
    status: int = 200  # of the last response, after the steps
    show: Callable[[Page], None] | None = None  # opens what closes when the window changes

    @property
    def is_plain(self) -> bool:
        """Return whether the path is enough to reach it, so that the page can be reused."""
        return self.act is None and self.show is None


def reach(page: Page, kind: PageType, language: str) -> Response:
    """Go to a page and do its steps; return the last response, after checking its status."""
    answers = [page.goto(f"/{language}{kind.address}")]

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request():
            answers.append(answer)

    if kind.act:
        page.on("response", note)
        kind.act(page)
    last = answers[-1]
    assert last is not None
    assert last.status == kind.status
    return last
