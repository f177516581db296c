"""Save a statement; each save adds a text, and the earlier ones stay."""

from flask_babel import lazy_gettext as _

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.steps.render import render_body
from wiki.articles.text import check_body_length
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_text
from wiki.db import db, write
from wiki.errors import EditConflict, InvalidInput
from wiki.statements.defaults import TITLES
from wiki.statements.models import StatementText
from wiki.statements.queries import newest_number

_ATTEND = _("Some fields need your attention.")
_EMPTY = _("Write something. The law asks for this page.")
_NOT_TEXT = _("This holds characters that are not text. Remove them.")
_NEWER = _("Somebody else has saved this page while you were writing.")


def save_statement(name: str, language: str, body: str, base_number: int, viewer: Viewer) -> None:
    """Store `body` as the text that readers see.

    Raises EditConflict when there is a newer text than `base_number`, and InvalidInput or
    TooComplex when the text cannot be shown; nothing is stored then.
    """
    require(Permission.EDIT_STATEMENTS, viewer)
    check_body_length(body)
    body = normalise_text(body)
    if FORBIDDEN.search(body):
        raise InvalidInput(_ATTEND, {"body": _NOT_TEXT})
    if not body.strip():
        raise InvalidInput(_ATTEND, {"body": _EMPTY})
    rendered = render_body(body, language)
    with write():
        newest = db.session.get(StatementText, newest_number(name, language))
        if (newest.id if newest else 0) != base_number:
            if newest and (newest.author_id, newest.body_markdown) == (viewer.user_id, body):
                return  # the same form was sent twice
            raise EditConflict(_NEWER)
        text = StatementText(
            name=name,
            language=language,
            body_markdown=body,
            body_html=rendered.html,
            author_id=viewer.user_id,
        )
        db.session.add(text)
        db.session.flush()
        record(viewer.user_id, "save", "statement", text.id, title=TITLES[name][language])
