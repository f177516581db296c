"""`flask --app wiki search ...`"""

from flask import Flask

from tests.builders import make_article, make_tag, make_user, put_on
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.search.drain import drain_now


def run(app: Flask, command: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["search", command])
    return result.exit_code, result.output


def test_drain_indexes_what_waits(app: Flask) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), app=app)
    code, output = run(app, "drain")
    assert code == 0
    assert "1 changes were indexed." in output
    assert titles(app.test_client(), "/sv/search?q=odling") == ["Odling"]


def test_rebuild_makes_a_new_index(app: Flask) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), app=app)
    drain_now(app)
    before = app.extensions["search"].index.folder()
    code, output = run(app, "rebuild")
    assert code == 0
    assert "The search index is rebuilt." in output
    assert app.extensions["search"].index.folder() != before


def test_check_tells_agreement_from_its_lack(app: Flask) -> None:
    assert run(app, "check") == (1, "there is no index yet\n" + DIFFERS)
    article_id = make_article("Odling", make_user(Role.EDITOR, app=app), app=app)
    drain_now(app)
    assert run(app, "check") == (0, "The index agrees with the database.\n")
    # A tag put on behind the back of the actions, as a careless script would.
    put_on(article_id, make_tag("health", app=app), app=app)
    code, output = run(app, "check")
    assert code == 1
    assert f"article {article_id}, revision id" in output
    assert "should be “concept for public, tagged health”" in output
    run(app, "rebuild")
    assert run(app, "check")[0] == 0


DIFFERS = "Error: The index differs. Mend it: flask --app wiki search rebuild\n"
