"""Answer the pages on which editors see what readers searched for, and act on it."""

from collections.abc import Callable

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import seen_by
from wiki.articles.queries.lists import list_articles
from wiki.articles.queries.titles import MOST_TITLES, find_by_title
from wiki.desk.forms import AnswerForm
from wiki.desk.queries import count_work
from wiki.desk.routes.blueprint import bp
from wiki.errors import InvalidInput
from wiki.memory.queries import remember
from wiki.revisions.models import Revision
from wiki.search.ranking.query import MOST_CHARACTERS
from wiki.search_log.actions import (
    dismiss_search,
    make_redirect,
    make_request,
    make_synonym,
    undo_answer,
    withdraw_article_request,
)
from wiki.search_log.queries.searches import (
    PERIODS,
    SearchFilter,
    list_answers,
    list_opened,
    list_searches,
)
from wiki.search_log.queries.weeks import list_weeks
from wiki.search_log.texts import normalise_search
from wiki.tags.queries import list_tag_groups
from wiki.web.i18n import LANGUAGES
from wiki.web.languages import other_language
from wiki.web.middleware.origin import safe_next
from wiki.web.undo import flash_undoable


@bp.get("/desk/searches")
@allow(Permission.USE_DESK)
def searches() -> str:
    """Show searches that found nothing, those of which nothing was opened, all, and weeks."""
    viewer = current_viewer()
    show = _choice("show", [*SearchFilter, "answered", "weeks"])
    days = int(_choice("days", [str(days) for days in PERIODS]))
    search_language = _choice("of", ["", *LANGUAGES])
    is_list = show in set(SearchFilter)
    found = list_searches(SearchFilter(show), viewer, days, search_language) if is_list else []
    return render_template(
        "desk/searches.html",
        show=show,
        days=days,
        search_language=search_language,
        periods=PERIODS,
        searches=found,
        answers=list_answers(viewer) if show == "answered" else [],
        weeks=list_weeks(viewer, search_language) if show == "weeks" else [],
        here=request.full_path.rstrip("?"),
        work=count_work(viewer),
    )


def _choice(name: str, allowed: list[str]) -> str:
    """Return the argument of the address when it is one of those allowed, else the first."""
    value = request.args.get(name, "")
    return value if value in allowed else str(allowed[0])


@bp.get("/desk/searches/answer")
@allow(Permission.USE_DESK)
def answer() -> str:
    """Show what is known of one search, and what can be made of it."""
    form = AnswerForm(formdata=None)
    form.search_language.data = _choice("of", list(LANGUAGES))
    form.q.data = request.args.get("q", "")[:MOST_CHARACTERS]
    return _answer_page(form, request.args.get("next"))


def _answer_page(form: AnswerForm, back: str | None) -> str:
    viewer, search_language = current_viewer(), form.search_language.data or "sv"
    return render_template(
        "desk/answer.html",
        form=form,
        back=safe_next(back) or url_for("desk.searches"),
        opened=list_opened(search_language, form.q.data or "", viewer),
        groups=list_tag_groups(g.language),
        titles=_list_titles(search_language, viewer),
        work=count_work(viewer),
    )


def _list_titles(language: str, viewer: Viewer) -> list[str]:
    """Return the titles that are suggested for a search, until an article changes."""

    def read() -> list[str]:
        found = list_articles(viewer, language=language, size=MOST_TITLES).items
        return [line.title for line in found if line.is_public]

    return remember(("titles", language, seen_by(viewer)), (Article, Revision), read)


@bp.post("/desk/searches/synonym")
@allow(Permission.MANAGE_TAGS)
def synonym() -> ResponseReturnValue:
    """Make the words a synonym of the chosen tag."""
    return _answer_search(
        lambda form: make_synonym(
            form.search_language.data, form.q.data, _tag_id(form), current_viewer()
        )
    )


def _tag_id(form: AnswerForm) -> int:
    if not form.tag.data or form.tag.data < 0:
        message = _("Choose the tag that these words mean.")
        raise InvalidInput(message, {"tag": message})
    return int(form.tag.data)


@bp.post("/desk/searches/address")
@allow(Permission.PUBLISH)
def add_redirect() -> ResponseReturnValue:
    """Make the words an address of the chosen article."""
    return _answer_search(
        lambda form: make_redirect(
            form.search_language.data, form.q.data, _article_id(form), current_viewer()
        )
    )


def _article_id(form: AnswerForm) -> int:
    title, viewer = form.title.data or "", current_viewer()
    languages = (form.search_language.data, other_language(form.search_language.data))
    found = (find_by_title(language, title, viewer) for language in languages if title)
    article = next((article for article in found if article is not None), None)
    if article is None:
        message = _("There is no article with this title.")
        raise InvalidInput(message, {"title": message})
    return article.id


@bp.post("/desk/searches/request")
@allow(Permission.USE_DESK)
def request_article() -> ResponseReturnValue:
    """Put the words on the list of wanted articles."""
    return _answer_search(
        lambda form: make_request(
            form.search_language.data, form.q.data, current_viewer(), form.title.data or ""
        )
    )


@bp.post("/desk/searches/dismissal")
@allow(Permission.USE_DESK)
def dismissal() -> ResponseReturnValue:
    """Take the search off the lists."""
    return _answer_search(
        lambda form: dismiss_search(form.search_language.data, form.q.data, current_viewer())
    )


def _answer_search(action: Callable[[AnswerForm], None]) -> ResponseReturnValue:
    """Run the action that the editor chose; the next page says so and offers to undo it."""
    form = AnswerForm()
    if not form.validate():
        raise InvalidInput(_("Choose a search."))
    back = request.form.get("next")
    try:
        action(form)
    except InvalidInput as error:
        form.show(error)
        return _answer_page(form, back), 422
    # The search log's form of the words: a long text would not fit the cookie of the message.
    search_language, words = form.search_language.data, normalise_search(form.q.data)
    page = safe_next(back) or url_for("desk.searches")
    undo_fields = {"of": search_language, "q": words, "next": page}
    flash_undoable(_done_message(words), url_for("desk.undo_search"), undo_fields)
    return redirect(page, 303)


def _done_message(words: str) -> str:
    """Say what became of a search."""
    texts = {
        "desk.synonym": _("“%(words)s” is now a synonym.", words=words),
        "desk.add_redirect": _("“%(words)s” now leads to the article.", words=words),
        "desk.request_article": _("“%(words)s” is on the list of wanted articles.", words=words),
        "desk.dismissal": _("“%(words)s” is off the list.", words=words),
    }
    return str(texts[str(request.endpoint)])


@bp.post("/desk/searches/undo")
@allow(Permission.USE_DESK)
def undo_search() -> Response:
    """Take back what was made of a search."""
    undo_answer(request.form.get("of", ""), request.form.get("q", ""), current_viewer())
    return redirect(safe_next(request.form.get("next")) or url_for("desk.searches"), 303)


@bp.post("/desk/searches/withdrawal")
@allow(Permission.USE_DESK)
def withdrawal() -> Response:
    """Take a title off the list of wanted articles; the desk offers to put it back."""
    form = AnswerForm()
    if not form.validate():
        raise InvalidInput(_("Choose a search."))
    search_language, title = form.search_language.data, form.title.data or ""
    page = url_for("desk.wanted")
    if withdraw_article_request(search_language, title, current_viewer()):
        flash_undoable(
            _("“%(title)s” is off the list.", title=title),
            url_for("desk.request_article"),
            {"of": search_language, "q": title, "title": title, "next": page},
        )
    return redirect(page, 303)
