"""`flask --app wiki articles ...`"""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.builders import make_article, make_user
from wiki.db import db
from wiki.markup.render import RENDERER_VERSION
from wiki.revisions.models import Revision


def render(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["articles", "render"])
    return result.exit_code, result.output


def make_old(app: Flask, *numbers: int) -> None:
    """Make revisions look as if an older renderer had made their HTML."""
    with app.app_context():
        db.session.execute(
            update(Revision)
            .where(Revision.id.in_(numbers))
            .values(body_html="<p>gammalt</p>", renderer_version=RENDERER_VERSION - 1)
        )
        db.session.commit()


def ids(app: Flask) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(db.select(Revision.id).order_by(Revision.id)))


def test_render_replaces_the_html_of_an_older_renderer(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    for title in ("Bryggan", "Kajen"):
        make_article(title, editor, body="*nytt* [[Kajen]]", app=app)
    make_old(app, ids(app)[0])
    assert "gammalt" in client.get("/sv/articles/bryggan").text
    assert render(app) == (0, "1 texts were rendered again.\n")
    page = client.get("/sv/articles/bryggan").text
    assert "<em>nytt</em>" in page
    assert '<a href="/sv/articles/kajen">Kajen</a>' in page
    assert render(app) == (0, "0 texts were rendered again.\n")


def test_render_skips_a_text_that_is_too_complex_now(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    make_article("Bryggan", editor, body="nytt", app=app)
    make_article("Kajen", editor, body="nytt", app=app)
    first, second = ids(app)
    make_old(app, first, second)
    with app.app_context():
        changed = update(Revision).where(Revision.id == first)
        db.session.execute(changed.values(body_markdown="[" * 20_001))
        db.session.commit()
    code, output = render(app)
    assert code == 0
    assert "1 texts were rendered again." in output
    assert "1 keep their old form" in output
    assert "gammalt" in client.get("/sv/articles/bryggan").text
    assert "nytt" in client.get("/sv/articles/kajen").text


@pytest.mark.long
def test_render_lets_links_lead_where_they_led(app: Flask, client: FlaskClient) -> None:
    editor = make_user("editor", app=app)
    make_article("Råd", editor, app=app)
    # As many bars as a text may have, so that its link cannot be mended.
    make_article("Full", editor, body=f"[[Rad]] {'|' * 30_000}", app=app)
    make_article("Rad", editor, app=app)
    make_old(app, ids(app)[1])
    assert render(app) == (0, "1 texts were rendered again.\n")
    assert '<a href="/sv/articles/rad">Rad</a>' in client.get("/sv/articles/full").text
    assert 'href="/sv/articles/full"' in client.get("/sv/articles/rad/backlinks").text
