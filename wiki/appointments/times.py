"""Read the time at which something will be published, as clocks show it there."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _

from wiki.errors import InvalidInput

_FORM = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", re.ASCII)
# Who sets a time further away has mistyped the year.
_FURTHEST = timedelta(days=366)

_NO_TIME = _("Write the time like this: 2027-05-03 09:00.")
_MISSING = _("There is no such time: on that night clocks are put forward. Choose another.")
_PAST = _("This time is past. Choose a later one.")
_FAR = _("Choose a time within a year.")


def read_moment(text: str, timezone: str, now: datetime) -> datetime:
    """Return the moment in UTC that clocks of a time zone show so; raise InvalidInput if it is bad.

    In the hour that autumn repeats, the first of the two is meant.
    """
    found = _FORM.fullmatch(text.strip()[:50])
    try:
        local = datetime.fromisoformat(f"{found[1]}T{found[2]}") if found else None
    except ValueError:
        local = None
    if local is None:
        raise _refused(_NO_TIME)
    # At both ends of the calendar a time zone leads out of it.
    if abs(local.year - now.year) > 1:
        raise _refused(_FAR if local.year > now.year else _PAST)
    zone = ZoneInfo(timezone)
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise _refused(_MISSING)
    if moment <= now:
        raise _refused(_PAST)
    if moment > now + _FURTHEST:
        raise _refused(_FAR)
    return moment


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, {"at": message})
