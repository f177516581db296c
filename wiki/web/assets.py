"""Name static files so that a browser keeps each version for a year and never an old one."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for


def init_assets(app: Flask) -> None:
    """Give templates `asset('css/site.css')`."""
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address of a static file, with a mark of its content."""
    mark = _mark(Path(str(current_app.static_folder)) / name)
    return url_for("static", filename=name, v=mark)


@cache
def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
