"""List every type of page, with its path, the role and the steps that lead to its state."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from tests.browser.page_steps import (
    LOGO,
    MAIN_FORM_BUTTON,
    ask_for_preview,
    choose_nothing,
    choose_some,
    compare_unsaved,
    drop_unsaved,
    leave_unsaved,
    log_in_first,
    name_nobody,
    name_without_role,
    paste_sources,
    press,
    propose_none,
    refuse_none,
    save_over_others,
    save_profile_late,
    save_term_over_others,
    save_without_title,
    show_contents,
    show_file_of_terms,
    show_menu,
    show_peek,
    show_shortcuts,
    show_suggestions,
    show_titles,
)
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


AMENDMENT = "main a[href*=amendments]"
TRANSLATE_LINK = "main a[href*=translation_of]"
UMEA = "/universities/umea-university/edit"
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
    PageType("translation begun", "/articles/andrad/untranslated", AUTHOR, press(TRANSLATE_LINK)),
    PageType("translation, nobody said", "/articles/alfa/translation/sections", AUTHOR),
    PageType("translation and its original", "/articles/foljd/translation/sections", AUTHOR),
    PageType("translation for its author", "/articles/foljd", AUTHOR),
    PageType("translation edited", "/articles/foljd/edit", AUTHOR),
    PageType("change of kind", "/articles/beta/kind", EDITOR),
    PageType("upkeep", "/articles/andrad/upkeep", EDITOR),
    PageType("articles to be checked", "/desk/due", EDITOR),
    PageType("translations behind", "/desk/translations", EDITOR),
    PageType("translations missing", "/desk/translations?show=missing", EDITOR),
    PageType("pairs not compared", "/desk/translations?show=unsaid", EDITOR),
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
    PageType("university with a logo", "/universities/umea-university"),
    PageType("profile of a university", UMEA, EDITOR),
    PageType("profile, refused", UMEA, EDITOR, name_without_role, 422),
    PageType("profile, conflict", UMEA, EDITOR, save_profile_late, 409),
    PageType("profile, no logo chosen", UMEA, EDITOR, press(LOGO), 422),
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
    PageType("forgotten password, no mail", "/password/forgotten"),
    PageType("account", "/account", AUTHOR),
    PageType("change address, no mail", "/account/address", AUTHOR),
    PageType("subscribe, no mail", "/subscribe"),
    PageType("notices", "/account/notices", AUTHOR),
    PageType("what is watched", "/account/watches", AUTHOR),
    PageType("logged in again", "/account/logged-in", AUTHOR),
    PageType("change password", "/account/password", AUTHOR),
    PageType("new password, refused", "/account/password", AUTHOR, press(MAIN_FORM_BUTTON), 422),
    PageType("second step of the log-in", "/login/code", act=log_in_first),
    PageType("log-in in two steps", "/account/second-factor", AUTHOR),
    PageType("log-in in two steps, on", "/account/second-factor", EDITOR),
    PageType("code app", "/account/second-factor/app", AUTHOR),
    PageType(
        "code app, refused", "/account/second-factor/app", AUTHOR, press(MAIN_FORM_BUTTON), 422
    ),
    PageType("app to be removed", "/account/second-factor/app/removal", AUTHOR),
    PageType("passkey to be removed", "/account/second-factor/passkeys/1/removal", EDITOR),
    PageType("backup codes, asked", "/account/second-factor/codes", EDITOR),
    PageType("backup codes", "/account/second-factor/codes", EDITOR, press(MAIN_FORM_BUTTON)),
    PageType("show that it is you", "/account/confirm", AUTHOR),
    PageType("log in by a university", "/account/university", AUTHOR),
    PageType("university to be unlinked", "/account/university/malmo/removal", AUTHOR),
    PageType("logged out, but not at the university", "/logged-out/malmo"),
    PageType("what is stored about you", "/account/data", AUTHOR),
    PageType("own articles", "/account/articles", AUTHOR),
    PageType("review of a draft", "/articles/utkastet/review", EDITOR),
    PageType("review, no words", "/articles/utkastet/review", EDITOR, press(RETURN_BUTTON), 422),
    PageType("review of a returned draft", "/articles/lamnat-tillbaka/review", AUTHOR),
    PageType("lines of a draft", "/articles/utkastet/review/text?line=1", EDITOR),
    PageType("lines commented on", "/articles/lamnat-tillbaka/review/text", AUTHOR),
    PageType("changes to suggest", "/articles/utkastet/amendments/new", EDITOR),
    PageType("suggested changes", "/articles/lamnat-tillbaka/review", AUTHOR, press(AMENDMENT)),
    PageType("time of a publication", "/articles/utkastet/time", EDITOR),
    PageType("editor with comments", "/articles/lamnat-tillbaka/edit", AUTHOR),
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
    PageType("unsaved text to be thrown away", "/account", EDITOR, drop_unsaved),
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
    PageType("rename a topic", "/tags/bryggor/rename", EDITOR),
    PageType("rename a topic, shown", "/tags/bryggor/rename", EDITOR, press(MAIN_FORM_BUTTON)),
    PageType("move a topic", "/tags/bryggor/move", EDITOR),
    PageType("move a topic, shown", "/tags/bryggor/move", EDITOR, press(MAIN_FORM_BUTTON)),
    PageType("retire a topic", "/tags/bryggor/retire", EDITOR),
    PageType("split a topic", "/tags/bryggor/split", EDITOR),
    PageType("split a topic, refused", "/tags/bryggor/split", EDITOR, press(MAIN_FORM_BUTTON), 422),
    PageType("vocabulary as a file", "/tags/exchange", EDITOR),
    PageType("file of terms, none chosen", "/tags/exchange", EDITOR, press(MAIN_FORM_BUTTON), 422),
    PageType("vocabulary as a file, shown", "/tags/exchange", EDITOR, show_file_of_terms),
    PageType("propose a topic", "/tags/proposals", AUTHOR),
    PageType("propose a topic, refused", "/tags/proposals", AUTHOR, press(MAIN_FORM_BUTTON), 422),
    PageType("topics asked for", "/tags/proposals", EDITOR),
    PageType("topic asked for", "/tags/proposals/1", EDITOR, status=200),
    PageType("new tag", "/tags/new", EDITOR),
    PageType("new tag, refused", "/tags/new", EDITOR, press(MAIN_FORM_BUTTON), 422),
    PageType("desk, waiting", "/desk/", EDITOR),
    PageType("desk, without a topic", "/desk/without/topic", EDITOR),
    PageType("desk, nothing chosen", "/desk/without/university", EDITOR, choose_nothing, 422),
    PageType("desk, rows chosen", "/desk/unlinked", EDITOR, choose_some),
    PageType("desk, proposed topics", "/desk/proposals", EDITOR),
    PageType("desk, no proposal chosen", "/desk/proposals", EDITOR, refuse_none, 422),
    PageType("desk, searches", "/desk/searches", EDITOR),
    PageType("desk, searches never opened", "/desk/searches?show=unopened", EDITOR),
    PageType("desk, all searches", "/desk/searches?show=all", EDITOR),
    PageType("desk, searches answered", "/desk/searches?show=answered", EDITOR),
    PageType("desk, answer to a search", "/desk/searches/answer?of=sv&q=okapi", EDITOR),
    PageType("desk, wanted", "/desk/wanted", EDITOR),
    PageType("desk, vocabulary", "/desk/vocabulary", EDITOR),
    PageType("desk, topics", "/desk/topics", EDITOR),
    PageType("desk, topics filtered", "/desk/topics?q=bry", EDITOR),
    PageType("desk, no topic found", "/desk/topics?q=saknas", EDITOR),
    PageType("desk, unlinked", "/desk/unlinked", EDITOR),
    PageType("desk, texts to improve", "/desk/advice?kind=source", EDITOR),
    PageType("desk, what readers point out", "/desk/tips", EDITOR),
    PageType("something wrong?", "/articles/alfa/wrong"),
    PageType("something wrong, said", "/articles/alfa/wrong/thanks"),
    PageType(
        "something wrong, no words", "/articles/alfa/wrong", None, press(MAIN_FORM_BUTTON), 422
    ),
    PageType("desk, published", "/desk/published", EDITOR),
    PageType("desk, archived", "/desk/archived", EDITOR),
    PageType("library", "/media/", AUTHOR),
    PageType("library, one picture", "/media/bryggan", AUTHOR),
    PageType("picture to be deleted", "/media/bryggan/deletion", AUTHOR),
    PageType("picture in use", "/media/kajen/deletion", EDITOR),
    PageType("administration", "/admin/", ADMIN),
    PageType("users", "/admin/users", ADMIN),
    PageType("user", "/admin/users/1", ADMIN),
    PageType("new password for somebody", "/admin/users/2/password", ADMIN),
    PageType("person to be forgotten", "/admin/users/2/forgetting", ADMIN),
    PageType(
        "person to be forgotten for good",
        "/admin/users/2/forgetting",
        ADMIN,
        press(MAIN_FORM_BUTTON),
    ),
    PageType("account to be closed", "/admin/users/2/closure", ADMIN),
    PageType("second factor to be taken off", "/admin/users/2/second-factor", ADMIN),
    PageType("new user", "/admin/users/new", ADMIN),
    PageType("new user, refused", "/admin/users/new", ADMIN, press(MAIN_FORM_BUTTON), 422),
    PageType("invite, no mail", "/admin/invitations/new", ADMIN),
    PageType("invite a list, no mail", "/admin/invitations/list", ADMIN),
    PageType("mail, off", "/admin/mail", ADMIN),
    PageType("mail, failed", "/admin/mail?state=failed", ADMIN),
    PageType("message to be deleted", "/admin/mail/1/deletion?state=failed", ADMIN),
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
