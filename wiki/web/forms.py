"""The base of all forms, which shows what an action refused."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm

from wiki.errors import WikiError


class WikiForm(FlaskForm):
    """A form that can show the messages of an action's error; the base of every form."""

    def show(self, error: WikiError, field: str = "") -> None:
        """Put each message at its field, or at `field` if it has none, or above the form."""
        fields: Mapping[str, str] = getattr(error, "fields", {})
        for name, message in (fields or {field: error.message}).items():
            self._show_message(gettext(str(message)), name if name in self else field)

    def _show_message(self, message: str, field: str) -> None:
        if not field:
            self.form_errors.append(message)
        elif message not in self[field].errors:  # a validator may have said the same
            target: Any = self[field]
            target.errors = [*target.errors, message]
