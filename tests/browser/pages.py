"""List every type of page, with its path, the role and the steps that lead to its state."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from tests.browser.library import LONG_WORD
from wiki.accounts.models import Role

AUTHOR, EDITOR, ADMIN = Role.AUTHOR, Role.EDITOR, Role.ADMIN


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


def press(selector: str) -> Callable[[Page], None]:
    """Return a step that presses a button and waits for the next page."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).click()

    return act


def save_without_title(page: Page) -> None:
    """Send the editor's form with two faults."""
    page.locator("[name=title]").fill("")
    page.evaluate("document.querySelector('.editor-facts').open = true")
    page.locator("[name=starts_at], [name=year]").first.fill("i fjol")
    press("[name=intent][value=save]")(page)


def save_over_others(page: Page) -> None:
    """Send the editor's form based on the first revision, although others have saved since."""
    page.evaluate("document.querySelector('[name=base]').value = '1'")
    text = page.locator("[name=body]")
    text.fill(text.input_value().replace("prövade och ändrade 3 gånger", "prövade något annat"))
    press("[name=intent][value=save]")(page)


def save_term_over_others(page: Page) -> None:
    """Send the form of a term as if it had been saved by somebody else meanwhile."""
    page.evaluate("document.querySelector('[name=base]').value = ''")
    page.locator("[name=description_sv]").fill("En brygga är en plats där båtar lägger till.")
    page.locator("[name=synonyms_en]").fill("jetty\npier")
    press(MAIN_FORM_BUTTON)(page)


def ask_for_preview(page: Page) -> None:
    """Send the editor's form with the button that is shown only without scripts."""
    with page.expect_navigation():
        page.locator(".form-actions [value=preview]").evaluate("button => button.click()")


def name_nobody(page: Page) -> None:
    """Send the form of the authors with a line of its own that has no valid ORCID."""
    press("[name=intent][value=add]")(page)
    page.locator("[name=name]:not([type=hidden])").fill("Utan Konto")
    page.locator("[name=orcid]:not([type=hidden])").fill("0000-0002-1825-0079")
    press(".form-actions [value=save]")(page)


def choose_nothing(page: Page) -> None:
    """Send the desk's form with no article and no tag."""
    press("form.dense button[type=submit]")(page)


def propose_none(page: Page) -> None:
    """Send the form in which an author proposes topics with none."""
    press("form.tag-form .form-actions button[type=submit]")(page)


def refuse_none(page: Page) -> None:
    """Send the desk's form of proposals with an answer and nothing that it is for."""
    page.locator("[name=answer]").fill("Artikeln handlar om något annat.")
    press("form.dense .bulk-bar [value=refuse]")(page)


def leave_unsaved(page: Page) -> None:
    """Type in the editor and leave: the copy that the browser stored is offered."""
    page.locator("[name=body]").press_sequentially("Ord")
    page.locator("[data-editor-status]:not(:empty)").wait_for()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("[data-editor-kept]").wait_for()


def compare_unsaved(page: Page) -> None:
    """Open the comparison of a text that the wiki has kept."""
    with page.expect_navigation():
        page.locator("main a[href*='/copies/']").first.click()


def show_suggestions(page: Page) -> None:
    """Type in the large search field until suggestions come."""
    field = page.locator("main input[data-site-search]")
    field.fill("")
    field.press_sequentially("bryggor")
    page.get_by_role("option").first.wait_for()


def show_titles(page: Page) -> None:
    """Begin a link in the text of the editor, so that titles are suggested."""
    text = page.locator("[name=body]")
    text.press("ControlOrMeta+End")
    text.press_sequentially(" [[bet")
    page.get_by_role("option").first.wait_for()


def show_peek(page: Page) -> None:
    """Reach a link to another article, so that its peek comes."""
    link = page.locator(".prose > p a[href$='/articles/beta']").first
    link.blur()
    link.focus()
    page.locator(".peek").wait_for()


def show_menu(page: Page) -> None:
    """Unfold the main menu, where it is folded."""
    summary = page.locator(".site-menu > summary")
    if summary.is_visible() and page.locator(".site-menu:not([open])").count():
        summary.click()


def show_contents(page: Page) -> None:
    """Unfold the contents, where they are folded."""
    summary = page.locator(".contents-folded > summary")
    if summary.is_visible() and page.locator(".contents-folded:not([open])").count():
        summary.click()


def show_shortcuts(page: Page) -> None:
    """Open the list of keyboard shortcuts."""
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def paste_sources(page: Page) -> None:
    """Paste a source that the library has, a new one, and a broken one."""
    page.locator("[name=text]").fill(
        "@book{a, title={En bok om bryggor}, author={Ek, Eva}, year=2020}\n"
        f"@book{{b, title={{{LONG_WORD}}}}}\n@book{{c, title = {{Trasig\n"
    )
    press(MAIN_FORM_BUTTON)(page)


MAIN_FORM_BUTTON = "main form[method=post] .form-actions button[type=submit]"
RETURN_BUTTON = "main form[action$=return] button[type=submit]"

PAGES = [
    PageType("front page", "/"),
    PageType("suggestions", "/", show=show_suggestions),
    PageType("peek of a link", "/articles/alfa", show=show_peek),
    PageType("menu", "/articles/alfa", show=show_menu),
    PageType("contents unfolded", "/articles/alfa", show=show_contents),
    PageType("shortcuts in a dialog", "/articles/alfa", show=show_shortcuts),
    PageType("accessibility statement", "/accessibility"),
    PageType("privacy", "/privacy"),
    PageType("statement's form", "/accessibility/edit", ADMIN),
    PageType("editors told", "/search/told"),
    PageType("article templates", "/desk/templates", EDITOR),
    PageType("template's form", "/desk/templates/case", EDITOR),
    PageType("articles A-Ö", "/articles/"),
    PageType("articles of a kind", "/articles/?kind=case"),
    PageType("concept", "/articles/alfa"),
    PageType("case", "/articles/beta"),
    PageType("method", "/articles/gamma"),
    PageType("organisation", "/articles/delta"),
    PageType("event", "/articles/epsilon"),
    PageType("article for its editor", "/articles/andrad", EDITOR),
    PageType("draft", "/articles/utkastet", AUTHOR),
    PageType("archived article", "/articles/arkiverad", EDITOR),
    PageType("missing article", "/articles/ingen-har-skrivit?title=Ingen+har+skrivit", status=404),
    PageType("article without a translation", "/articles/andrad/untranslated"),
    PageType("change of kind", "/articles/beta/kind", EDITOR),
    PageType("history", "/articles/andrad/history"),
    PageType("history for an administrator", "/articles/andrad/history", ADMIN),
    PageType("old revision", "/articles/andrad/revisions/1"),
    PageType("compare in one text", "/articles/andrad/compare?from=1&to=3"),
    PageType("compare side by side", "/articles/andrad/compare?from=1&to=3&view=columns"),
    PageType("hide a revision", "/articles/andrad/revisions/1/hide", ADMIN),
    PageType("backlinks", "/articles/beta/backlinks"),
    PageType("cite", "/articles/beta/cite"),
    PageType("search, not asked", "/search"),
    PageType("search, results", "/search?q=bryggor"),
    PageType("search, narrowed down", "/search?q=social+innovation&kind=concept"),
    PageType("search, nothing found", "/search?q=xyzzyqwert"),
    PageType("search, not understood", "/search?q=och"),
    PageType("how to search", "/search/help"),
    PageType("topic", "/tags/social-innovation"),
    PageType("topic for an editor", "/tags/bryggor", EDITOR),
    PageType("UN goal", "/tags/sdg-10"),
    PageType("university", "/universities/malmo-university"),
    PageType("tags", "/tags/"),
    PageType("sources", "/sources/"),
    PageType("source", "/sources/ek2020", EDITOR),
    PageType("new sources", "/sources/new", AUTHOR),
    PageType("sources understood", "/sources/new", AUTHOR, paste_sources),
    PageType("source by hand, refused", "/sources/form", AUTHOR, press(MAIN_FORM_BUTTON), 422),
    PageType("edit a source", "/sources/ek2020/edit", EDITOR),
    PageType("merge a source", "/sources/ek2020/merge?target=ek2021", EDITOR),
    PageType("sources with dead links", "/sources/dead-links", EDITOR),
    PageType("events", "/events/"),
    PageType("timeline", "/timeline"),
    PageType("timeline, narrowed down", "/timeline?kind=event"),
    PageType("timeline, nothing fits", "/timeline?kind=event&topic=methods"),
    PageType("map of topics", "/topics/map"),
    PageType("methods of a phase", "/articles/?kind=method&phase=understand"),
    PageType("recent changes", "/changes"),
    PageType("about", "/about"),
    PageType("keyboard shortcuts", "/shortcuts"),
    PageType("style page", "/styleguide"),
    PageType("log in", "/login"),
    PageType("log in, refused", "/login", act=press(MAIN_FORM_BUTTON), status=422),
    PageType("account", "/account", AUTHOR),
    PageType("logged in again", "/account/logged-in", AUTHOR),
    PageType("change password", "/account/password", AUTHOR),
    PageType("new password, refused", "/account/password", AUTHOR, press(MAIN_FORM_BUTTON), 422),
    PageType("own articles", "/account/articles", AUTHOR),
    PageType("review of a draft", "/articles/utkastet/review", EDITOR),
    PageType("review, no words", "/articles/utkastet/review", EDITOR, press(RETURN_BUTTON), 422),
    PageType("review of a returned draft", "/articles/lamnat-tillbaka/review", AUTHOR),
    PageType("draft to be deleted", "/articles/utkastet/deletion", AUTHOR),
    PageType("own page's form", "/account/profile", AUTHOR),
    PageType("person", "/people/2"),
    PageType("change name", "/account/name", AUTHOR),
    PageType("try it out", "/try", AUTHOR),
    PageType("new article, kind", "/articles/new", AUTHOR),
    PageType("new article", "/articles/new?kind=case", AUTHOR),
    PageType("new article from a template", "/articles/new?kind=case&start=template", AUTHOR),
    PageType("new article, refused", "/articles/new?kind=event", AUTHOR, save_without_title, 422),
    PageType("edit", "/articles/beta/edit", EDITOR),
    PageType("edit a section", "/articles/alfa/edit?section=s-att-borja", EDITOR),
    PageType("titles suggested", "/articles/alfa/edit", EDITOR, show=show_titles),
    PageType("preview", "/articles/alfa/edit", EDITOR, ask_for_preview),
    PageType("edit conflict", "/articles/andrad/edit", EDITOR, save_over_others, 409),
    PageType("unsaved copy", "/articles/gamma/edit", EDITOR, leave_unsaved),
    PageType("unsaved text", "/account", EDITOR, compare_unsaved),
    PageType("rename", "/articles/alfa/rename", EDITOR),
    PageType("archive", "/articles/alfa/archive", EDITOR),
    PageType("translation", "/articles/alfa/translation", EDITOR),
    PageType("translation to be found", "/articles/beta/translation", EDITOR),
    PageType("authors of an article", "/articles/beta/authors", EDITOR),
    PageType("authors, refused", "/articles/beta/authors", EDITOR, name_nobody, 422),
    PageType("tags of an article", "/articles/beta/tags", EDITOR),
    PageType("topics to propose", "/articles/utkastet/tags", AUTHOR),
    PageType(
        "topics to propose, none chosen", "/articles/utkastet/tags", AUTHOR, propose_none, 422
    ),
    PageType("edit a tag", "/tags/bryggor/edit", EDITOR),
    PageType("edit a tag, conflict", "/tags/bryggor/edit", EDITOR, save_term_over_others, 409),
    PageType("merge a tag", "/tags/bryggor/merge", EDITOR),
    PageType("merge a tag into nothing", "/tags/bryggor/merge?target=", EDITOR, status=422),
    PageType("new tag", "/tags/new", EDITOR),
    PageType("new tag, refused", "/tags/new", EDITOR, press(MAIN_FORM_BUTTON), 422),
    PageType("desk, waiting", "/desk/", EDITOR),
    PageType("desk, without a topic", "/desk/without/topic", EDITOR),
    PageType("desk, nothing chosen", "/desk/without/university", EDITOR, choose_nothing, 422),
    PageType("desk, proposed topics", "/desk/proposals", EDITOR),
    PageType("desk, no proposal chosen", "/desk/proposals", EDITOR, refuse_none, 422),
    PageType("desk, searches", "/desk/searches", EDITOR),
    PageType("desk, searches never opened", "/desk/searches?show=unopened", EDITOR),
    PageType("desk, all searches", "/desk/searches?show=all", EDITOR),
    PageType("desk, searches answered", "/desk/searches?show=answered", EDITOR),
    PageType("desk, answer to a search", "/desk/searches/answer?of=sv&q=okapi", EDITOR),
    PageType("desk, wanted", "/desk/wanted", EDITOR),
    PageType("desk, vocabulary", "/desk/vocabulary", EDITOR),
    PageType("desk, unlinked", "/desk/unlinked", EDITOR),
    PageType("desk, texts to improve", "/desk/advice?kind=source", EDITOR),
    PageType("desk, archived", "/desk/archived", EDITOR),
    PageType("library", "/media/", AUTHOR),
    PageType("library, one picture", "/media/bryggan", AUTHOR),
    PageType("picture to be deleted", "/media/bryggan/deletion", AUTHOR),
    PageType("picture in use", "/media/kajen/deletion", EDITOR),
    PageType("administration", "/admin/", ADMIN),
    PageType("users", "/admin/users", ADMIN),
    PageType("user", "/admin/users/1", ADMIN),
    PageType("new password for somebody", "/admin/users/2/password", ADMIN),
    PageType("new user", "/admin/users/new", ADMIN),
    PageType("new user, refused", "/admin/users/new", ADMIN, press(MAIN_FORM_BUTTON), 422),
    PageType("journal", "/admin/journal", ADMIN),
    PageType("journal, one thing only", "/admin/journal?of=article-1&q=a", ADMIN),
    PageType("journal, nothing matches", "/admin/journal?q=xyzzyqwert", ADMIN),
    PageType("journal, refused", "/admin/journal?from=2026-13-01", ADMIN, status=422),
    PageType("trail of an article", "/trails/article/1", EDITOR),
    PageType("error 403", "/desk/", AUTHOR, status=403),
    PageType("error 404", "/finns-inte", status=404),
]


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
