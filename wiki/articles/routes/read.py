"""Serve the pages for finding and reading articles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import (
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.alphabet import count_letters, letter_of, letters_to_choose, read_letter
from wiki.articles.citing import make_citation
from wiki.articles.fields import Choice
from wiki.articles.kinds import KINDS, PHASES, display_facts
from wiki.articles.models import Article
from wiki.articles.queries.articles import (
    ArticleSummary,
    find_nearby,
    find_shown,
    find_translation,
    list_tags,
)
from wiki.articles.queries.authors import find_credits
from wiki.articles.queries.links import count_following, list_backlinks
from wiki.articles.queries.lists import ArticleFilter, count_first_characters, list_articles
from wiki.articles.queries.redirects import find_redirect
from wiki.articles.queries.sections import list_lost_sections
from wiki.articles.queries.titles import find_summary, list_similar_titles
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import (
    article_at,
    article_url,
    redirect_to_current,
    untranslated_url,
)
from wiki.articles.text import TITLE_LENGTH, count_minutes
from wiki.characters import normalise_line
from wiki.citations.citation import Citation
from wiki.citations.schema_org import describe_article
from wiki.clock import now
from wiki.errors import NotFound
from wiki.events.schema_org import describe_event
from wiki.events.times import EventTimes, format_times, times_of
from wiki.markup.slugs import slugify
from wiki.media.licences import LICENCES
from wiki.media.models import MediaFile
from wiki.media.queries import draw_lead, find_leading, list_shown
from wiki.pictures.process import TOPIC
from wiki.pictures.queries import find_process
from wiki.revisions.models import Revision
from wiki.signals import article_read
from wiki.web.clients import is_read_now
from wiki.web.languages import other_language, with_query
from wiki.web.numbers import read_page


@bp.get("/articles/")
@allow(Permission.READ)
def index() -> str:
    """List the articles of a language from A to Ö, filtered by letter, kind and phase."""
    viewer = current_viewer()
    kind = KINDS.get(request.args.get("kind", ""))
    name = kind.name if kind else None
    phase = _phase(name)
    phase_value = phase.value if phase else None
    characters = count_first_characters(g.language, viewer, name, phase_value)
    letters = count_letters(characters, g.language)
    letter = read_letter(request.args.get("letter", ""), g.language)
    _offer_letters(letter)
    chosen = [character for character in characters if _letter(character) == letter]
    page = list_articles(
        viewer,
        language=g.language,
        kind=name,
        filters=ArticleFilter(chosen if letter else None, phase_value),
        page=read_page(request.args.get("page")),
    )
    return render_template(
        "articles/index.html",
        page=page,
        groups=_by_letter(page.items),
        letters=letters_to_choose(letters),
        chosen_letter=letter,
        kinds=KINDS.values(),
        chosen_kind=kind,
        chosen_phase=phase,
        process=find_process(g.language) if name == "method" else None,
    )


def _phase(kind: str | None) -> Choice | None:
    """Return the phase by which methods are filtered, if any."""
    value = request.args.get("phase", "") if kind == "method" else ""
    return next((phase for phase in PHASES if phase.value == value), None)


def _offer_letters(letter: str) -> None:
    """Let the language switch drop a letter that the other language does not have."""
    other = other_language(g.language)
    if letter and not read_letter(letter, other):
        kept: dict[str, Any] = {
            name: value for name, value in request.args.items() if name in {"kind", "phase"}
        }
        g.alternates = {
            g.language: with_query(request.path),
            other: url_for("articles.index", language=other, **kept),
        }


def _letter(key: str) -> str:
    return letter_of(key, g.language)


def _by_letter(summaries: Iterable[ArticleSummary]) -> list[tuple[str, list[ArticleSummary]]]:
    groups: dict[str, list[ArticleSummary]] = {}
    for summary in summaries:
        groups.setdefault(_letter(summary.sort_key), []).append(summary)
    return list(groups.items())


def _show_media(article: Article, revision: Revision) -> dict[str, object]:
    """Return the pictures and files that a text shows, of which most show none, and its lead."""
    media: Sequence[MediaFile] = ()
    if revision.may_show_media:
        media = list_shown(article.id, is_published=revision.id == article.published_id)
    leading = find_leading(media, revision.facts)
    figure = draw_lead(leading, revision.facts, revision.body_html, article.language)
    return {"media": media, "leading": leading, "lead_figure": figure}


@bp.get("/articles/<slug>")
@allow(Permission.READ)
def show(slug: str) -> str | tuple[str, int]:
    """Show an article: its published text, or its draft to those who may see it."""
    viewer = current_viewer()
    try:
        article, revision, reviewed = find_shown(g.language, slug, viewer)
    except NotFound:
        redirect_to_current(slug, viewer)
        return _missing(slug), 404
    _note_read(article, viewer)
    neighbours = find_nearby(article, viewer)
    translation = neighbours.translation
    _offer_languages(article, translation)
    tags = list_tags(article)
    times = times_of(article.kind, revision.facts)
    credited = find_credits(article, revision.number)
    citation = make_citation(article, revision, credited, tags, reviewed)
    media = _show_media(article, revision)
    is_on_process = article.kind == "concept" and TOPIC in {tag.slug for tag in tags}
    has_own = media["leading"] is not None  # which explains more, and one above the text is enough
    return render_template(
        "articles/show.html",
        article=article,
        revision=revision,
        translation=translation,
        related=neighbours.related,
        behind=neighbours.behind,
        tags=tags,
        process=find_process(g.language) if is_on_process and not has_own else None,
        credited=credited,
        reviewed=reviewed,
        **media,
        licences=LICENCES,
        citation=citation,
        described=_describe(citation, revision.facts, times),
        facts=display_facts(article.kind, revision.facts),
        when=format_times(times, g.language),
        fits_calendar=times is not None and times.fits_calendar(now()),
        minutes=count_minutes(revision.body_text, article.language),
    )


def _note_read(article: Article, viewer: Viewer) -> None:
    """Say that somebody reads an article; the page cache says it of those whom it answers."""
    g.read_article = article.id
    if is_read_now():
        article_read.send(article, user_agent=request.user_agent.string, viewer=viewer)


def _offer_languages(article: Article, translation: ArticleSummary | None) -> None:
    """Let the language switch lead to the translation, or to where its absence is told."""
    g.alternates, g.stand_in = {article.language: article_url(article)}, untranslated_url(article)
    if translation is not None:
        g.alternates[translation.language] = url_for(
            "articles.show", slug=translation.slug, language=translation.language
        )


def _describe(
    citation: Citation, facts: Mapping[str, object], times: EventTimes | None
) -> list[Mapping[str, object]]:
    """Return the article, and the event that it is about, as objects of schema.org."""
    described = [describe_article(citation, current_app.config["BASE_URL"])]
    if times is not None and (event := describe_event(citation, facts, times)):
        described.append(event)
    return described


def _missing(slug: str) -> str:
    """Offer to write a missing article, with the title of the link to it, and similar ones."""
    viewer = current_viewer()
    title = normalise_line(request.args.get("title", ""))[:TITLE_LENGTH]
    # The title counts only if it matches the slug, so that no link can put words on this page.
    if slugify(title) != slugify(slug):
        title = ""
    similar = list_similar_titles(g.language, slugify(slug).split("-"), viewer)
    return render_template("articles/missing.html", title=title, similar=similar)


@bp.get("/articles/<slug>/untranslated")
@allow(Permission.READ)
def untranslated(slug: str) -> str | BaseResponse:
    """Say that an article in the other language is not translated, and offer ways on.

    `slug` is that of the article; once it has a translation, this leads there.
    """
    viewer, other = current_viewer(), other_language(g.language)
    try:
        article, revision, _reviewed = find_shown(other, slug, viewer)
    except NotFound:
        return redirect(_moved_url(slug), 302)
    if translation := find_translation(article, viewer):
        url = url_for("articles.show", slug=translation.slug, language=translation.language)
        return redirect(url, 302)
    g.alternates = {g.language: untranslated_url(article), other: article_url(article)}
    return render_template(
        "articles/untranslated.html",
        article=article,
        revision=revision,
        tags=list_tags(article),
        similar=list_similar_titles(g.language, slugify(revision.title).split("-"), viewer),
    )


def _moved_url(slug: str) -> str:
    """Return the URL of the article that has or had a slug, or raise NotFound."""
    new = find_redirect(other_language(g.language), slug, current_viewer())
    if new is None:
        raise NotFound()
    return url_for("articles.show", language=new[0], slug=new[1])


@bp.get("/articles/<slug>/peek")
@allow(Permission.READ)
def peek(slug: str) -> Response:
    """Return the HTML fragment about an article that is shown next to a link to it."""
    viewer = current_viewer()
    try:
        article, summary = find_summary(g.language, slug, viewer)
    except NotFound:
        redirect_to_current(slug, viewer)
        raise
    response = make_response(
        render_template(
            "articles/peek.html", article=article, summary=summary, tags=list_tags(article)
        )
    )
    # Search engines must show the article, not this fragment.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/articles/<slug>/backlinks")
@allow(Permission.READ)
def backlinks(slug: str) -> str:
    """List the articles that link to this article."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    return render_template(
        "articles/backlinks.html",
        article=article,
        revision=article.shown,
        backlinks=list_backlinks(article, viewer),
        lost=list_lost_sections(article, viewer),
        following=0 if viewer.is_anonymous else count_following(article, viewer),
    )
