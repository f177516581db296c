"""Save from 20 clients at once, on different articles and on the same; nothing may fail or be lost.

Prints the statuses of the saves; every word saved with status 303 must be in the newest text.
"""

import collections
import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

if not __package__:  # started as a file, `python bench/parallel.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient

from bench.save import _logged_in
from bench.wikis import new_wiki

_CLIENTS = 20
_ROUNDS = 5
_PARAGRAPHS = "\n\n".join(f"Stycke {number}." for number in range(_CLIENTS))

# The status of each response, by client and round.
Answers = dict[tuple[int, int], int]


def main() -> None:
    """Run both trials and print their results."""
    with new_wiki(100, INDEX_IN_BACKGROUND=True) as app:
        first = _logged_in(app)
        clients = [_same_session(app, first) for _ in range(_CLIENTS)]
        for name, trial in (("different articles", _different), ("the same article", _same)):
            begin = time.monotonic()
            answers = trial(clients)
            seconds = time.monotonic() - begin
            counts = dict(collections.Counter(answers.values()))
            print(f"{_CLIENTS} clients x {_ROUNDS} saves, {name}: {counts} in {seconds:.1f} s")
        print(f"words saved and lost: {_lost(first, answers)} (must be 0)")


def _same_session(app: Flask, first: FlaskClient) -> FlaskClient:
    client = app.test_client()
    cookie = first.get_cookie("session")
    if cookie is None:
        raise RuntimeError("there is no session")
    client.set_cookie("session", cookie.value)
    return client


def _run(clients: list[FlaskClient], save: Callable[[FlaskClient, int, int], int]) -> Answers:
    answers: Answers = {}

    def work(number: int) -> None:
        for turn in range(_ROUNDS):
            answers[number, turn] = save(clients[number], number, turn)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _form(client: FlaskClient, url: str) -> tuple[str, str]:
    """Return the text and the base revision that the form shows."""
    html = client.get(url).get_data(as_text=True)
    base = re.search(r'name="base"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="base"', html)
    body = re.search(r"<textarea[^>]*name=\"body\"[^>]*>(.*?)</textarea>", html, re.DOTALL)
    if base is None or body is None:
        raise RuntimeError(f"{url} shows no form")
    return (base[1] or base[2]), body[1].lstrip("\r\n")


def _post(client: FlaskClient, url: str, body: str, base: str) -> int:
    form = {"title": "Parallellt", "body": body, "base": base, "intent": "save"}
    return client.post(url, data=form).status_code


def _different(clients: list[FlaskClient]) -> Answers:
    def save(client: FlaskClient, number: int, turn: int) -> int:
        url = f"/sv/articles/artikel-{number}/edit"
        base, body = _form(client, url)
        return _post(client, url, f"{body}\n\nOrd {number} {turn}.", base)

    return _run(clients, save)


def _same(clients: list[FlaskClient]) -> Answers:
    """Let each client change its own paragraph of the same article in every round."""
    created = clients[0].post(
        "/sv/articles/new?kind=concept",
        data={"title": "Parallellt", "kind": "concept", "body": _PARAGRAPHS, "intent": "save"},
    )
    if created.status_code != 303:
        raise RuntimeError(f"the article responded with {created.status_code}")

    def save(client: FlaskClient, number: int, turn: int) -> int:
        url = "/sv/articles/parallellt/edit"
        base, body = _form(client, url)
        changed = re.sub(rf"Stycke {number}\b[^\n]*", f"Stycke {number}. Ord {turn}.", body)
        return _post(client, url, changed, base)

    return _run(clients, save)


def _lost(client: FlaskClient, answers: Answers) -> int:
    """Count the clients whose last successful save is not in the newest text."""
    _, body = _form(client, "/sv/articles/parallellt/edit")
    last = {number: turn for (number, turn), code in sorted(answers.items()) if code == 303}
    return sum(f"Stycke {number}. Ord {turn}." not in body for number, turn in last.items())


if __name__ == "__main__":
    main()
