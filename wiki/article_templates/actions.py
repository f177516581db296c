"""Save a template; each save adds a text, and the earlier ones stay."""

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.article_templates.defaults import shipped_text
from wiki.article_templates.models import TemplateText
from wiki.article_templates.queries import newest_text
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_text
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput

# A template is read at a glance; the text of an article may be much longer.
LONGEST = 20_000

_ATTEND = _("Some fields need your attention.")
_EMPTY = _("Write something, or take the shipped template back.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Use at most %(count)s characters.", count=LONGEST)
_NEWER = _("Somebody else has saved this template while you were writing.")


def save_template(kind: str, language: str, body: str, base_number: int, viewer: Viewer) -> int:
    """Store `body` as the template of a kind; return the number of the newest text.

    Raises EditConflict when there is a newer text than `base_number`, and InvalidInput when it is
    no template; nothing is stored then.
    """
    require(Permission.MANAGE_TEMPLATES, viewer)
    body = _check(body)
    if body.strip() == shipped_text(kind, language).strip():
        body = ""  # so that a better one of a later version will be used
    return _store(kind, language, body, base_number, viewer)


def reset_template(kind: str, language: str, base_number: int, viewer: Viewer) -> int:
    """Use the shipped template of a kind again; return the number of the newest text.

    Raises EditConflict when there is a newer text than `base_number`.
    """
    require(Permission.MANAGE_TEMPLATES, viewer)
    return _store(kind, language, "", base_number, viewer)


def _check(body: str) -> str:
    message = _TOO_LONG if len(body) > LONGEST else None
    text = "" if message else normalise_text(body)
    if FORBIDDEN.search(text):
        message = _NOT_TEXT
    elif not body.strip():
        message = _EMPTY
    if message:
        raise InvalidInput(_ATTEND, {"body": message})
    return text


def _store(kind: str, language: str, body: str, base_number: int, viewer: Viewer) -> int:
    with write():
        newest = newest_text(kind, language)
        if body == (newest.body_markdown if newest else ""):
            return newest.id if newest else 0  # nothing new, or the same form was sent twice
        if (newest.id if newest else 0) != base_number:
            raise EditConflict(_NEWER)
        text = TemplateText(
            kind=kind, language=language, body_markdown=body, author_id=viewer.user_id
        )
        db.session.add(text)
        db.session.flush()
        named = {"kind": kind, "language": language}
        if body:
            record(viewer.user_id, "save", "template", text.id, **named)
        else:
            record(viewer.user_id, "reset", "template", text.id, **named)
        return text.id
