"""A wiki in which the days pass: the present moment is moved, and everybody logs in anew."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user
from tests.fixtures.mail import Sink
from tests.page import Page
from wiki.accounts.models import User
from wiki.appointments.actions import publish_due
from wiki.db import db
from wiki.mail.background import send_now
from wiki.search.index.drainer import drain_now
from wiki.watching.background.notifier import notify_now

# A year that no other test has, and that begins on a Tuesday.
YEAR = 2030


class Moved(datetime):
    """The time of the system, moved."""

    shift = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # no Moved
        """Return the moved time."""
        return datetime.now(tz) + cls.shift


@dataclass
class Year:
    """The wiki, its people, and the day that it is."""

    app: Flask
    sink: Sink
    people: dict[str, Person] = field(default_factory=dict)

    def go_to(self, month: int, day: int, year: int = YEAR) -> None:
        """Let it be ten o'clock on a day; the threads have done their work by then."""
        zone = ZoneInfo(self.app.config["TIMEZONE"])
        Moved.shift = datetime(year, month, day, 10, tzinfo=zone) - datetime.now(zone)
        with self.app.app_context():
            publish_due()
        drain_now(self.app)
        notify_now(self.app)
        send_now(self.app)

    def invite(self, name: str, role: str, university_id: int) -> None:
        """Open an account of a university."""
        self.people[name] = make_user(role, name, f"{name.lower()}@example.org", app=self.app)
        with self.app.app_context():
            db.session.get_one(User, self.people[name].user_id).university_id = university_id
            db.session.commit()

    def browser(self, name: str = "") -> FlaskClient:
        """Give a browser in which somebody has logged in today, or nobody."""
        client = self.app.test_client()
        if name:
            log_in(client, self.people[name])
        return client

    def read(self, address: str, name: str = "") -> Page:
        """Return a page as somebody sees it today."""
        answer = self.browser(name).get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return Page(answer)

    def send(self, name: str, address: str, selector: str, /, **written: object) -> Page:
        """Fill in a form of a page and send it; return the page that follows."""
        client = self.browser(name)
        form = Page(client.get(address)).all(selector)[-1]
        fields = {**form.sent().to_dict(flat=False), **written}
        answer = client.post(form.get("action", address), data=fields, follow_redirects=True)
        page = Page(answer)
        assert answer.status_code == 200, (address, page.texts(".error-summary, .notice"))
        return page

    def undo(self, name: str, page: Page) -> Page:
        """Press the button in the message of a page that takes back what was just done."""
        form = page.all(".notice[role=status] form")[-1]
        answer = self.browser(name).post(form["action"], data=form.sent(), follow_redirects=True)
        assert answer.status_code == 200
        return Page(answer)

    def letters(self) -> list[str]:
        """Return to whom letters went since this was last asked."""
        found = [f"{', '.join(to)}: {text}" for to, text in self._taken()]
        self.sink.messages.clear()
        self.sink.envelopes.clear()
        return found

    def _taken(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for number, (_sender, receivers) in enumerate(self.sink.envelopes):
            yield receivers, str(self.sink.messages[number]["Subject"])
