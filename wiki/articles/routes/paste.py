"""Serve the Markdown of formatted text to the script that pastes it."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.articles.routes.blueprint import bp
from wiki.documents.clipboard.pasting import read_paste
from wiki.errors import Busy, InvalidInput


@bp.post("/clipboard")
@allow(Permission.WRITE)
def paste() -> ResponseReturnValue:
    """Return copied HTML as Markdown for the text it goes into, or say why it cannot be read."""
    html, body = request.form.get("html", ""), request.form.get("body", "")
    try:
        owner = current_viewer().user_id
        copied = read_paste(html, body, request.host_url.rstrip("/"), owner)
    except (InvalidInput, Busy) as error:
        return jsonify(message=_(error.message)), 422 if isinstance(error, InvalidInput) else 429
    told = []
    if count := copied.left["pictures"]:
        told.append(_("Pictures that were not pasted along: %(count)s.", count=count))
    if count := copied.left["notes"]:
        told.append(
            _("Notes that were left out, since their text was not copied: %(count)s.", count=count)
        )
    return jsonify(
        words=copied.words,
        notes=copied.notes,
        isInline=copied.is_inline,
        isCode=copied.is_code,
        told=" ".join(told),
    )
