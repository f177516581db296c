"""Take screenshots of a running wiki that has the sample content.

    python -m tools.screenshots http://127.0.0.1:5000                  those of the README
    python -m tools.screenshots http://127.0.0.1:5000 --all FOLDER     all pages and variants

`--only WORD` takes only pages with the word in their name, `--width 320 1280` other widths than
320, 768 and 1440. With WIKI_EMAIL and WIKI_PASSWORD in the environment, the pages for users are
taken too, as far as that account may see them. Needs the development environment (`make test`
creates it) and Chromium; $CHROMIUM is the path of another browser.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from tests.fixtures.browser import find_chromium, launched

_IMAGES = Path(__file__).parent.parent / "docs" / "images"
# name, path, width, height, colour scheme
_README = (
    ("front", "/sv/", 1280, 900, "light"),
    ("article", "/sv/articles/tvattmaskinen-som-social-innovation", 1280, 900, "light"),
    ("search", "/sv/search?q=innovationer+i+skolan", 1280, 900, "dark"),
    ("phone", "/en/articles/what-is-social-innovation", 375, 812, "light"),
)
# Preserves the colours of small dots, which the default method gives up for shades of the letters.
_PALETTE = Image.Quantize.MAXCOVERAGE
_WIDTHS = (320, 768, 1440)
_SCHEMES = ("light", "dark")
_LANGUAGES = ("sv", "en")
# Name and path without the language, or the Swedish and the English path where they differ.
_PUBLIC: dict[str, str | tuple[str, str]] = {
    "front": "/",
    "subscribe": "/subscribe",
    "forgotten": "/password/forgotten",
    "concept": ("/articles/vad-ar-social-innovation", "/articles/what-is-social-innovation"),
    "case": (
        "/articles/tvattmaskinen-som-social-innovation",
        "/articles/the-washing-machine-as-a-social-innovation",
    ),
    "method": ("/articles/samskapande-som-metod", "/articles/co-creation-as-a-method"),
    "organisation": "/articles/motesplats-social-innovation",
    "event": (
        "/articles/samhallsnyttiga-samtal",
        "/articles/samhallsnyttiga-samtal-conversations-for-the-good-of-society",
    ),
    "history": (
        "/articles/vad-ar-social-innovation/history",
        "/articles/what-is-social-innovation/history",
    ),
    "compare": (
        "/articles/vad-ar-social-innovation/compare",
        "/articles/what-is-social-innovation/compare",
    ),
    "compare-columns": (
        "/articles/vad-ar-social-innovation/compare?view=columns",
        "/articles/what-is-social-innovation/compare?view=columns",
    ),
    "backlinks": "/articles/motesplats-social-innovation/backlinks",
    "cite": "/articles/motesplats-social-innovation/cite",
    "index": "/articles/",
    "methods": "/articles/?kind=method",
    "topics": "/tags/",
    "topic": "/tags/social-innovation",
    "goal": "/tags/sdg-10",
    "university": "/universities/jonkoping-university",
    "search": "/search",
    "search-results": "/search?q=innovation",
    "search-nothing": "/search?q=xyzzyqwert",
    "search-not-understood": ("/search?q=och", "/search?q=and"),
    "search-help": "/search/help",
    "events": "/events/",
    "timeline": "/timeline",
    "topics-map": "/topics/map",
    "changes": "/changes",
    "about": "/about",
    "figures": "/figures",
    "figures-university": "/universities/jonkoping-university/figures",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "shortcuts": "/shortcuts",
    "styleguide": "/styleguide",
    "login": "/login",
    "missing": "/no-such-page",
    "sources": "/sources/",
}
_WORK: dict[str, str | tuple[str, str]] = {
    "account": "/account",
    "notices": "/account/notices",
    "watches": "/account/watches",
    "address": "/account/address",
    "discussions": "/account/discussions",
    "talk": "/articles/motesplats-social-innovation/talk",
    "talk-new": "/articles/motesplats-social-innovation/talk/new",
    "sources-new": "/sources/new",
    "source-by-hand": "/sources/form",
    "new-article": "/articles/new",
    "editor-new": "/articles/new?kind=case",
    "editor": "/articles/motesplats-social-innovation/edit",
    "article-tags": "/articles/motesplats-social-innovation/tags",
    "article-authors": "/articles/motesplats-social-innovation/authors",
    "own-page": "/account/profile",
    "archive": "/articles/motesplats-social-innovation/archive",
    "library": "/media/",
    "desk": "/desk/",
    "desk-without-topic": "/desk/without/topic",
    "desk-searches": "/desk/searches",
    "desk-wanted": "/desk/wanted",
    "desk-unlinked": "/desk/unlinked",
    "desk-published": "/desk/published",
    "desk-tips": "/desk/tips",
    "desk-archived": "/desk/archived",
    "desk-vocabulary": "/desk/vocabulary",
    "tag-edit": "/tags/social-innovation/edit",
    "university-edit": "/universities/jonkoping-university/edit",
    "tag-merge": "/tags/social-innovation/merge",
    "admin": "/admin/",
    "admin-users": "/admin/users",
    "admin-journal": "/admin/journal",
    "admin-site": "/admin/site",
    "admin-site-versions": "/admin/site/versions",
    "admin-mail": "/admin/mail",
    "admin-health": "/admin/health",
    "admin-reversal": "/admin/users/3/reversal?from=2020-01-01",
    "admin-invite": "/admin/invitations/new",
    "admin-invite-list": "/admin/invitations/list",
    "admin-trail": "/trails/article/1",
}


def main() -> None:
    """Take the screenshots that the command line asks for."""
    parser = argparse.ArgumentParser(description="Take screenshots of a running wiki.")
    parser.add_argument("url", help="for example http://127.0.0.1:5000")
    parser.add_argument("--all", metavar="FOLDER", type=Path, help="all pages, into this folder")
    parser.add_argument(
        "--only", metavar="WORD", default="", help="only pages with this in their name"
    )
    parser.add_argument("--width", type=int, nargs="+", default=_WIDTHS, help="in pixels")
    options = parser.parse_args()
    program = find_chromium()
    if program is None:
        sys.exit("Not found: chromium. See docs/testing.md.")
    with launched(program) as browser:
        if options.all:
            for file in take_all(browser, options.url, options.all, options.only, options.width):
                print(file)
        else:
            take_readme(browser, options.url)


def take_readme(browser: Browser, url: str) -> None:
    """Take the README's screenshots, of the first screen of each page, as small files."""
    for name, path, width, height, scheme in _README:
        context = _open(browser, url, width, scheme, height)
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        target = _IMAGES / f"{name}.png"
        page.screenshot(path=target)
        context.close()
        with Image.open(target) as image:
            few = image.convert("RGB").quantize(256, _PALETTE, dither=Image.Dither.NONE)
            few.save(target, optimize=True)


def take_all(
    browser: Browser,
    url: str,
    folder: Path,
    only: str = "",
    widths: Sequence[int] = _WIDTHS,
) -> Iterator[Path]:
    """Take whole pages at each width, in both schemes and languages; yield each file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    account = os.environ.get("WIKI_EMAIL", ""), os.environ.get("WIKI_PASSWORD", "")
    pages = {**_PUBLIC, **(_WORK if all(account) else {})}
    for width in widths:
        for scheme in _SCHEMES:
            visitor = _open(browser, url, width, scheme)
            worker = _open(browser, url, width, scheme)
            if all(account):
                _log_in(worker, *account)
            for name, paths in pages.items():
                if only in name:
                    context = worker if name in _WORK else visitor
                    yield from _take(context, folder, name, paths, f"{width}-{scheme}")
            visitor.close()
            worker.close()


def _open(browser: Browser, url: str, width: int, scheme: str, height: int = 800) -> BrowserContext:
    return browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )


def _log_in(context: BrowserContext, email: str, password: str) -> None:
    page = context.new_page()
    page.goto("/sv/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    if page.url.endswith("/login"):
        raise SystemExit("Cannot log in with WIKI_EMAIL and WIKI_PASSWORD.")
    page.close()


def _take(
    context: BrowserContext, folder: Path, name: str, paths: str | tuple[str, str], variant: str
) -> Iterator[Path]:
    for number, language in enumerate(_LANGUAGES):
        target = folder / f"{name}-{variant}-{language}.png"
        page = context.new_page()
        path = paths if isinstance(paths, str) else paths[number]
        page.goto(f"/{language}{path}", wait_until="networkidle")
        page.screenshot(path=target, full_page=True)
        page.close()
        yield target


if __name__ == "__main__":
    main()
