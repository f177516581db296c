"""Check the links of sources, and list those that are dead for editors."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person
from tests.references.registry import registry
from wiki.accounts.viewer import ANONYMOUS
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.references.actions import import_sources, store_link_check, update_source
from wiki.references.lookups.links import LINK_FAULTS, check_link
from wiki.references.models import LinkCheck, Source
from wiki.references.queries import find_last_check, list_dead_links


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with registry() as (origin, _):
        yield origin


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/page", ""),
        ("/moved", ""),
        ("/denied", ""),
        ("/no-head", ""),
        ("/shy", ""),
        ("/long", ""),
        ("/nothing", "gone"),
        ("/down", "server"),
        ("/10.1000/circle", "redirects"),
        ("/metadata", "forbidden"),
        ("/private", "forbidden"),
    ],
)
def test_an_address_is_checked(server: str, path: str, fault: str) -> None:
    assert check_link(server + path, (server,)) == fault
    assert fault in LINK_FAULTS or fault == ""


def test_a_private_address_is_not_asked(server: str) -> None:
    assert check_link(f"{server}/page", ()) == "forbidden"
    assert check_link("http://name.invalid/", ()) == "unknown"


def test_the_command_checks_and_editors_see_what_is_dead(
    app: Flask, server: str, author: Person, editing: FlaskClient
) -> None:
    run = app.test_cli_runner().invoke
    nothing = run(args=["sources", "check-links"])
    assert (nothing.exit_code, "SOURCE_LOOKUP is empty" in nothing.output) == (1, True)
    assert "Länkarna har inte kontrollerats än" in editing.get("/sv/sources/dead-links").text

    with app.app_context():
        urls = {"Levande": f"{server}/page", "Borta": f"{server}/nothing"}
        items = [{"type": "webpage", "title": name, "URL": url} for name, url in urls.items()]
        import_sources(
            [*items, {"type": "book", "title": "Utan", "DOI": "10.1000/no"}], author.viewer
        )
    app.config["SOURCE_LOOKUP"] = server
    for _ in range(2):
        done = run(args=["sources", "check-links"])
        assert "3 addresses checked, 2 lead nowhere." in done.output
        assert f"bortand: {server}/nothing: The page is not there any more." in done.output

    page = editing.get("/sv/sources/dead-links").text
    assert ("Borta</a>" in page, "Utan</a>" in page, "Levande</a>" in page) == (True, True, False)
    assert "Sidan finns inte längre." in page
    with app.app_context():
        source = db.session.scalars(db.select(Source).filter_by(key="bortand")).one()
        check = db.session.get_one(LinkCheck, source.id)
        assert check.failing_since is not None
        assert check.failing_since < check.checked_at
        item = {**source.csl, "URL": f"{server}/page"}
        update_source(source.id, item, source.edition, author.viewer)
    assert "Borta</a>" not in editing.get("/sv/sources/dead-links").text


@pytest.mark.usefixtures("context")
def test_what_leads_somewhere_again_is_taken_off(author: Person, editor: Person) -> None:
    [source] = import_sources([{"title": "A", "URL": "https://example.org/"}], author.viewer)
    store_link_check(source.id, source.url, "gone", editor.viewer)
    assert list_dead_links(1, editor.viewer).total == 1
    store_link_check(source.id, source.url, "", editor.viewer)
    assert list_dead_links(1, editor.viewer).total == 0
    store_link_check(99_999, source.url, "gone", editor.viewer)
    assert db.session.query(LinkCheck).count() == 1


@pytest.mark.usefixtures("context")
def test_only_editors_see_it(author: Person) -> None:
    for viewer in (ANONYMOUS, author.viewer):
        with pytest.raises(NotAllowed):
            list_dead_links(1, viewer)
        with pytest.raises(NotAllowed):
            find_last_check(viewer)
        with pytest.raises(NotAllowed):
            store_link_check(1, "https://example.org/", "gone", viewer)
