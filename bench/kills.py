"""Kill the wiki's server again and again while four people write, and count what is lost.

Every process of the server is killed at a random moment, now and then while it starts. After each
restart every change that was ever acknowledged is looked for in the database, and the last save of
each writer by the search. Prints kills, changes, those lost or torn, and the slowest restart.
"""

import argparse
import contextlib
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

if not __package__:  # started as a file, `python bench/kills.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask

from bench.deeds import Writer
from bench.server import Browser, Server
from bench.wikis import PASSWORD, new_wiki
from wiki.accounts.actions.users import create_user
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

WRITERS = 4
_MOST_RESTART_SECONDS = 3.0
_MOST_UNTIL_FOUND_SECONDS = 10.0
# After this the search is asked no more: what it has not found until then it never finds.
GIVE_UP_SECONDS = 60.0
# One restart of so many is killed before it has answered.
_KILLED_STARTS = 5


@dataclass
class Toll:
    """What the kills cost."""

    kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    restart_seconds: list[float] = field(default_factory=list)
    found_seconds: list[float] = field(default_factory=list)

    @property
    def is_harmless(self) -> bool:
        """Return whether nothing was lost, torn or refused."""
        return not (self.lost or self.torn or self.refused)


def main() -> None:
    """Kill as often as asked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with new_wiki(chosen.articles) as app:
        toll = kill_often(app, chosen.kills, chosen.seed)
    print(
        f"{chosen.articles} articles, {toll.kills} kills: {toll.acknowledged} changes acknowledged,"
        f" {toll.unanswered} unanswered, {len(toll.lost)} lost, {len(toll.torn)} torn,"
        f" {len(toll.refused)} refused (the last three must be 0)"
    )
    for name, most, seconds in (
        ("first answer after a restart", _MOST_RESTART_SECONDS, toll.restart_seconds),
        ("last saves found by the search", _MOST_UNTIL_FOUND_SECONDS, toll.found_seconds),
    ):
        median = sorted(seconds)[len(seconds) // 2]
        print(f"{name}: median {median:.2f} s, slowest {max(seconds):.2f} s (at most {most:.0f})")
    for line in (*toll.lost, *toll.torn, *toll.refused)[:20]:
        print(f"  {line}")
    sys.exit(0 if toll.is_harmless else 1)


def kill_often(app: Flask, kills: int, seed: int = 1) -> Toll:
    """Serve the wiki of an application, which is not used meanwhile, and kill the server."""
    chance, toll, instance = random.Random(seed), Toll(), Path(app.instance_path)
    people = prepare_writers(app)
    server = Server(instance)
    server.start()
    try:
        server.wait()
        writers = [log_in(server, number, *person) for number, person in enumerate(people.items())]
        for _ in range(kills):
            with _writing(writers):
                time.sleep(chance.uniform(0.1, 2.5))
                _kill(server, toll)
            while chance.randrange(_KILLED_STARTS) == 0:
                server.start()
                time.sleep(chance.uniform(0.0, 2.0))
                _kill(server, toll)
            server.start()
            toll.restart_seconds.append(server.wait())
            _check(writers, instance, toll)
            toll.found_seconds.append(_wait_until_found(server, writers, instance))
    finally:
        server.kill()
    toll.acknowledged = sum(len(writer.accepted) for writer in writers)
    toll.unanswered = sum(len(writer.unsure) for writer in writers)
    toll.refused = [str(refused) for writer in writers for refused in writer.refused]
    return toll


def prepare_writers(app: Flask) -> dict[int, list[int]]:
    """Fill the index, and return the id of each writer with those of three topics."""
    operator = Viewer(role=Role.ADMIN)
    drain_now(app)
    people = {}
    with app.app_context():
        for number in range(WRITERS):
            email = f"writer-{number}@example.org"
            user = create_user(email, f"Writer {number}", Role.EDITOR, PASSWORD, operator)
            topics = [
                put_term(check_term(Term("topic", label, label)))
                for label in (f"kvarn-{number}-{place}" for place in range(3))
            ]
            db.session.commit()
            people[user.id] = [topic.id for topic in topics]
        db.session.remove()
        db.engine.dispose()  # an open connection would keep the journal that the server must read
    return people


def log_in(server: Server, number: int, user_id: int, tag_ids: list[int]) -> Writer:
    """Return a writer who is logged in."""
    browser = Browser(server.url)
    browser.log_in(f"writer-{number}@example.org", PASSWORD)
    return Writer(number, browser, user_id, tag_ids)


@contextlib.contextmanager
def _writing(writers: list[Writer]) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=writer.work, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _kill(server: Server, toll: Toll) -> None:
    server.kill()
    toll.kills += 1


def _check(writers: list[Writer], instance: Path, toll: Toll) -> None:
    with contextlib.closing(sqlite3.connect(instance / "wiki.db", timeout=30)) as database:
        for writer in writers:
            verdict = writer.check(database)
            toll.lost += verdict.lost
            toll.torn += verdict.torn
        sound = [("ok",)]
        if (found := database.execute("PRAGMA integrity_check").fetchall()) != sound:
            toll.torn.append(f"the database: {found[:3]}")
        if found := database.execute("PRAGMA foreign_key_check").fetchall():
            toll.torn.append(f"references in the database: {found[:3]}")


def _wait_until_found(server: Server, writers: list[Writer], instance: Path) -> float:
    """Return how long after the start the search had found the last save of every writer."""
    reader = Browser(server.url)
    missing = [writer for writer in writers if writer.has_saved]
    while missing or _is_waiting(instance):
        if server.age_seconds > GIVE_UP_SECONDS:
            break
        missing = [writer for writer in missing if not _is_found(reader, writer)]
        time.sleep(0.05)
    return server.age_seconds


def _is_found(reader: Browser, writer: Writer) -> bool:
    """Return whether the words of the last save lead to its article."""
    page = reader.get(f"/sv/search?q=%22{writer.standing['revision']}%22")
    return f"/sv/articles/{writer.article_slug}" in page


def _is_waiting(instance: Path) -> bool:
    """Return whether something is not indexed yet."""
    with contextlib.closing(sqlite3.connect(instance / "wiki.db", timeout=30)) as database:
        return database.execute("SELECT 1 FROM index_outbox LIMIT 1").fetchone() is not None


if __name__ == "__main__":
    main()
