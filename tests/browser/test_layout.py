"""Test what all pages have in common, at the width of a phone and of a desk."""

import pytest

from tests.browser.conftest import Visit
from tests.browser.pages import PAGES, reach
from wiki.accounts.models import Role

pytestmark = pytest.mark.pages
PHONE, DESK = 390, 1440


@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_is_wider_than_the_page(reuse: Visit, role: Role | None) -> None:
    page = reuse(role)
    wider = {}
    for kind in PAGES:
        if kind.role != role or not kind.is_plain:
            continue
        page.set_viewport_size({"width": DESK, "height": 900})
        reach(page, kind, "sv")
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            seen = page.evaluate("document.documentElement.scrollWidth")
            if seen > width:
                wider[kind.name, width] = seen
    assert wider == {}
