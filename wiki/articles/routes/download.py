"""Serve an article as a document for word processors, and as Markdown."""

from flask import Response, current_app, make_response
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.articles.routes.blueprint import bp
from wiki.articles.routes.urls import article_at, article_url
from wiki.articles.steps.revise import text_of
from wiki.documents.making import make_document
from wiki.markup.parse import drop_prompts
from wiki.revisions.models import Revision

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown; charset=utf-8",
}


@bp.get("/articles/<slug>/document.<any(docx, odt, md):form>")
@allow(Permission.READ)
def download(slug: str, form: str) -> Response:
    """Return what the viewer reads of an article as a file."""
    viewer = current_viewer()
    article = article_at(slug, viewer)
    revision = article.shown
    about = _describe(article, revision)
    if form == "md":
        body = drop_prompts(text_of(revision).body)
        parts = (f"# {about['title']}", about["authors"], about["summary"], body)
        content = "\n\n".join(part for part in (*parts, f"---\n\n{about['source']}") if part)
        response = make_response(f"{content}\n")
    else:
        address = f"{current_app.config['BASE_URL']}{article_url(article)}"
        owner = viewer.user_id
        html = revision.body_html
        response = make_response(make_document(form, html, address, about, owner))
    response.headers["Content-Type"] = _TYPES[form]
    response.headers["Content-Disposition"] = f'attachment; filename="{article.slug}.{form}"'
    # Search engines show the article, not its copies.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _describe(article: Article, revision: Revision) -> dict[str, str]:
    path = article_url(article, "revisions.show", number=revision.number)
    source = _(
        "From %(site)s Wiki, version %(number)s: %(url)s. May be shared and reused under Creative "
        "Commons BY 4.0, if the article and its authors are named.",
        site=str(current_app.extensions["site"].name()),
        number=revision.number,
        url=f"{current_app.config['BASE_URL']}{path}",
    )
    return {
        "title": revision.title,
        "language": article.language,
        "authors": ", ".join(find_credits(article, revision.number).names),
        "summary": revision.summary,
        "source": source,
    }
