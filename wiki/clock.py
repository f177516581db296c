"""Tell the present moment, from one place."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return datetime.now(UTC)
