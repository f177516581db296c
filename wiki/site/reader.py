"""Tell all pages, letters and files what the site says of itself, with hardly a query.

It is read again, as the universities of the footer are, when it has changed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import get_locale
from sqlalchemy.orm import Session

from wiki.clock import now
from wiki.memory.queries import follow
from wiki.memory.reader import StateReader
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


_NOTHING: tuple[Presentation, Logo | None] = (EMPTY, None)


class SiteReader:
    """Say what the site says of itself; it is read again when that has changed."""

    def __init__(self, states: StateReader) -> None:
        self._followed = follow(states, _TABLES, _read, _NOTHING)
        self.forget = self._followed.forget

    def read(self) -> tuple[Presentation, Logo | None]:
        """Return what was written, and the logo; when the database fails, what was read last."""
        return self._followed.value()

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
    reader = app.extensions["site"] = SiteReader(app.extensions["states"])
    app.jinja_env.globals["site"] = reader


def _language() -> str:
    locale = get_locale()
    return locale.language if locale and locale.language in {"sv", "en"} else "sv"


def _read(session: Session) -> tuple[Presentation, Logo | None]:
    version = session.scalar(select_newest())
    file = version.logo if version else None
    logo = Logo(file.address, file.srcset, file.width, file.height) if file else None
    return presentation_of(version), logo
