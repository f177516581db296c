"""What is wrong with a source, said so that it can be translated where it is shown."""

from collections.abc import Mapping


class Fault(ValueError):
    """Something that cannot be accepted: an English message, and what its placeholders hold.

    `field` is the name of the CSL variable that is wrong, `line` the line of a pasted text; both
    are empty where they mean nothing.
    """

    def __init__(self, message: str, field: str = "", line: int = 0, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.line = line
        self.values: Mapping[str, object] = {"field": field, **values}

    def __str__(self) -> str:
        return self.message % self.values

    def at(self, line: int) -> "Fault":
        """Return the same fault at a line of a pasted text."""
        fault = Fault(self.message, self.field, line)
        fault.values = self.values
        return fault
