"""Previews beyond the limit are refused at once instead of waiting."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.builders import log_in, make_article, make_user
from tests.page import Page
from wiki.articles.actions import preview
from wiki.turns import Turns

# About a second of work: each link has to be cleaned.
_HEAVY = "a [b](/c)\n" * 6_000


@pytest.mark.slow
def test_a_flood_of_previews_leaves_threads_for_readers(app: Flask) -> None:
    author = make_user("author", app=app)
    client = app.test_client()
    log_in(client, author)
    client.post("/sv/articles/preview", data={"body": "warm"})

    def preview(_number: int) -> tuple[str, float]:
        own = app.test_client()
        log_in(own, author)
        started = time.monotonic()
        page = own.post("/sv/articles/preview", data={"body": _HEAVY}).get_data(as_text=True)
        return page, time.monotonic() - started

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(preview, range(8)))

    refused = [seconds for page, seconds in answers if "Många förhandsgranskningar" in page]
    assert any("<p>a" in page for page, _seconds in answers)
    assert len(refused) >= 2
    page = client.post("/sv/articles/preview", data={"body": "*ledigt*"}).get_data(as_text=True)
    assert "<em>ledigt</em>" in page


@pytest.mark.long
def test_a_refused_preview_returns_the_text(app: Flask) -> None:
    """Without JavaScript the preview is a page of its own; being busy must lose nothing."""
    client = app.test_client()
    log_in(client, make_user("author", app=app))
    text = "En text som ingen vill skriva en gång till, hur bråttom det än är."
    acquired = [preview._previews.acquire(timeout=5) for _ in range(2)]
    try:
        answer = client.post(
            "/sv/articles/new?kind=concept",
            data={"title": "x", "body": text, "base": "0", "intent": "preview"},
        )
        trial = client.get("/sv/try")
    finally:
        for _ in acquired:
            preview._previews.release()

    assert answer.status_code == 503
    assert text in answer.get_data(as_text=True)
    assert trial.status_code == 200  # the page to try out on is there, without its preview
    assert "## Skriv som du vill" in trial.text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r"])
def test_a_line_end_of_another_program_is_a_line_end(app: Flask, sign: str) -> None:
    client = app.test_client()
    log_in(client, make_user("author", app=app))
    body = f"\ufeff# Mål{sign}- ett{sign}- två"
    assert "<li>två</li>" in client.post("/sv/articles/preview", data={"body": body}).text
    fields = {"title": f"Ur{sign}PowerPoint", "body": body, "base": "0"}
    saved = client.post("/sv/articles/new?kind=concept", data=fields)
    assert saved.status_code == 303
    page = client.get(saved.location).text
    assert "<li>två</li>" in page
    assert "Ur PowerPoint</h1>" in page


def test_a_sign_that_is_no_text_is_told_with_its_line(app: Flask) -> None:
    client = app.test_client()
    log_in(client, make_user("author", app=app))
    body = "Ett\x0btvå\n\ntre\x07"
    message = "Rad 4 har ett tecken som inte är text (U+0007)."
    assert message in client.post("/sv/articles/preview", data={"body": body}).text
    fields = {"title": "Tecken", "body": body, "base": "0"}
    refused = client.post("/sv/articles/new?kind=concept", data=fields)
    assert refused.status_code in (400, 422)
    assert message in refused.text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("is_new", [True, False])
def test_a_save_that_must_wait_too_long_keeps_the_words_in_the_form(
    app: Flask, is_new: bool
) -> None:
    """While texts take long, a person may have two with the renderer or waiting for it."""
    author, text = make_user("author", app=app), "En text som ingen vill skriva en gång till."
    make_article("Tvättstugan", author, app=app)
    address = "/sv/articles/new?kind=concept" if is_new else "/sv/articles/tvattstugan/edit"
    client = app.test_client()
    log_in(client, author)
    turns = app.extensions["sandbox"].turns
    with turns.take() as turn:
        turn.seconds = 1.0

    def wait_in_line() -> None:
        with turns.take(author.user_id):
            pass

    second = threading.Thread(target=wait_in_line)
    with turns.take(author.user_id):
        second.start()
        time.sleep(0.3)
        answer = client.post(address, data={"title": "x", "body": text, "base": "1"})
    second.join(10)
    app.extensions["sandbox"].turns = Turns()  # the next test shall not find it slow
    assert answer.status_code == 503
    assert Page(answer).one("textarea[name=body]").value == text
    assert "Många långa texter förbereds just nu" in Page(answer).text
