"""What an author and an editor do with a draft in the tests of notices, and what they read."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, log_in
from tests.page import Page
from wiki.articles.actions.save import save_article
from wiki.articles.text import ArticleText
from wiki.db import db
from wiki.remarks.models import Remark
from wiki.reviews.models import Review
from wiki.watching.models import Notice

DRAFT = "/sv/articles/ett-kooperativ"
REVIEW = f"{DRAFT}/review"
BODY = "Inledning.\n\nI byn finns ett kooperativ."
BETTER = "Inledning.\n\nI Rödön finns ett kooperativ."


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


def return_it(client: FlaskClient, words: str = "Vilken by?") -> None:
    answer = client.post(f"{REVIEW}/return", data={"words": words, "number": 1})
    assert answer.status_code == 303


def comment(client: FlaskClient, words: str) -> None:
    data = {"number": 1, "line": 3, "quote": "I byn finns", "words": words}
    assert client.post(f"{REVIEW}/text", data=data).status_code == 303


def suggest(client: FlaskClient) -> str:
    data = {"number": 1, "body": BETTER, "words": "Namnet behövs."}
    answer = client.post(f"{DRAFT}/amendments/new", data=data)
    assert answer.status_code == 303
    return str(answer.location)


def notices(client: FlaskClient) -> str:
    return Page(client.get("/sv/account/notices")).text


def unread(client: FlaskClient) -> int:
    return notices(client).count("oläst:")


def save(
    app: Flask, article_id: int, number: int, words: str, by: Person, *, publish: bool
) -> None:
    with app.test_request_context():
        text = ArticleText("Ett kooperativ", "", f"{BODY}\n\n{words}", {})
        save_article(article_id, text, number, by.viewer, publish=publish)


def publish(client: FlaskClient, number: int = 1) -> None:
    answer = client.post(f"{DRAFT}/publication", data={"number": number})
    assert answer.status_code == 303


def newest(app: Flask, table: type[Remark | Review]) -> int:
    with app.app_context():
        return db.session.scalars(select(table.id).order_by(table.id.desc())).first() or 0


def told(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Notice.user_id).order_by(Notice.id)))
