"""Make an installation ready: the schema, and on the first start content and accounts."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_babel import force_locale
from flask_migrate import upgrade
from sqlalchemy import select

from wiki.accounts.models import Role, User
from wiki.accounts.passwords import hash_password, random_password
from wiki.articles.models import Article
from wiki.content.actions import find_editorial_viewer, load_folder
from wiki.content.folder import read_folder
from wiki.db import begin_write, db
from wiki.search.drain import drain_now

_SAMPLE = Path(__file__).parent.parent / "sample"
Say = Callable[[str], None]


def prepare(app: Flask, say: Say) -> None:
    """Bring the database up to date; fill it and make the first accounts when it is new."""
    with app.app_context(), force_locale("en"):
        upgrade(directory=app.extensions["migrate"].directory)
        if db.session.scalar(select(Article.id).limit(1)) is None:
            say("First start: the wiki is filled with its sample content.")
            load_sample(app, say)
            drain_now(app)
        if db.session.scalar(select(User.id).where(User.is_active).limit(1)) is None:
            _make_accounts(say)
        db.session.remove()


def load_sample(app: Flask, say: Say) -> None:
    """Load the articles that ship with the program."""
    folder, faults = read_folder(_SAMPLE)
    if faults:
        raise ExceptionGroup("the sample content is broken", faults)
    viewer = find_editorial_viewer(app.config["SITE_NAME"])

    def progress(what: str, done: int, total: int) -> None:
        if done == total or done % 10 == 0:
            say(f"  {what}: {done} of {total}")

    load_folder(folder, viewer, progress)


def _make_accounts(say: Say) -> None:
    """Make one account for each role, and show the passwords this once."""
    begin_write()
    lines = []
    for role in Role:
        password = random_password()
        email = f"{role.value}@example.org"
        db.session.add(
            User(
                email=email,
                name=role.value.capitalize(),
                role=role.value,
                password_hash=hash_password(password),
            )
        )
        lines.append(f"  {role.value:<7} {email:<20} {password}")
    db.session.commit()
    say("One account for each role (shown only now; change them under Account):")
    for line in lines:
        say(line)
