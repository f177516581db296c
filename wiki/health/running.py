"""Judge what one process of the server knows: its threads, errors and slow pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from wiki.background import Pulse
from wiki.health.figures import Process
from wiki.health.lines import Line, State

# What a reader types wrong is no error, so one is worth a look; so many in an hour are an outage.
_MANY_IN_AN_HOUR = 20
_SLOW_SECONDS = 3.0


def judge_process(process: Process, settings: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the lines about a process."""
    if settings["INDEX_IN_BACKGROUND"]:
        for pulse in process.pulses:
            yield _judge_thread(pulse)
    else:
        value = _("Switched off by the setting INDEX_IN_BACKGROUND")
        advice = _("Nothing is indexed, mailed or published at a set time by itself.")
        command = "INDEX_IN_BACKGROUND = True"
        yield Line("threads", _("Threads"), State.LOOK, value, advice, command)
    yield _judge_errors(process)
    yield _judge_speed(process)


def _judge_thread(pulse: Pulse) -> Line:
    title = _thread_names().get(pulse.name, pulse.name)
    name = f"thread-{pulse.name}"
    if not pulse.is_running:
        advice = _(
            "What it does is not done. Start the wiki again, and look for the reason in the log."
        )
        return Line(name, title, State.BAD, _("Stopped"), advice)
    if pulse.is_stuck:
        advice = _("It has been at one thing for a quarter of an hour. Start the wiki again.")
        return Line(name, title, State.BAD, _("Stands still"), advice)
    if pulse.has_failed:
        advice = _("It tries again by itself; the log says what failed.")
        return Line(name, title, State.LOOK, _("Failed last time"), advice)
    return Line(name, title, State.GOOD, _("Works"))


def _thread_names() -> dict[str, str]:
    return {
        "mail-sender": _("Thread that sends mail"),
        "notifier": _("Thread that tells of what is published"),
        "timed-publishing": _("Thread that publishes at set times"),
        "search-drainer": _("Thread that updates the search index"),
        "text-follower": _("Thread that updates the texts that link to what has changed"),
        "search-log": _("Thread that counts searches"),
        "media-sweeper": _("Thread that deletes what is left of deleted pictures"),
        "reads": _("Thread that counts how often articles are read"),
    }


def _judge_errors(process: Process) -> Line:
    title = _("Errors today")
    failures = sum(hour.failures for hour in process.hours)
    errors = sum(hour.errors for hour in process.hours)
    if not failures + errors:
        return Line("errors", title, State.GOOD, _("None in this process of the server"))
    answers = ngettext("%(num)s failed answer", "%(num)s failed answers", failures)
    logged = ngettext("%(num)s error in the log", "%(num)s errors in the log", errors)
    advice = _("The log of the server says what failed, and when.")
    most = max(max(hour.failures, hour.errors) for hour in process.hours)
    state = State.BAD if most >= _MANY_IN_AN_HOUR else State.LOOK
    return Line("errors", title, state, f"{answers}, {logged}", advice, "journalctl -u wiki -p err")


def _judge_speed(process: Process) -> Line:
    title = _("Slowest page today")
    if not process.slowest:
        return Line("speed", title, State.GOOD, _("No page was asked for yet"))
    slowest = process.slowest[0]
    value = _(
        "%(page)s, %(seconds)s seconds",
        page=slowest.name,
        seconds=format_decimal(round(slowest.longest, 1)),
    )
    if slowest.longest < _SLOW_SECONDS:
        return Line("speed", title, State.GOOD, value)
    advice = _("Below are the slowest. If all are slow, the machine has too little of something.")
    return Line("speed", title, State.LOOK, value, advice)
