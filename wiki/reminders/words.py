"""Say of what somebody is reminded, and what to do now."""

from datetime import date

from flask_babel import format_date, gettext

from wiki.reminders.kinds import ReminderKind


def name_occasion(kind: str, day: date) -> str:
    """Return in a few words what waits, and since when."""
    since = format_date(day, "d MMMM y")
    if kind == ReminderKind.CHECK:
        return str(gettext("to be checked since %(day)s", day=since))
    if kind == ReminderKind.RETURNED:
        return str(gettext("draft returned on %(day)s", day=since))
    return str(gettext("draft that you took on %(day)s", day=since))


def advise(kind: str) -> str:
    """Return what the page to which a reminder leads is for."""
    if kind == ReminderKind.CHECK:
        return str(gettext("You look after this article. Read it, and say if it is right."))
    if kind == ReminderKind.RETURNED:
        return str(gettext("Read what the editor wrote, and send the draft again once it is good."))
    return str(gettext("Its author waits. Decide on it, or let it go to the other editors."))


def endpoint_of(kind: str) -> str:
    """Return the page of the article on which somebody does what they are reminded of."""
    return "upkeep.show" if kind == ReminderKind.CHECK else "reviews.show"
