"""Serve the library of pictures and files, and what is in it."""

import re
from pathlib import Path
from typing import BinaryIO, cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission, can
from wiki.articles.actions.remove import remove_file
from wiki.articles.actions.rerender import rerender_using
from wiki.articles.queries.lists import list_summaries
from wiki.articles.queries.uses import find_uses
from wiki.errors import Busy, EditConflict, InvalidInput, NotFound
from wiki.media.actions import Added, add_file, describe_file, replace_file, require_change
from wiki.media.formats import FORMATS, Format
from wiki.media.forms import DescriptionForm, SendForm, description_form
from wiki.media.licences import LICENCES
from wiki.media.models import MediaFile
from wiki.media.queries import FILTERS, find_file, list_article_ids, list_files
from wiki.media.store import MediaStore
from wiki.site.queries import is_site_logo, select_all_logo_ids
from wiki.universities.queries import list_universities_showing
from wiki.web.forms import WikiForm, status_of
from wiki.web.middleware.uploads import takes_file
from wiki.web.numbers import read_page

bp = Blueprint("media", __name__)
root = Blueprint("media_files", __name__)

_DOWNLOAD = re.compile(r"[a-z0-9-]{1,110}\.([a-z]{3,4})")
_NOT_IN_BRACKETS = re.compile(r"[\[\]\\]")
# Nothing that is sent may run or load anything, whatever a browser takes it for.
_POLICY = "default-src 'none'; sandbox"


@bp.get("/media/")
@allow(Permission.WRITE)
def index() -> ResponseReturnValue:
    """Show the library: the newest first, or what has the words of a search."""
    if _is_asked_by_script():
        files = list_files(request.args.get("q", "").strip(), "", 1)
        return {"files": [_describe(file) for file in files.items], "total": files.total}
    return _library(SendForm())


def _library(form: SendForm) -> str:
    words, kind = request.args.get("q", "").strip(), request.args.get("kind", "")
    kind = kind if kind in FILTERS else ""
    page = read_page(request.args.get("page"))
    files = list_files(words, kind, page, used=select_all_logo_ids())
    return render_template(
        "media/index.html", form=form, files=files, words=words, kind=kind, most=_most()
    )


def _most() -> int:
    return int(current_app.config["MAX_FILE_MEGABYTES"])


@bp.post("/media/")
@allow(Permission.WRITE)
@takes_file
def create() -> ResponseReturnValue:
    """Take a picture or file into the library, and ask for its description.

    The editor sends files too, and asks itself.
    """
    form = SendForm()
    try:
        sent = form.read_file()
        added = add_file(cast(BinaryIO, sent.stream), sent.filename or "", current_viewer())
    except (InvalidInput, Busy) as error:
        status = status_of(error)
        if _is_asked_by_script():
            return {"error": _(error.message)}, status
        form.show(error, "file")
        return _library(form), status
    if _is_asked_by_script():
        return _describe(added.file)
    if added.is_new:
        flash(_("It is in the library. Now describe it."), "success")
    else:
        flash(_("The library had it already: here it is."), "info")
    _tell_stillness(added)
    return redirect(url_for("media.show", name=added.file.name), 303)


def _is_asked_by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _describe(file: MediaFile) -> dict[str, object]:
    """Return what the editor asks about, and the line that it puts into the text."""
    own = g.language == "sv"
    return {
        "name": file.name,
        "url": url_for("media.update", name=file.name),
        "address": file.address,
        "thumb": file.thumb,
        "format": file.format.label,
        "isDescribed": file.is_described,
        "isPicture": file.is_picture,
        "alt": file.alt_sv if own else file.alt_en,
        "caption": file.caption_sv if own else file.caption_en,
        "isDecorative": file.is_decorative,
        "credit": file.credit,
        "licence": file.licence,
        "version": file.version,
        "line": _line(file),
    }


def _tell_stillness(added: Added) -> None:
    if added.was_moving:
        flash(_("Only the first picture was kept: moving pictures disturb those who read."), "info")


@bp.get("/media/<name>")
@allow(Permission.WRITE)
def show(name: str) -> str:
    """Show a picture or file, what is said of it, and how it is put into a text."""
    file = find_file(name)
    return _page(file, description_form(file), SendForm())


def _page(file: MediaFile, form: DescriptionForm, sending: SendForm) -> str:
    viewer = current_viewer()
    article_ids = list_article_ids(file.id)
    articles = list_summaries(article_ids, viewer)
    may_replace = can(Permission.MANAGE_MEDIA, viewer) or file.created_by_id == viewer.user_id
    return render_template(
        "media/show.html",
        file=file,
        form=form,
        sending=sending,
        may_replace=may_replace,
        articles=articles,
        hidden=len(article_ids) - len(articles),
        universities=list_universities_showing(file.id),
        is_site_logo=is_site_logo(file.id),
        licence=LICENCES.get(file.licence),
        line=_line(file),
        most=_most(),
    )


def _line(file: MediaFile) -> str:
    """Return the line of Markdown that puts a file into a text."""
    words = file.alt(g.language) if file.is_picture else file.caption(g.language) or file.name
    return f"{'!' if file.is_picture else ''}[{_NOT_IN_BRACKETS.sub('', words)}](media:{file.name})"


@bp.post("/media/<name>")
@allow(Permission.WRITE)
def update(name: str) -> ResponseReturnValue:
    """Store what is said of a picture or file."""
    file = find_file(name)
    form = description_form(file)
    try:
        described = form.read_description()
        file = describe_file(name, form.read_version(), described, current_viewer())
        following = rerender_using(file.id)
    except (InvalidInput, EditConflict) as error:
        file = find_file(name)
        status = status_of(error)
        if _is_asked_by_script():
            return _explain(error, file), status
        form.show(error)
        form.version.data = str(file.version)
        return _page(file, form, SendForm()), status
    if _is_asked_by_script():
        return _describe(file)
    flash(_("The description is saved."), "success")
    _tell_following(following)
    return redirect(url_for("media.show", name=name), 303)


def _explain(error: InvalidInput | EditConflict, file: MediaFile) -> dict[str, object]:
    """Return the first message of an error, and the field that it is about, for the editor."""
    fields = error.fields if isinstance(error, InvalidInput) else {}
    field, message = next(iter(fields.items()), ("", error.message))
    return {
        "error": _(str(message)),
        "field": field.removesuffix("_sv").removesuffix("_en"),
        "version": file.version,
    }


@bp.post("/media/<name>/content")
@allow(Permission.WRITE)
@takes_file
def replace(name: str) -> ResponseReturnValue:
    """Put another picture or file in the place of one."""
    form = SendForm()
    try:
        sent = form.read_file()
        stream = cast(BinaryIO, sent.stream)
        added = replace_file(name, stream, sent.filename or "", current_viewer())
        following = rerender_using(added.file.id)
    except (InvalidInput, Busy) as error:
        form.show(error, "file")
        file = find_file(name)
        page = _page(file, description_form(file), form)
        return page, status_of(error)
    flash(_("It is replaced. See whether its description still fits."), "success")
    _tell_stillness(added)
    _tell_following(following)
    return redirect(url_for("media.show", name=name), 303)


def _tell_following(count: int) -> None:
    """Tell how many articles still show a picture or file as it was."""
    if count:
        text = ngettext(
            "%(num)s article that shows it is being updated.",
            "%(num)s articles that show it are being updated.",
            count,
        )
        flash(text, "info")


@bp.route("/media/<name>/deletion", methods=["GET", "POST"])
@allow(Permission.WRITE)
def deletion(name: str) -> ResponseReturnValue:
    """Ask whether a picture or file is to be deleted for good, or say where it is used."""
    viewer, file = current_viewer(), find_file(name)
    require_change(file, viewer)
    form, status = WikiForm(), 200
    if request.method == "POST":
        try:
            remove_file(name, viewer)
        except InvalidInput as error:
            form.show(error)
            status = 422
        else:
            flash(_("“%(name)s” is deleted.", name=name), "success")
            return redirect(url_for("media.index"), 303)
    uses = find_uses(file)
    articles = list_summaries(sorted(uses.article_ids), viewer)
    page = render_template(
        "media/deletion.html",
        file=file,
        form=form,
        articles=articles,
        hidden=len(uses.article_ids) - len(articles),
        universities=list_universities_showing(file.id),
        is_site_logo=is_site_logo(file.id),
        older=len(uses.older_ids),
    )
    return page, status


@root.get("/media/<mark>/<name>")
@allow(Permission.READ)
def content(mark: str, name: str) -> Response:
    """Send a picture to be shown, or a file to be saved under its name."""
    found = _DOWNLOAD.fullmatch(name)
    kind = FORMATS.get(found[1]) if found else None
    path = _find(mark, name, kind) if kind else None
    if kind is None or path is None:
        raise NotFound()
    response = send_file(
        path,
        mimetype=kind.media_type,
        as_attachment=not kind.is_picture,
        download_name=name,
        etag=f"{mark}-{path.name}",
    )
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _find(mark: str, name: str, kind: Format) -> Path | None:
    """Return where a picture is, or a download, which is stored under one name for all."""
    store: MediaStore = current_app.extensions["media"]
    return store.find(mark, name if kind.is_picture else f"file.{kind.ending}")
