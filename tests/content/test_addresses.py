"""Former addresses stand in a folder, so that links lead there in a new wiki too."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from tests.builders import Person, make_article
from tests.content.folders import ADMIN, article, faults_of, load, write
from tests.fixtures.sample import MakeWiki
from wiki.articles.actions.save import rename_article
from wiki.content.actions import Loaded, export_folder
from wiki.content.folder import read_folder
from wiki.search_log.actions import make_redirect

FORMER = "addresses:\n- sv/labb\n- en/lab\n"


def test_links_by_former_titles_lead_there_in_a_new_wiki(
    tmp_path: Path, app: Flask, editor: Person, make_wiki: MakeWiki
) -> None:
    target = make_article("Labb", editor, app=app)
    body = "[[Labb]], [[Laboratorium]], [här](/sv/articles/labb)."
    with app.test_request_context():
        make_redirect("sv", "Laboratorium", target, editor.viewer)
        rename_article(target, "Verkstad", editor.viewer)
        make_article("Text", editor, body=body)
        export_folder(tmp_path / "first", ADMIN)
    other = make_wiki()
    with other.test_request_context():
        upgrade()
        load(tmp_path / "first")
        export_folder(tmp_path / "second", ADMIN)
    page = other.test_client().get("/sv/articles/text").text
    assert "missing" not in page
    assert page.count('href="/sv/articles/verkstad"') >= 2
    for name in ("labb", "laboratorium"):
        answer = other.test_client().get(f"/sv/articles/{name}")
        assert (answer.status_code, answer.location) == (301, "/sv/articles/verkstad")
    written = [tmp_path / name / "articles/sv/verkstad.md" for name in ("first", "second")]
    assert written[0].read_text() == written[1].read_text()
    assert "addresses:\n- sv/labb\n- sv/laboratorium\n" in written[0].read_text()


@pytest.mark.usefixtures("context")
def test_a_folder_that_is_loaded_again_changes_nothing(tmp_path: Path, client: FlaskClient) -> None:
    path = write(tmp_path, {"articles/sv/hubb.md": article("Hubb", extra=FORMER)})
    assert load(path).new == 1
    assert load(path).unchanged == 1
    assert client.get("/sv/articles/labb").location == "/sv/articles/hubb"
    assert client.get("/en/articles/lab").location == "/sv/articles/hubb"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("sv/torg", "sv/torg is the address of another page or article"),
        ("sv/park", "sv/park is the address of another page or article"),
        ("sv/new", "sv/new is the address of another page or article"),
        ("sv/labb", "sv/labb stands in another file too"),
    ],
)
def test_an_address_that_is_taken_is_a_fault(
    tmp_path: Path, editor: Person, address: str, message: str
) -> None:
    make_article("Torg", editor)
    make_article("Hubb", editor)
    files = {
        "articles/sv/park.md": article("Park", extra=FORMER),
        "articles/sv/hubb.md": article("Hubb", extra=f"addresses: [{address}]"),
    }
    (fault,) = faults_of(write(tmp_path, files))
    assert message in fault


@pytest.mark.usefixtures("context")
def test_an_article_that_was_renamed_elsewhere_is_renamed_here(
    tmp_path: Path, client: FlaskClient
) -> None:
    load(write(tmp_path / "1", {"articles/sv/labb.md": article("Labb")}))
    renamed = article("Hubb", extra="addresses: [sv/labb]", body="Nytt.")
    other = article("Text", body="[[Labb]], [[Hubb]]")
    later = {"articles/sv/hubb.md": renamed, "articles/sv/text.md": other}
    assert load(write(tmp_path / "2", later)) == Loaded(new=1, changed=1, unchanged=0)
    assert client.get("/sv/articles/labb").location == "/sv/articles/hubb"
    assert client.get("/sv/articles/text").text.count('href="/sv/articles/hubb"') >= 2
    assert load(tmp_path / "2") == Loaded(new=0, changed=0, unchanged=2)


@pytest.mark.usefixtures("context")
def test_an_address_of_the_other_language_is_taken_by_its_article(
    tmp_path: Path, editor: Person
) -> None:
    make_article("Hubb", editor, language="en")
    hubb = article("Hubb", extra="addresses: [en/hubb]")
    (fault,) = faults_of(write(tmp_path, {"articles/sv/hubb.md": hubb}))
    assert "en/hubb is the address of another page or article" in fault


def test_the_sample_has_no_addresses(app: Flask) -> None:
    folder, _ = read_folder(Path(app.root_path) / "sample")
    assert not any(document.addresses for document in folder.documents)
