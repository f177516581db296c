"""Make the citation of a version of an article."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from flask import current_app, url_for
from flask_babel import to_user_timezone

from wiki.articles.models import Article
from wiki.articles.routes.urls import article_url
from wiki.citations.citation import Citation
from wiki.citations.credits import EDITOR, TRANSLATOR, Credit, Credits
from wiki.citations.csl_json import describe_item
from wiki.citations.names import Author
from wiki.clock import now
from wiki.media.licences import LICENCES
from wiki.references.styles.entries import list_items
from wiki.references.styles.runs import Runs
from wiki.references.styles.style import load_style
from wiki.revisions.models import Revision
from wiki.revisions.queries import Reviewed
from wiki.settings.known import CITATION_STYLES
from wiki.tags.models import Tag


def make_citation(
    article: Article,
    revision: Revision,
    credited: Credits,
    tags: Sequence[Tag],
    reviewed: Reviewed | None = None,
    *,
    of_version: bool = False,
) -> Citation:
    """Return how a version is cited: at the address of the article, or at its own."""
    site = str(current_app.extensions["site"].name(article.language))
    organisations = {*current_app.extensions["site"].names()}
    for university in current_app.extensions["universities"].value():
        organisations |= {university.label("sv"), university.label("en")}
    published = revision.published_at or revision.created_at
    path, key = article_url(article), f"article-{article.id}"
    if of_version:
        path = article_url(article, "revisions.show", number=revision.number)
        key = f"version-{article.id}-{revision.number}"
    return Citation(
        title=revision.title,
        authors=_read_all(credited.authors, organisations),
        editors=_read_all(credited.in_role(EDITOR), organisations),
        translators=_read_all(credited.in_role(TRANSLATOR), organisations),
        language=article.language,
        published=_day(published),
        first_published=_day(article.first_published_at or published),
        keywords=[tag.label(article.language) for tag in tags],
        abstract=revision.summary,
        url=f"{current_app.config['BASE_URL']}{path}",
        key=key,
        number=revision.number,
        site=site,
        licence=LICENCES[revision.licence].url,
        **_review(article, reviewed, organisations),
    )


def _review(
    article: Article, reviewed: Reviewed | None, organisations: Collection[str]
) -> dict[str, Any]:
    if reviewed is None:
        return {}
    university = reviewed.university(article.language)
    credit = replace(reviewed.credit, affiliation=university)
    return {"reviewer": _read(credit, organisations), "reviewed": _day(reviewed.at)}


def write_entries(citation: Citation) -> dict[str, Runs]:
    """Return how the article stands in a list of sources read today, by the name of the style."""
    day = _day(now())
    item = {
        **describe_item(citation),
        "accessed": {"date-parts": [[day.year, day.month, day.day]]},
    }
    return {
        style: list_items(load_style(style, citation.language), [item])[0].runs
        for style in CITATION_STYLES
    }


def _read_all(people: Sequence[Credit], organisations: Collection[str]) -> list[Author]:
    return [_read(credit, organisations) for credit in people]


def _read(credit: Credit, organisations: Collection[str]) -> Author:
    url = ""
    if credit.slug:
        url = f"{current_app.config['BASE_URL']}{url_for('home.person', slug=credit.slug)}"
    author = credit.read(organisations)
    return replace(
        author,
        orcid=credit.orcid,
        affiliation=credit.affiliation,
        url=url,
        has_account=credit.user_id is not None,
    )


def _day(moment: datetime) -> date:
    return cast(datetime, to_user_timezone(moment)).date()
