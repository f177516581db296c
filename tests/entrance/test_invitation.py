"""Invite people by mail, one or a list, and take it back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in, make_tag, make_user
from tests.entrance.test_forgotten_password import NEW, can_log_in, choose, mailed_path
from tests.fixtures.mail import Sink
from tests.page import Page
from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.entrance.actions import invitation as actions
from wiki.errors import NotAllowed
from wiki.mail.background import send_now
from wiki.mail.models import MailMessage

BO = {"name": "Bo Lind", "email": "Bo@Example.org", "role": "editor", "mail_language": "sv"}
FORM_ID = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def malmo(app: Flask, client: FlaskClient, admin: Person) -> int:
    log_in(client, admin)
    return make_tag(
        "malmo", "university", app=app, label_sv="Malmö universitet", label_en="Malmö University"
    )


def invite(client: FlaskClient, **more: str) -> int:
    return client.post(
        "/sv/admin/invitations/new", data={**BO, "form_id": FORM_ID, **more}
    ).status_code


def paste(client: FlaskClient, people: str, intent: str = "preview", form_id: str = FORM_ID) -> str:
    data = {"people": people, "intent": intent, "form_id": form_id, "mail_language": "en"}
    return client.post("/en/admin/invitations/list", data=data, follow_redirects=True).text


def emails(app: Flask) -> list[str]:
    with app.app_context():
        return sorted(db.session.scalars(select(User.email)))


def find(app: Flask, email: str) -> User:
    with app.app_context():
        return db.session.scalars(select(User).where(User.email == email)).one()


def test_somebody_invited_chooses_a_password(
    app: Flask, client: FlaskClient, admin: Person, sink: Sink, malmo: int
) -> None:
    assert invite(client, university="malmo") == 303
    user = find(app, "bo@example.org")
    assert (user.role, user.university_id, user.language) == ("editor", malmo, "sv")
    assert not user.must_change_password
    path = mailed_path(app, sink)
    assert f"{admin.name} bjuder in dig" in sink.text()
    assert path.startswith("/sv/invitation/")
    visitor = app.test_client()
    assert "Bo Lind" in visitor.get(path).text
    assert choose(visitor, path) == 303
    assert can_log_in(app, "bo@example.org", NEW)
    assert choose(visitor, path) == 404
    assert "/sv/login" in visitor.get(path).text
    send_now(app)
    assert len(sink.messages) == 1  # no letter says that a password was changed


def test_the_list_of_users_says_who_has_not_come(
    app: Flask, client: FlaskClient, sink: Sink
) -> None:
    invite(client)
    assert "Inbjuden till" in client.get("/sv/admin/users").text
    number = find(app, "bo@example.org").id
    assert "Bjud in igen" in client.get(f"/sv/admin/users/{number}").text
    choose(app.test_client(), mailed_path(app, sink))
    assert "Inbjuden till" not in client.get("/sv/admin/users").text
    assert "Bjud in igen" not in client.get(f"/sv/admin/users/{number}").text
    client.post(f"/sv/admin/users/{number}/invitation")
    assert "redan ett konto" in client.get("/sv/admin/users").text


def test_another_invitation_ends_the_first(app: Flask, client: FlaskClient, sink: Sink) -> None:
    invite(client)
    first = mailed_path(app, sink)
    number = find(app, "bo@example.org").id
    assert client.post(f"/sv/admin/users/{number}/invitation").status_code == 303
    second = mailed_path(app, sink)
    assert choose(app.test_client(), first) == 404
    assert choose(app.test_client(), second) == 303


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "bo"}, "fullständig e-postadress"),
        ({"name": "Redaktionen", "role": "author"}, "en persons namn"),
        ({"university": "lund"}, "Välj ett lärosäte"),
        ({"email": "person@example.org"}, "redan ett konto"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_is_invited(
    app: Flask, client: FlaskClient, sink: Sink, wrong: dict[str, str], message: str
) -> None:
    make_user(email="person@example.org", app=app)
    page = client.post("/sv/admin/invitations/new", data={**BO, "form_id": FORM_ID, **wrong})
    assert page.status_code == 422
    assert message in page.text
    assert "bo@example.org" not in emails(app)
    assert send_now(app) == 0


def test_the_same_form_invites_once(app: Flask, client: FlaskClient, sink: Sink) -> None:
    assert (invite(client), invite(client)) == (303, 303)
    assert send_now(app) == 1


def test_a_list_is_shown_before_anything_is_done(
    app: Flask, client: FlaskClient, admin: Person, sink: Sink, malmo: int
) -> None:
    people = (
        f"Bo Lind\tbo@example.org\teditor\tMalmö University\nÅsa\tasa@example.org\nX\t{admin.email}"
    )
    text = paste(client, people)
    assert "2 people will be invited" in text
    assert "Has an account already, is left out" in text
    assert len(emails(app)) == 1

    text = paste(client, people, "invite")
    assert "2 people are invited." in text
    assert emails(app) == sorted([admin.email, "asa@example.org", "bo@example.org"])
    assert find(app, "bo@example.org").university_id == malmo
    assert find(app, "asa@example.org").role == "author"
    assert send_now(app) == 2
    assert sink.messages[0]["Subject"].startswith("Invitation to write")
    paste(client, people, "invite")
    assert send_now(app) == 0


def test_one_wrong_line_invites_nobody(app: Flask, client: FlaskClient, sink: Sink) -> None:
    people = "Bo\tbo@example.org\nÅsa\tasa@\nEva\teva@example.org\tboss\nBo\tbo@example.org"
    text = paste(client, people, "invite")
    assert "Write a whole e-mail address" in text
    assert "“boss” is no role" in text
    assert "stands in the list twice" in text
    assert "asa@" in Page(text).one("textarea").text
    assert len(emails(app)) == 1
    assert send_now(app) == 0


@pytest.mark.parametrize("people", ["", "\n", "a,b@c.se\n" * 201, "x" * 60_001])
def test_an_empty_or_endless_list_is_refused(
    app: Flask, client: FlaskClient, sink: Sink, people: str
) -> None:
    data = {"people": people, "form_id": FORM_ID, "mail_language": "en"}
    assert client.post("/en/admin/invitations/list", data=data).status_code == 422


def test_markup_in_a_list_is_harmless(app: Flask, client: FlaskClient, sink: Sink) -> None:
    text = paste(client, "<script>x</script>\tbo@example.org")
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_a_list_is_taken_back(app: Flask, client: FlaskClient, admin: Person, sink: Sink) -> None:
    paste(client, "Bo\tbo@example.org\nÅsa\tasa@example.org\nEva\teva@example.org", "invite")
    send_now(app)
    path = re.search(r"http://localhost(/\S+)", sink.text(0))
    assert path is not None
    choose(app.test_client(), path[1])
    client.post("/en/admin/invitations/withdrawal", data={"form_id": FORM_ID})
    assert "2 invitations are withdrawn." in client.get("/en/admin/users").text
    assert emails(app) == sorted([admin.email, "bo@example.org"])
    later = re.search(r"http://localhost(/\S+)", sink.text(1))
    assert later is not None
    assert choose(app.test_client(), later[1]) == 404
    assert "Withdrew an invitation" in client.get("/en/admin/journal").text


def test_what_was_not_sent_yet_is_not_sent(app: Flask, client: FlaskClient, sink: Sink) -> None:
    invite(client)
    client.post("/en/admin/invitations/withdrawal", data={"form_id": FORM_ID})
    assert send_now(app) == 0
    assert invite(client, form_id="f" * 32) == 303


def test_without_mail_nobody_is_invited(app: Flask, client: FlaskClient) -> None:
    for path in ("new", "list"):
        assert "E-post är avstängd" in client.get(f"/sv/admin/invitations/{path}").text
    invite(client)
    assert "bo@example.org" not in emails(app)
    assert "/admin/invitations/new" not in client.get("/sv/admin/users").text


def test_editors_invite_nobody(context: Flask, editor: Person) -> None:
    viewer = Viewer(editor.user_id, Role.EDITOR)
    with pytest.raises(NotAllowed):
        actions.invite([], "sv", viewer, None)
    with pytest.raises(NotAllowed):
        actions.check_people("a\ta@b.se", viewer)
    with pytest.raises(NotAllowed):
        actions.withdraw_invitations(FORM_ID, viewer)
    with pytest.raises(NotAllowed):
        actions.invite_again(1, viewer)
    assert db.session.scalars(select(MailMessage)).all() == []
    assert db.session.scalars(select(AuditEntry)).all() == []
