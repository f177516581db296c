"""Name what can go wrong, without HTTP; `web/middleware/errorpages` alone makes them answers."""

from collections.abc import Mapping


class WikiError(Exception):
    """Carry a message whose English text is also its translation key."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(WikiError):
    """Say that the thing does not exist, or must not be known to exist."""


class NotAllowed(WikiError):
    """Say that this viewer may not do this."""


class InvalidInput(WikiError):
    """Say which fields cannot be accepted, and why."""

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class TooComplex(WikiError):
    """Say that a text or query cannot be finished within its limits."""


class EditConflict(WikiError):
    """Say that somebody else changed the thing since the base was read."""


class Busy(WikiError):
    """Say that too many want to write at once; nothing was stored, and a new try may succeed."""
