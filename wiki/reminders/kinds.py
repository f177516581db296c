"""What somebody can be reminded of."""

from enum import StrEnum


class ReminderKind(StrEnum):
    """What waits: an article to be checked, a draft that was returned, one that was taken."""

    CHECK = "check"
    RETURNED = "returned"
    TAKEN = "taken"
