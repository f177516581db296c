"""Count the function calls of a view, a search, a save and an import.

Run it at two commits: calls that differ by 1 % show what two noisy times cannot, because no busy
machine changes them. Prints calls and SQL statements a request, each the mean of a few requests, in
a wiki with the sample content, and the same for an article of that content, changed and imported.
"""

import cProfile
import pstats
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

if not __package__:  # started as a file, `python bench/calls.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient

from bench.wikis import PASSWORD, SETTINGS, count_statements, make_editor
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.viewer import COMMAND_LINE
from wiki.app import create_app
from wiki.content.actions import export_folder, load_folder
from wiki.content.folder import read_folder
from wiki.operations.first_start import prepare

_TIMES = 4
_VIEWS = [
    "/sv/articles/vad-ar-social-innovation",
    "/sv/articles/tvattmaskinen-som-social-innovation",
    "/en/articles/theory-of-change",
    "/sv/articles/malmo-universitet",
]
# Eight words; the last differs, so that no answer comes from the cache.
_QUESTION = "/sv/search?q=hur+arbetar+kommuner+tillsammans+med+social+innovation+x{}"


def main() -> None:
    """Count in a wiki of its own, as it is after its first start."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({**SETTINGS}, instance=Path(folder))
        prepare(app, lambda _line: None)
        make_editor(app)
        reader, editor = app.test_client(), app.test_client()
        editor.post("/sv/login", data={"email": "bench@example.org", "password": PASSWORD})
        requests: dict[str, Callable[[int], int]] = {
            "view": lambda number: reader.get(_VIEWS[number % len(_VIEWS)]).status_code,
            "search": lambda number: reader.get(_QUESTION.format(number)).status_code,
            "save": lambda number: _save(editor, number),
        }
        for name, request in requests.items():
            for number in range(_TIMES):  # fills the caches
                _expect(request(number))
            with count_statements(app) as statements, cProfile.Profile() as profile:
                for number in range(_TIMES, 2 * _TIMES):
                    _expect(request(number))
            _print(name, profile, len(statements), _TIMES)
        with app.test_request_context():
            _count_import(app, Path(folder) / "exported")
        app.extensions["sandbox"].close()


def _count_import(app: Flask, path: Path) -> None:
    """Export all articles, add a line to each, and import them."""
    export_folder(path, COMMAND_LINE)
    for file in path.glob("articles/*/*.md"):
        file.write_text(f"{file.read_text()}\nEn rad till.\n")
    folder, faults = read_folder(path)
    if faults:
        raise ExceptionGroup("the folder is broken", faults)
    author = ensure_editorial_account("Bench")
    with count_statements(app) as statements, cProfile.Profile() as profile:
        load_folder(folder, lambda *_: None, author)
    _print("import", profile, len(statements), len(folder.documents))


def _print(name: str, profile: cProfile.Profile, statements: int, times: int) -> None:
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # not in its stubs
    print(f"{name}: {calls / times:.0f} calls, {statements / times:.1f} statements")


def _save(client: FlaskClient, number: int) -> int:
    form = {"title": f"Sparad {number}", "body": "En [[Förändringsteori]]. " * 20, "intent": "save"}
    return client.post("/sv/articles/new?kind=concept", data=form).status_code


def _expect(status: int) -> None:
    if status not in {200, 302, 303}:
        raise RuntimeError(f"a request was answered with {status}")


if __name__ == "__main__":
    main()
