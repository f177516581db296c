"""Send the cards of articles and of the wiki, and give templates their URLs."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, request
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.articles.routes.urls import article_at, article_url
from wiki.cards.drawing import Card
from wiki.cards.store import CardStore
from wiki.errors import Busy, NotFound
from wiki.media.models import MediaFile
from wiki.media.queries import Lead, find_leads, lead_of
from wiki.media.store import MediaStore
from wiki.revisions.models import Revision
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import list_tags as list_terms

bp = Blueprint("cards", __name__)

_YEAR, _DAY, _FIVE_MINUTES = 31_536_000, 86_400, 300
_AGAIN_SECONDS = 60


def init_cards(app: Flask) -> None:
    """Set up the store of cards, and give templates `card_url`."""
    fonts = Path(str(app.static_folder)) / "fonts"
    app.extensions["cards"] = CardStore(Path(app.instance_path) / "cards", fonts)
    app.jinja_env.globals["card_url"] = card_url


def card_url(
    article: Article, revision: Revision, tags: Iterable[Tag], leading: MediaFile | None
) -> str:
    """Return the URL of an article's card, with the card's mark, so that it can be cached."""
    store: MediaStore = current_app.extensions["media"]
    lead = lead_of(leading) if leading else None
    # No page waits for a picture to be fetched, which only drawing needs.
    picture = store.path_of(lead.mark, lead.card_copy) if lead else None
    mark = _card_of(article, revision, tags, picture).mark
    return article_url(article, "cards.article", v=mark)


def _card_of(
    article: Article, revision: Revision, tags: Iterable[Tag], picture: Path | None
) -> Card:
    return Card(
        title=revision.title,
        kind=str(KINDS[article.kind].label),
        universities=_names(tags, article.language),
        site=str(current_app.extensions["site"].name(article.language)),
        picture=str(picture or ""),
    )


def _find(lead: Lead) -> Path | None:
    """Return where a lead picture is, or None if it is gone."""
    store: MediaStore = current_app.extensions["media"]
    return store.find(lead.mark, lead.card_copy)


def _names(tags: Iterable[Tag], language: str) -> tuple[tuple[int | None, str], ...]:
    return tuple(
        (tag.number, tag.label(language)) for tag in tags if tag.kind == TagKind.UNIVERSITY
    )


@bp.get("/articles/<slug>/card.png")
@allow(Permission.READ)
def article(slug: str) -> Response:
    """Send an article's card as anonymous readers may see it, whoever requests it."""
    found = article_at(slug, ANONYMOUS)
    if found.published is None:
        raise NotFound()
    lead = find_leads([found.id]).get(found.id)
    card = _card_of(found, found.published, list_tags(found), _find(lead) if lead else None)
    return _answer(card, _YEAR if request.args.get("v") == card.mark else _FIVE_MINUTES)


@bp.get("/card.png")
@allow(Permission.READ)
def general() -> Response:
    """Send the card of all pages that have no card of their own."""
    terms = list_terms(g.language, TagKind.UNIVERSITY)
    card = Card(
        title=_("Knowledge on social innovation"),
        kind="",
        universities=_names(terms, g.language),
        site=str(current_app.extensions["site"].name()),
    )
    return _answer(card, _DAY)


def _answer(card: Card, age: int) -> Response:
    """Send the picture, or 304 when the client's copy is current."""
    response = Response(mimetype="image/png")
    response.set_etag(card.mark)
    response.headers["Cache-Control"] = f"public, max-age={age}"
    # Other sites show the card, so they must be allowed to load it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.if_none_match.contains_weak(card.mark):
        response.status_code = 304
        return response
    store: CardStore = current_app.extensions["cards"]
    try:
        response.set_data(store.picture(card))
    except Busy as error:
        raise TooManyRequests(retry_after=_AGAIN_SECONDS) from error
    return response
