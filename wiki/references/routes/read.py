"""Serve the library of sources: the list, a source, exports, and suggestions for the editor."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.queries.uses import list_citing
from wiki.errors import NotFound
from wiki.references.formats.bibwriter import write_bibtex
from wiki.references.formats.csljson import write_csljson
from wiki.references.formats.riswriter import write_ris
from wiki.references.forms import describe_item, read_words
from wiki.references.labels import TYPE_LABELS
from wiki.references.queries import (
    find_source,
    item_of,
    list_matching,
    list_sources,
    suggest_sources,
)
from wiki.references.routes.blueprint import bp
from wiki.web.numbers import read_page

_Writer = Callable[[Iterable[Mapping[str, Any]]], str]
# The last part of the address of an export: what writes it, and its media type.
_FORMATS: Mapping[str, tuple[_Writer, str]] = {
    "bib": (write_bibtex, "application/x-bibtex"),
    "ris": (write_ris, "application/x-research-info-systems"),
    "json": (lambda items: write_csljson(list(items)), "application/vnd.citationstyles.csl+json"),
}


@bp.get("/sources/")
@allow(Permission.READ)
def index() -> str:
    """Show the sources in alphabetical order, or those that match."""
    words = read_words(request.args)
    return render_template(
        "references/index.html",
        words=words,
        page=list_matching(words, read_page(request.args.get("page"))),
        type_labels=TYPE_LABELS,
    )


@bp.get("/sources/<key>")
@allow(Permission.READ)
def show(key: str) -> str | BaseResponse:
    """Show what is known of a source, and which articles cite it."""
    source = find_source(key)
    if source.key != key:
        return redirect(url_for("sources.show", key=source.key), 301)
    return render_template(
        "references/show.html",
        source=source,
        rows=describe_item(source.csl),
        type_label=gettext(TYPE_LABELS.get(source.type, source.type)),
        citing=list_citing(source.id, current_viewer()),
    )


@bp.get("/sources/exports/<name>")
@allow(Permission.READ)
def export(name: str) -> Response:
    """Send all sources, those that match `q`, or the one with `key`, as a file of a format."""
    writer, mimetype = _FORMATS.get(name.rpartition(".")[2], (None, ""))
    if writer is None:
        raise NotFound()
    if key := request.args.get("key"):
        sources = [find_source(key)]
    else:
        sources = list(list_sources(read_words(request.args)))
    response = Response(writer(map(item_of, sources)), content_type=f"{mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment"
    return response


@bp.get("/sources/suggestions")
@allow(Permission.WRITE)
def suggestions() -> Response:
    """Return as JSON the sources that somebody who writes @ may want."""
    found = suggest_sources(read_words(request.args))
    items = [
        {
            "key": source.key,
            "title": source.title,
            "authors": source.authors,
            "year": source.year,
            "kind": gettext(TYPE_LABELS.get(source.type, source.type)),
            "url": url_for("sources.show", key=source.key, language=g.language),
        }
        for source in found
    ]
    said = ngettext("%(num)s suggestion", "%(num)s suggestions", len(items))
    return Response(json.dumps({"items": items, "said": said}), mimetype="application/json")
