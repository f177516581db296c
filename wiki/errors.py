"""The errors that actions raise; `web/forms.status_of` alone maps them to HTTP."""

from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - the name by which Babel finds strings to translate
    """Mark a message for translation, which happens where it is shown."""
    return message


class WikiError(Exception):
    """The base of all errors; the English message is also its translation key."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(WikiError):
    """The thing does not exist, or the viewer must not know that it exists."""


class NotAllowed(WikiError):
    """The viewer may not do this."""


class InvalidInput(WikiError):
    """The input cannot be accepted; `fields` has a message for each wrong field."""

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class TooComplex(WikiError):
    """A text or query cannot be processed within its limits."""


class EditConflict(WikiError):
    """Somebody else changed the thing since the base was read."""


class Busy(WikiError):
    """Too many want to write at once; nothing was stored, and a retry may succeed."""


class Unavailable(Busy):
    """A part of the server does not work; the input is not the cause, and nothing was stored."""


class StorageError(Unavailable):
    """The storage of pictures and files does not do as it is asked.

    `reason`, which is also its text, tells operators why. `is_refused` when waiting will not help.
    """

    def __init__(self, reason: str, *, is_refused: bool = False) -> None:
        super().__init__(
            N_(
                "The storage of pictures and files cannot be used just now. Nothing was stored. "
                "Try again in a moment; if it stays so, tell whoever runs the wiki."
            )
        )
        self.reason = reason
        self.is_refused = is_refused

    def __str__(self) -> str:
        return self.reason


class NotReadyError(Exception):
    """Nothing is ready for a request with ONLY_READY: it is to be asked again without the mark."""
