"""Ask for /metrics as Prometheus does, and as anybody else."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as read_openmetrics,
)
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from tests.builders import Person, make_article
from wiki.clock import now
from wiki.counters.shelf import find_folder
from wiki.db import db, write
from wiki.health.backupmark import BackupMark, leave_mark
from wiki.mail.letter import Letter
from wiki.mail.steps import Receiver, post
from wiki.search.index.drainer import rebuild_now
from wiki.search.index.models import IndexTask

TOKEN = "a token of some length"
Sample = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(autouse=True)
def counting(app: Flask) -> Iterator[None]:
    app.config["METRICS_TOKEN"] = TOKEN
    yield
    shutil.rmtree(find_folder(Path(app.instance_path)), ignore_errors=True)


def ask(client: FlaskClient, **headers: str) -> Any:
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", **headers})


def read(client: FlaskClient) -> Sample:
    """Return the values by name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(ask(client).text)
        for sample in family.samples
    }


def value_of(found: Sample, name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


@pytest.mark.parametrize(
    ("token", "authorization"),
    [
        ("", ""),
        ("", "Bearer "),
        (TOKEN, ""),
        (TOKEN, TOKEN),
        (TOKEN, f"Basic {TOKEN}"),
        (TOKEN, f"Bearer {TOKEN}x"),
        (TOKEN, f"Bearer {TOKEN[:-1]}"),
        (TOKEN, "Bearer å"),
    ],
)
def test_who_has_no_token_finds_nothing(
    app: Flask, client: FlaskClient, token: str, authorization: str
) -> None:
    app.config["METRICS_TOKEN"] = token
    response = client.get("/metrics", headers={"Authorization": authorization})
    assert response.status_code == 404
    assert "wiki_" not in response.text
    assert response.status_code == client.get("/metrix").status_code


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_who_has_the_token_gets_what_no_cache_keeps(client: FlaskClient, scheme: str) -> None:
    response = ask(client, Authorization=f"{scheme} {TOKEN}", Host="10.0.0.7:5000")
    assert response.status_code == 200
    assert response.mimetype == "text/plain"
    assert response.headers["Cache-Control"] == "no-store"


def test_requests_are_counted_by_what_was_asked(client: FlaskClient) -> None:
    for address in ("/sv/about", "/sv/search?q=x", "/sv/nothing", "/sv/nothing/else"):
        client.get(address)
    client.open("/sv/about", method="BREW")
    found = read(client)
    asked = {"method": "GET", "endpoint": "home.about"}
    assert value_of(found, "wiki_requests_total", status="2xx", **asked) == 1
    nowhere = {"method": "GET", "endpoint": ""}
    assert value_of(found, "wiki_requests_total", status="4xx", **nowhere) == 2
    brewed = {"method": "OTHER", "endpoint": ""}
    assert value_of(found, "wiki_requests_total", status="4xx", **brewed) == 1
    name = "wiki_request_duration_seconds"
    assert value_of(found, f"{name}_count", endpoint="home.about") == 1
    assert 0 < value_of(found, f"{name}_sum", endpoint="home.about") < 10
    assert value_of(found, "wiki_search_duration_seconds_count", outcome="nothing_found") == 1


def test_pages_that_are_ready_are_counted_too(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Alfa", editor, app=app)
    for _time in range(3):
        client.get("/sv/articles/alfa")
    found = read(client)
    assert value_of(found, "wiki_page_cache_stores_total", endpoint="articles.show") == 1
    assert value_of(found, "wiki_page_cache_hits_total", endpoint="articles.show") == 2
    asked = {"method": "GET", "endpoint": "articles.show", "status": "2xx"}
    assert value_of(found, "wiki_requests_total", **asked) == 3


def test_renders_and_messages_are_counted(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        app.extensions["sandbox"].render("One *word*.", "en", frozenset())
        app.logger.warning("look")
        app.logger.info("no need to")
    found = read(client)
    assert value_of(found, "wiki_renders_total", outcome="rendered") == 1
    assert value_of(found, "wiki_log_messages_total", level="WARNING") == 1


def test_what_waits_is_told(app: Flask, client: FlaskClient, author: Person) -> None:
    make_article("Alfa", author, app=app)
    with app.app_context():
        rebuild_now(app)
        with write():
            db.session.add(IndexTask(article_id=1, created_at=now() - timedelta(minutes=3)))
            post("test", Letter("Brev", ("x",)), Receiver("somebody@example.org", "Somebody", "sv"))
    leave_mark(Path(app.instance_path), BackupMark(now(), "secret-name.zip", 1_234))
    found = read(client)
    assert value_of(found, "wiki_index_waiting") >= 1
    assert value_of(found, "wiki_index_lag_seconds") >= 180
    assert value_of(found, "wiki_mail_waiting") == 1
    assert value_of(found, "wiki_mail_failed") == 0
    assert value_of(found, "wiki_drafts_waiting") == 1
    assert value_of(found, "wiki_backup_size_bytes") == 1_234
    assert value_of(found, "wiki_database_up") == value_of(found, "wiki_schema_current") == 1
    assert value_of(found, "wiki_database_size_bytes") > 100_000
    assert value_of(found, "wiki_processes") == 1
    memory = [value for (name, _), value in found.items() if name == "wiki_process_memory_bytes"]
    assert len(memory) == 1
    assert memory[0] > 10_000_000
    text = ask(client).text
    for personal in ("somebody", "example.org", "Alfa", author.email, "secret-name", TOKEN):
        assert personal not in text


def test_a_database_that_does_not_answer_is_told(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("wiki.metrics.queries.read_size", fail)
    client.get("/sv/about")
    found = read(client)
    assert value_of(found, "wiki_database_up") == 0
    assert ("wiki_mail_waiting", ()) not in found
    asked = {"method": "GET", "endpoint": "home.about", "status": "2xx"}
    assert value_of(found, "wiki_requests_total", **asked) == 1


def test_who_asks_for_openmetrics_gets_it(client: FlaskClient) -> None:
    response = ask(client, Accept="application/openmetrics-text;version=1.0.0")
    assert response.mimetype == "application/openmetrics-text"
    families = read_openmetrics(response.text)  # type: ignore[no-untyped-call]  # as it ships
    names = {family.name for family in families}
    assert {"wiki_requests", "wiki_request_duration_seconds", "wiki_build_info"} <= names
