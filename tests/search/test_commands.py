"""The commands `flask --app wiki search ...`."""

import random
from dataclasses import replace

from flask import Flask

from tests.builders import make_article, make_tag, make_user, put_on
from tests.search.corpora import make_document
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now
from wiki.search.index.writer import update_index
from wiki.search.segments.arrays import read_arrays, write_arrays


def run(app: Flask, *command: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["search", *command])
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
    before = app.extensions["search_drainer"].index.folder()
    code, output = run(app, "rebuild")
    assert code == 0
    assert "The search index is rebuilt." in output
    assert app.extensions["search_drainer"].index.folder() != before


def test_check_reports_whether_the_index_is_consistent(app: Flask) -> None:
    assert run(app, "check") == (1, "there is no index yet\n" + DIFFERS)
    article_id = make_article("Odling", make_user(Role.EDITOR, app=app), app=app)
    drain_now(app)
    assert run(app, "check") == (0, "The index agrees with the database.\n")
    # A tag put on behind the back of the actions, as a careless script would.
    put_on(article_id, make_tag("health", app=app), app=app)
    code, output = run(app, "check")
    assert code == 1
    assert f"article {article_id}, revision id" in output
    assert "should be “concept for public, tagged health, to be" in output
    run(app, "rebuild")
    assert run(app, "check")[0] == 0


def test_repair_indexes_only_what_differs(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    article_id = make_article("Odling", editor, body="giraff", app=app)
    make_article("Annat", editor, app=app)
    drain_now(app)
    put_on(article_id, make_tag("health", app=app), app=app)
    before = app.extensions["search_drainer"].index.folder()
    code, output = run(app, "check", "--repair")
    assert code == 0
    assert f"article {article_id}, revision id" in output
    assert "The index agrees with the database." in output
    assert app.extensions["search_drainer"].index.folder() == before
    assert titles(app.test_client(), "/sv/search?q=giraff&topic=health") == ["Odling"]


def test_repair_takes_out_what_the_database_does_not_have(app: Flask) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), body="giraff", app=app)
    drain_now(app)
    index = app.extensions["search_drainer"].index
    document = make_document(random.Random(1), 4711)
    update_index(index.folder(), [4711], [document], index.open())
    code, output = run(app, "check")
    assert code == 1
    assert "article 4711, revision id 47110: should not be there" in output
    assert run(app, "check", "--repair")[0] == 0
    assert run(app, "check") == (0, "The index agrees with the database.\n")


def test_repair_builds_an_index_that_is_missing(app: Flask) -> None:
    make_article("Odling", make_user(Role.EDITOR, app=app), app=app)
    assert run(app, "check", "--repair")[0] == 0
    assert titles(app.test_client(), "/sv/search?q=odling") == ["Odling"]


def test_check_compares_the_arrays_with_whoosh(app: Flask) -> None:
    editor = make_user(Role.EDITOR, app=app)
    for title in ("Odling", "Annat"):
        make_article(title, editor, app=app)
    drain_now(app)
    index = app.extensions["search_drainer"].index
    (path,) = index.folder().glob("*.arr")
    segment = path.stem.removeprefix("arrays-")
    arrays = read_arrays(index.folder(), segment)
    write_arrays(index.folder(), segment, replace(arrays, entries=arrays.entries + 1))
    index.forget()
    code, output = run(app, "check")
    assert code == 1
    assert "4 documents differ between Whoosh and its arrays" in output
    assert run(app, "check", "--repair")[0] == 0


DIFFERS = "Error: The index differs. Mend it: flask --app wiki search check --repair\n"
