"""Tell all pages, letters and files what the site says of itself, with hardly a query.

It is read again, as the universities of the footer are, when it has changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_babel import get_locale
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from wiki.clock import now
from wiki.db import db
from wiki.site.presentation import EMPTY, Announcement, Presentation
from wiki.site.queries import presentation_of, select_newest

# Where what the site says is stored, with its logo.
_TABLES = ("site_versions", "media_files")


@dataclass(frozen=True)
class Logo:
    """What a page needs of the logo's picture; not tied to a database session."""

    address: str
    srcset: str
    width: int
    height: int


class SiteReader:
    """Cache what the site says of itself until that changes, in whatever process."""

    def __init__(self, read_mark: Callable[[], int | None]) -> None:
        self._read_mark = read_mark
        # One value, or a thread could take what was read before a change for what was read after.
        self._found: tuple[int | None, tuple[Presentation, Logo | None]] = (None, (EMPTY, None))

    def read(self) -> tuple[Presentation, Logo | None]:
        """Return what was written, and the logo; when the database fails, what was read last."""
        mark, found = self._read_mark(), self._found
        if mark is None or mark != found[0]:
            try:
                found = self._found = (mark, _read())
            except SQLAlchemyError:
                g.shows_former = True  # so that the page is not kept
        return found[1]

    def forget(self) -> None:
        """Read again for the next page."""
        self._found = (None, self._found[1])

    def name(self, language: str | None = None) -> str:
        """Return the name in a language, by default that of the page or the letter."""
        language = language or _language()
        return self.said("name", language) or str(current_app.config["SITE_NAME"])

    def names(self) -> list[str]:
        """Return all names that the site has or had from its settings."""
        setting = str(current_app.config["SITE_NAME"])
        return list(dict.fromkeys([setting, self.name("sv"), self.name("en")]))

    def contact(self) -> str:
        """Return the address for readers; it may be empty."""
        return self.read()[0].contact or str(current_app.config["CONTACT"])

    def said(self, name: str, language: str) -> Any:
        """Return what was written of one thing in a language, such as the question."""
        return getattr(self.read()[0], f"{name}_{language}")

    def networks(self) -> list[tuple[str, str]]:
        """Return the names and addresses of the social media."""
        return self.read()[0].networks

    def accent(self) -> str:
        """Return the digits of the accent colour, or an empty text."""
        return self.read()[0].accent.removeprefix("#")

    def logo(self) -> Logo | None:
        """Return the logo, if there is one."""
        return self.read()[1]

    def announcement(self, language: str, at: datetime | None = None) -> Announcement | None:
        """Return what is said on top of all pages today."""
        zone = ZoneInfo(current_app.config["TIMEZONE"])
        return self.read()[0].announcement(language, (at or now()).astimezone(zone).date())


def init_site(app: Flask) -> None:
    """Give templates and all features the reader, as `site` and in `app.extensions`."""
    reader = app.extensions["site"] = SiteReader(
        partial(app.extensions["content_mark"].read_of, *_TABLES)
    )
    app.jinja_env.globals["site"] = reader


def _language() -> str:
    locale = get_locale()
    return locale.language if locale and locale.language in {"sv", "en"} else "sv"


def _read() -> tuple[Presentation, Logo | None]:
    """Read it in a session of its own, which sees all that the mark stands for."""
    with Session(db.engine) as session:
        version = session.scalar(select_newest())
        file = version.logo if version else None
        logo = Logo(file.address, file.srcset, file.width, file.height) if file else None
        return presentation_of(version), logo
