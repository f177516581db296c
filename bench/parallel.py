"""Save from 20 clients at once, on different articles and on one; nothing may fail or be lost.

Prints how the saves were answered; every word saved with 303 must stand in the newest text.
"""

import collections
import re
import threading
import time

from flask import Flask
from flask.testing import FlaskClient

from bench.save import _logged_in
from bench.wikis import new_wiki

_CLIENTS = 20
_ROUNDS = 5
_PARAGRAPHS = "\n\n".join(f"Stycke {number}." for number in range(_CLIENTS))


def main() -> None:
    """Run both trials and print what came of them."""
    with new_wiki(100, INDEX_IN_BACKGROUND=True) as app:
        first = _logged_in(app)
        clients = [_same_session(app, first) for _ in range(_CLIENTS)]
        for name, trial in (("different articles", _different), ("one article", _same)):
            begin = time.monotonic()
            answers = trial(clients)
            seconds = time.monotonic() - begin
            print(
                f"{_CLIENTS} clients x {_ROUNDS} saves, {name}: {dict(answers)} in {seconds:.1f} s"
            )
        print(f"words lost: {_lost(first)} (must be 0)")


def _same_session(app: Flask, first: FlaskClient) -> FlaskClient:
    client = app.test_client()
    cookie = first.get_cookie("session")
    if cookie is None:
        raise RuntimeError("there is no session")
    client.set_cookie("session", cookie.value)
    return client


def _run(clients: list[FlaskClient], save: object) -> "collections.Counter[int]":
    answers: collections.Counter[int] = collections.Counter()

    def work(number: int) -> None:
        for turn in range(_ROUNDS):
            answers[save(clients[number], number, turn)] += 1  # type: ignore[operator]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _form(client: FlaskClient, address: str) -> tuple[str, str]:
    """Return the text and the base revision that the form shows."""
    html = client.get(address).get_data(as_text=True)
    base = re.search(r'name="base"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="base"', html)
    body = re.search(r"<textarea[^>]*name=\"body\"[^>]*>(.*?)</textarea>", html, re.DOTALL)
    if base is None or body is None:
        raise RuntimeError(f"{address} shows no form")
    return (base[1] or base[2]), body[1].lstrip("\r\n")


def _post(client: FlaskClient, address: str, body: str, base: str) -> int:
    form = {"title": "Parallellt", "body": body, "base": base, "intent": "save"}
    return client.post(address, data=form).status_code


def _different(clients: list[FlaskClient]) -> "collections.Counter[int]":
    def save(client: FlaskClient, number: int, turn: int) -> int:
        address = f"/sv/articles/artikel-{number}/edit"
        base, body = _form(client, address)
        return _post(client, address, f"{body}\n\nOrd {number} {turn}.", base)

    return _run(clients, save)


def _same(clients: list[FlaskClient]) -> "collections.Counter[int]":
    """Let each client change a paragraph of its own, until its save is taken."""
    created = clients[0].post(
        "/sv/articles/new?kind=concept",
        data={"title": "Parallellt", "kind": "concept", "body": _PARAGRAPHS, "intent": "save"},
    )
    if created.status_code != 303:
        raise RuntimeError(f"the article answered {created.status_code}")

    def save(client: FlaskClient, number: int, turn: int) -> int:
        address = "/sv/articles/parallellt/edit"
        base, body = _form(client, address)
        changed = re.sub(rf"Stycke {number}\b[^\n]*", f"Stycke {number}. Ord {turn}.", body)
        return _post(client, address, changed, base)

    return _run(clients, save)


def _lost(client: FlaskClient) -> int:
    _, body = _form(client, "/sv/articles/parallellt/edit")
    wanted = [f"Stycke {number}. Ord {_ROUNDS - 1}." for number in range(_CLIENTS)]
    return sum(line not in body for line in wanted)


if __name__ == "__main__":
    main()
