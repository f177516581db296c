"""Find the statement that readers see, and the texts it had before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.headings import Heading, choose_contents, read_headings
from wiki.statements.defaults import default_html, default_source
from wiki.statements.models import StatementText

# Nobody edits a statement more often than an eye can follow.
_EARLIER = 50


@dataclass(frozen=True)
class Statement:
    """Hold a statement as it stands: its number is 0 as long as nobody has written one."""

    name: str
    number: int
    source: str
    html: str
    changed_at: datetime | None

    @property
    def contents(self) -> list[Heading]:
        """Return the headings of a table of contents; none where it would be no help."""
        return choose_contents(read_headings(self.html))


def find_statement(name: str, language: str, contact: str) -> Statement:
    """Return what readers see: the newest text, or the one that the program brings along.

    `contact` is the address that the program's own text names.
    """
    text = db.session.scalar(
        _texts(name, language)
        .options(undefer(StatementText.body_markdown), undefer(StatementText.body_html))
        .limit(1)
    )
    if text is None:
        source = default_source(name, language, contact)
        return Statement(name, 0, source, default_html(name, language, contact), None)
    return Statement(name, text.id, text.body_markdown, text.body_html, text.created_at)


def list_earlier(name: str, language: str, viewer: Viewer) -> list[StatementText]:
    """Return the texts that were saved, newest first, with who saved them."""
    require(viewer, Permission.EDIT_STATEMENTS)
    query = _texts(name, language).options(joinedload(StatementText.author)).limit(_EARLIER)
    return list(db.session.scalars(query))


def find_earlier(name: str, language: str, number: int, viewer: Viewer) -> str:
    """Return the source of one saved text; raise NotFound if there is none."""
    require(viewer, Permission.EDIT_STATEMENTS)
    found = db.session.scalar(
        select(StatementText.body_markdown).where(
            StatementText.id == number,
            StatementText.name == name,
            StatementText.language == language,
        )
    )
    if found is None:
        raise NotFound()
    return found


def newest_number(name: str, language: str) -> int:
    """Return the number of the newest text, 0 if there is none yet."""
    query = select(func.max(StatementText.id)).where(
        StatementText.name == name, StatementText.language == language
    )
    return db.session.scalar(query) or 0


def _texts(name: str, language: str) -> Select[StatementText]:
    return (
        select(StatementText)
        .where(StatementText.name == name, StatementText.language == language)
        .order_by(StatementText.id.desc())
    )
