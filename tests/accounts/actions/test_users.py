"""Change accounts through their actions: who may, and what must never happen."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from tests.builders import PASSWORD, make_user
from wiki.accounts.actions import users as actions
from wiki.accounts.actions.login import log_in
from wiki.accounts.models import Role, User
from wiki.accounts.steps.hashing import hash_password, needs_rehash
from wiki.accounts.viewer import ANONYMOUS, COMMAND_LINE, Viewer
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound, WikiError

Action = Callable[[int, Viewer], object]
ADMINISTRATION: dict[str, Action] = {
    "create_user": lambda _, viewer: actions.create_user(
        "new@example.org", "New", Role.AUTHOR, PASSWORD, viewer
    ),
    "change_role": lambda user_id, viewer: actions.change_role(user_id, Role.EDITOR, viewer),
    "close_account": actions.close_account,
    "reopen_account": actions.reopen_account,
    "reset_password": actions.reset_password,
    "rename_user": lambda user_id, viewer: actions.rename_user(user_id, "Other", viewer),
}


@pytest.mark.usefixtures("context")
class TestWhoMay:
    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize("name", ADMINISTRATION)
    @pytest.mark.parametrize("role", ["anonymous", "author", "editor"])
    def test_others_than_administrators_change_nothing(self, name: str, role: str) -> None:
        target = make_user()
        viewer = ANONYMOUS if role == "anonymous" else make_user(role).viewer
        with pytest.raises(NotAllowed):
            ADMINISTRATION[name](target.user_id, viewer)
        assert db.session.query(AuditEntry).count() == 0

    @pytest.mark.long
    @pytest.mark.parametrize("name", ADMINISTRATION)
    @pytest.mark.parametrize("who", ["administrator", "command line"])
    def test_administrators_and_the_command_line_may(self, name: str, who: str) -> None:
        target = make_user(is_active=name != "reopen_account")
        viewer = COMMAND_LINE if who == "command line" else make_user("admin").viewer
        ADMINISTRATION[name](target.user_id, viewer)
        assert db.session.query(AuditEntry).one().actor_id == viewer.user_id

    @pytest.mark.long
    @pytest.mark.parametrize("user_id", [0, -1, 2**31 - 1, 2**31, 10**30])
    def test_nobody_has_this_number(self, user_id: int) -> None:
        for name, action in ADMINISTRATION.items():
            if name != "create_user":
                with pytest.raises(NotFound):
                    action(user_id, COMMAND_LINE)

    def test_everybody_may_change_their_own_name(self) -> None:
        person = make_user()
        actions.rename_user(person.user_id, "Another", person.viewer)
        assert db.session.get_one(User, person.user_id).name == "Another"

    def test_the_last_active_administrator_stays(self) -> None:
        admin = make_user("admin")
        make_user("admin", is_active=False)
        with pytest.raises(InvalidInput, match="administratören"):
            actions.change_role(admin.user_id, Role.EDITOR, COMMAND_LINE)
        with pytest.raises(InvalidInput, match="administratören"):
            actions.close_account(admin.user_id, COMMAND_LINE)
        user = db.session.get_one(User, admin.user_id)
        assert (user.role, user.is_active) == ("admin", True)

    def test_a_closed_administrator_can_be_demoted(self) -> None:
        make_user("admin")
        closed = make_user("admin", is_active=False)
        actions.change_role(closed.user_id, Role.AUTHOR, COMMAND_LINE)
        assert db.session.get_one(User, closed.user_id).role == "author"


@pytest.mark.usefixtures("context")
class TestNewUsers:
    def test_a_new_user(self) -> None:
        user = actions.create_user(
            " Sara.Dahlin@Example.org ", " Sara  Dahlin ", Role.EDITOR, PASSWORD, COMMAND_LINE
        )
        stored = db.session.get_one(User, user.id)
        assert (stored.email, stored.name) == ("sara.dahlin@example.org", "Sara Dahlin")
        assert (stored.role, stored.is_active) == ("editor", True)
        assert PASSWORD not in stored.password_hash
        entry = db.session.query(AuditEntry).one()
        assert entry.detail == {"email": "sara.dahlin@example.org", "role": "editor"}

    @pytest.mark.parametrize(
        ("email", "name", "password", "field"),
        [
            ("", "Sara", PASSWORD, "email"),
            ("sara", "Sara", PASSWORD, "email"),
            ("sara@", "Sara", PASSWORD, "email"),
            ("a@example.org, b@example.org", "Sara", PASSWORD, "email"),
            ("sara@example.org\x00", "Sara", PASSWORD, "email"),
            ("a" * 300 + "@example.org", "Sara", PASSWORD, "email"),
            ("taken@example.org", "Sara", PASSWORD, "email"),
            ("sara@example.org", "", PASSWORD, "name"),
            ("sara@example.org", "\x07", PASSWORD, "name"),
            ("sara@example.org", "a" * 101, PASSWORD, "name"),
            ("sara@example.org", "Sara", "short", "password"),
        ],
    )
    def test_a_new_user_that_will_not_do(
        self, email: str, name: str, password: str, field: str
    ) -> None:
        make_user(email="taken@example.org")
        with pytest.raises(InvalidInput) as error:
            actions.create_user(email, name, Role.AUTHOR, password, COMMAND_LINE)
        assert list(error.value.fields) == [field]
        assert db.session.query(User).count() == 1


def test_log_in_renews_a_hash_of_another_price(app: Flask) -> None:
    person = make_user(app=app)
    with app.app_context():
        app.config["PASSWORD_KIB"] *= 2
        log_in(person.email, PASSWORD, "192.0.2.1")
        assert not needs_rehash(db.session.get_one(User, person.user_id).password_hash)
        log_in(person.email, PASSWORD, "192.0.2.1")


def test_a_wrong_password_renews_nothing(context: Flask) -> None:
    person = make_user()
    context.config["PASSWORD_KIB"] *= 2
    with pytest.raises(InvalidInput):
        log_in(person.email, "a wrong password", "192.0.2.1")
    assert needs_rehash(db.session.get_one(User, person.user_id).password_hash)


def _run_at_once(app: Flask, calls: list[Callable[[], object]]) -> list[str]:
    """Run all calls at the same moment; return the names of the errors."""
    errors: list[str] = []
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                call()
            except WikiError as error:
                errors.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_many_guesses_at_once_count_as_many(app: Flask) -> None:
    person = make_user(app=app)
    errors = _run_at_once(app, [lambda: log_in(person.email, "a wrong password", "192.0.2.1")] * 10)
    assert sorted(errors) == ["InvalidInput"] * 5 + ["TooManyTries"] * 5


def test_two_administrators_cannot_close_each_other_at_once(app: Flask) -> None:
    first, second = make_user("admin", app=app), make_user("admin", app=app)
    errors = _run_at_once(
        app,
        [
            lambda: actions.close_account(first.user_id, second.viewer),
            lambda: actions.close_account(second.user_id, first.viewer),
        ],
    )
    assert errors == ["InvalidInput"]
    with app.app_context():
        assert db.session.query(User).filter_by(is_active=True).count() == 1


def test_two_accounts_with_one_address_at_once(app: Flask) -> None:
    def add() -> User:
        return actions.create_user("a@example.org", "A", Role.AUTHOR, PASSWORD, COMMAND_LINE)

    assert _run_at_once(app, [add] * 4) == ["InvalidInput"] * 3
    with app.app_context():
        assert db.session.query(User).count() == 1


def test_hashes_differ_for_one_password(context: Flask) -> None:
    assert hash_password(PASSWORD) != hash_password(PASSWORD)
