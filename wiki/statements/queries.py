"""Find the statement that readers see, and its earlier texts."""

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

# How many earlier texts the edit page lists.
_MAX_EARLIER = 50


@dataclass(frozen=True)
class Statement:
    """A statement as readers see it; its number is 0 while the shipped text is shown."""

    name: str
    number: int
    source: str
    html: str
    changed_at: datetime | None

    @property
    def contents(self) -> list[Heading]:
        """Return the headings for a table of contents; none when the text is too short for one."""
        return choose_contents(read_headings(self.html))


def find_statement(name: str, language: str, contact: str) -> Statement:
    """Return the newest text, or the shipped text if there is none.

    `contact` is the e-mail address that the shipped text names.
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
    """Return the saved texts, newest first, with their authors."""
    require(Permission.EDIT_STATEMENTS, viewer)
    query = _texts(name, language).options(joinedload(StatementText.author)).limit(_MAX_EARLIER)
    return list(db.session.scalars(query))


def find_earlier(name: str, language: str, number: int, viewer: Viewer) -> str:
    """Return the source of one saved text; raise NotFound if there is none."""
    require(Permission.EDIT_STATEMENTS, viewer)
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
