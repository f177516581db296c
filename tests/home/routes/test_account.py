"""Ask for the account page over HTTP."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_user


def test_the_account_lists_the_own_drafts(app: Flask, client: FlaskClient) -> None:
    author, editor = make_user("author", app=app), make_user("editor", app=app)
    make_article("Mitt utkast", author, app=app)
    make_article("Någon annans utkast", make_user("author", app=app), app=app)
    make_article("Publicerad artikel", editor, app=app)
    log_in(client, author)

    page = client.get("/sv/account").text

    assert 'href="/sv/articles/mitt-utkast/revisions/1"' in page
    assert "Någon annans utkast" not in page
    assert "Publicerad artikel" not in page
    log_in(client, editor)
    assert "tills en redaktör har publicerat det" in client.get("/sv/account").text
