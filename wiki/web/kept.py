"""Keep what a refused form sent, so that it can be sent again once somebody has logged in."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from wiki.web.middleware.origin import is_from_own_page, safe_next

# Parts of the names of fields that are never given back.
SECRET = ("password", "token")
# The names of the fields by which a log-in form carries another form.
_ACTION = "resend"
_PREFIX = "kept."


@dataclass(frozen=True)
class KeptForm:
    """The path that a form was sent to, and its fields."""

    action: str
    fields: Sequence[tuple[str, str]]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the fields by which another form carries this one."""
        return [(_ACTION, self.action), *((_PREFIX + name, value) for name, value in self.fields)]


def keep_form() -> KeptForm | None:
    """Return the form that the request sent, without its secrets; None if it may be another site's.

    Whoever sends it again sends it with a token, so it must be known to come from our own page.
    """
    if not is_from_own_page():
        return None
    try:
        fields = [*request.form.items(multi=True)]
    except HTTPException:  # it holds a file, and is larger than a form without may be
        fields = []
    kept = [pair for pair in fields if pair[0] and not any(part in pair[0] for part in SECRET)]
    return KeptForm(request.full_path.rstrip("?"), kept)


def read_carried() -> KeptForm | None:
    """Return the form that the sent form carries, or None."""
    action = safe_next(request.form.get(_ACTION))
    if not action:
        return None
    pairs = request.form.items(multi=True)
    fields = [(name[len(_PREFIX) :], text) for name, text in pairs if name.startswith(_PREFIX)]
    return KeptForm(action, fields)
