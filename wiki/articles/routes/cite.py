"""Show how a version of an article is cited, in each style and for programs."""

from flask import current_app, render_template, request

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.citing import make_citation, write_entries
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.articles.queries.authors import find_credits
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_at
from wiki.citations.bibtex import write_bibtex
from wiki.citations.csl_json import write_csl_json
from wiki.citations.ris import write_ris
from wiki.errors import NotFound
from wiki.revisions.models import Revision
from wiki.revisions.queries import find_revision
from wiki.web.numbers import read_number

_STYLE_NAMES = {"apa": "APA 7", "harvard": "Harvard", "ieee": "IEEE", "vancouver": "Vancouver"}


@bp.get("/articles/<slug>/cite")
@allow(Permission.READ)
def cite(slug: str) -> str:
    """Show how to cite the published text, or the version that is asked for."""
    article = article_at(slug, current_viewer())
    revision = _find_cited(article)
    credited = find_credits(article, revision.number)
    citation = make_citation(article, revision, credited, list_tags(article), of_version=True)
    return render_template(
        "articles/cite.html",
        article=article,
        revision=revision,
        entries=write_entries(citation),
        style_names=_STYLE_NAMES,
        recommended=current_app.config["CITATION_STYLE"],
        sources={
            "BibTeX": ("bib", write_bibtex(citation)),
            "RIS": ("ris", write_ris(citation)),
            "CSL-JSON": ("json", write_csl_json(citation)),
        },
        citation=citation,
    )


def _find_cited(article: Article) -> Revision:
    """Return the version that is asked for, if readers have seen it, or what they see now."""
    if "version" in request.args:
        number = read_number(request.args["version"])
        revision = find_revision(article, number, current_viewer())
        if revision.published_at is None:
            raise NotFound()
        return revision
    if article.published is None:
        raise NotFound()
    return article.published
