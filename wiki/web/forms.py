"""The base of all forms, which shows what an action refused, and with which HTTP status."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField
from wtforms.widgets import TextInput

from wiki.errors import (
    Busy,
    EditConflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    TooComplex,
    WikiError,
)
from wiki.web.numbers import read_number

_FORM_ID = re.compile("[0-9a-f]{32}")
# A day before or after the last of these has no midnight in some time zones.
_YEARS = range(1900, 9999)
_WRONG_DAY = _("Write the day as year, month, day, such as 2026-05-31.")


_STATUS = {
    NotFound: 404,
    NotAllowed: 403,
    EditConflict: 409,
    InvalidInput: 422,
    TooComplex: 422,
    Busy: 503,
}


def status_of(error: WikiError) -> int:
    """Return the status of the page that shows an error."""
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)


class WikiForm(FlaskForm):
    """A form that can show the messages of an action's error; the base of every form."""

    def show(self, error: WikiError, field: str = "") -> None:
        """Put each message at its field, or at `field` if it has none, or above the form."""
        fields: Mapping[str, str] = getattr(error, "fields", {})
        for name, message in (fields or {field: error.message}).items():
            self._show_message(gettext(str(message)), name if name in self else field)

    def drop_stale_token(self) -> bool:
        """Return whether the form was sent with a token that does not fit; forget its message."""
        if "csrf_token" not in self or not self["csrf_token"].errors:
            return False
        token: Any = self["csrf_token"]
        token.errors = []
        return True

    def ask_again_if_stale(self) -> None:
        """Ask to send the page once more, if its token does not fit."""
        if self.drop_stale_token():
            message = gettext("This page had been open for too long. Send it once more.")
            self.show(WikiError(message))

    def _show_message(self, message: str, field: str) -> None:
        if not field:
            self.form_errors.append(message)
        elif message not in self[field].errors:  # a validator may have said the same
            target: Any = self[field]
            target.errors = [*target.errors, message]


class OneTimeForm(WikiForm):
    """A form that makes one thing, however often it is sent: each one shown has an id of its own.

    The id also names the copy of unsaved words that the editor keeps in the browser.
    """

    form_id = HiddenField(default=lambda: uuid4().hex)

    @property
    def sent_id(self) -> str | None:
        """Return the id that the form was sent with, or None for one that is not ours."""
        known = _FORM_ID.fullmatch(self.form_id.data or "")
        return known[0] if known else None


class VersionForm(OneTimeForm):
    """A form for a whole text that the program ships and that people save others of."""

    base = HiddenField()

    @property
    def asks_for_preview(self) -> bool:
        """Return whether the preview button was pressed."""
        return request.form.get("intent") == "preview"

    def read_base(self) -> int:
        """Return the number of the text that was edited, 0 for the shipped text.

        Raises InvalidInput for what is no such number.
        """
        number = read_number(self.base.data)
        if number < 0:
            raise InvalidInput(_("The form names a version that does not exist."))
        return number


class DayField(DateField):
    """A day, with a message that says how to write one."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day; a year that no calendar of ours reaches is a slip of the key."""
        try:
            self.data = _read_day("".join(valuelist[:1]).strip())
        except ValueError:
            self.widget = TextInput()  # a browser would not show a wrong day in a field for days
            raise


def _read_day(text: str) -> date | None:
    """Return the day, or None if there is none; a year far off is a slip of the key."""
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError as error:
        raise ValueError(_WRONG_DAY) from error
    if day.year not in _YEARS:
        raise ValueError(_WRONG_DAY)
    return day
