"""Prepare an installation: the schema, and on the first start content and accounts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from wiki.accounts.actions.bootstrap import create_first_accounts, ensure_editorial_account
from wiki.accounts.models import Role
from wiki.articles.kinds import DEFAULT_TIMEZONE
from wiki.articles.models import Article
from wiki.clock import now
from wiki.console import refuse_unusable
from wiki.content.actions import load_folders
from wiki.content.folder import Folder, read_folder
from wiki.db import db
from wiki.media.setup import fill_bucket, try_storage
from wiki.memory.actions import forget_all
from wiki.nodes.turns import Work, one_node_at_a_time
from wiki.operations.migrating import upgrade
from wiki.operations.server_lock import one_at_a_time
from wiki.schema import SchemaState, find_schema_state
from wiki.search.index.drainer import drain_now
from wiki.second_factor.queries import count_unreadable_apps

_PACKAGE = Path(__file__).parent.parent
_SAMPLE = _PACKAGE / "sample"
# Loaded before the rest, so that some articles have two revisions to compare.
_EARLIER = _PACKAGE / "earlier_sample"
# The seminar of Jönköping University in both languages: its source gives a day, but no year.
_WITHOUT_YEAR = {
    "ju-s-arbete-med-sociala-innovationer-nya-satt-att-losa-samhallsutmaningar",
    "ju-s-work-with-social-innovations-new-ways-of-solving-societal-challenges",
}
Say = Callable[[str], None]


def prepare(app: Flask, say: Say) -> None:
    """Upgrade the database; if it is new, load the sample and create the first accounts.

    Of several processes that start at once on an instance folder, the others wait for the first.
    """

    def tell_waiting() -> None:
        say("Another start is preparing this wiki: waiting until it is ready.")

    instance = Path(app.instance_path)
    with (
        one_at_a_time(instance, tell_waiting),
        app.app_context(),
        force_locale("en"),
        one_node_at_a_time(Work.START),
    ):
        refuse_unusable(app)
        has_storage = try_storage(say)
        if find_schema_state(app) != SchemaState.CURRENT:
            upgrade()
        if has_storage:
            fill_bucket(say)
        if db.session.scalar(select(Article.id).limit(1)) is None:
            say("First start: loading the sample content.")
            load_sample(app, say)
            drain_now(app)
        if created := create_first_accounts():
            _say_accounts(created, say)
        say_unreadable_apps(say)
        db.session.remove()
        forget_all()


def say_unreadable_apps(say: Say) -> None:
    """Say whether some code apps were set up under another secret key, and what to do."""
    if count := count_unreadable_apps():
        say(
            f"The secret key is not the one under which {count} code app(s) were set up, so their "
            "codes are refused. Put that key back (instance/secret_key, or SECRET_KEY), or let "
            "each owner in with a backup code, or with `factors reset EMAIL`."
        )


def load_sample(app: Flask, say: Say) -> None:
    """Load the articles that ship with the program."""
    viewer = ensure_editorial_account(app.config["SITE_NAME"])

    def progress(what: str, done: int, total: int) -> None:
        if done == total or done % 10 == 0:
            say(f"  {what}: {done} of {total}")

    # In one transaction: a start interrupted between the two would never load the rest.
    sample = _set_year(_read(_SAMPLE), now().astimezone(ZoneInfo(DEFAULT_TIMEZONE)).date())
    load_folders([(_read(_EARLIER), lambda *_: None), (sample, progress)], viewer)


def _read(path: Path) -> Folder:
    folder, faults = read_folder(path)
    if faults:
        raise ExceptionGroup("the sample content is broken", faults)
    return folder


def _set_year(sample: Folder, today: date) -> Folder:
    """Move the seminar to the first such day after today, so that an event is to come."""
    documents = [
        replace(document, facts={**document.facts, **_next_times(document.facts, today)})
        if document.slug in _WITHOUT_YEAR
        else document
        for document in sample.documents
    ]
    return replace(sample, documents=documents)


def _next_times(facts: Mapping[str, str], today: date) -> dict[str, str]:
    day = facts["starts_at"][4:10]
    year = today.year if date.fromisoformat(f"{today.year}{day}") > today else today.year + 1
    return {name: f"{year}{facts[name][4:]}" for name in ("starts_at", "ends_at")}


def _say_accounts(created: Sequence[tuple[Role, str, str]], say: Say) -> None:
    say("One account for each role (shown only this once; change them under Account):")
    for role, email, password in created:
        say(f"  {role.value:<7} {email:<20} {password}")
