"""Name static files so that a browser keeps each version for a year and never an old one."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from wiki.web.middleware.compression import compress

# The sheet and the script that every page loads. They import their parts; these are sent in their
# places, so that a page asks once, and the mark of its content changes with each of them.
STYLE_SHEET = "css/site.css"
SCRIPT = "js/site.js"
_IMPORT = re.compile(r'(?:@import url\("([\w-]+\.css)"\)|import "\./([\w-]+\.js)");\n')
# What every page loads and is text: it is sent squeezed. Fonts and pictures are that already.
_TYPES = {STYLE_SHEET: "text/css", SCRIPT: "text/javascript", "icons.svg": "image/svg+xml"}


def init_assets(app: Flask) -> None:
    """Give templates `asset('css/site.css')`, and send sheet and script whole."""
    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = _send_static


def asset(name: str) -> str:
    """Return the address of a static file, with a mark of its content."""
    mark = _mark(_path(name))
    return url_for("static", filename=name, v=mark)


def _path(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


@cache
def _mark(path: Path) -> str:
    """Return a mark of the file's content; each is read once, so a change asks for a restart."""
    is_whole = path.as_posix().endswith((STYLE_SHEET, SCRIPT))
    content = _joined(path) if is_whole else path.read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _joined(path: Path) -> bytes:
    """Return a file with its parts in the places where it imports them."""

    def part(found: re.Match[str]) -> str:
        if found[1]:
            return (path.parent / found[1]).read_text("utf-8")
        # A block of its own keeps the names of one script from those of the next.
        return f"{{\n{(path.parent / found[2]).read_text('utf-8')}}}\n"

    return _IMPORT.sub(part, path.read_text("utf-8")).encode()


def _send_static(filename: str) -> BaseResponse:
    if filename not in _TYPES:
        return current_app.send_static_file(filename)
    response = Response(_joined(_path(filename)), mimetype=_TYPES[filename])
    compress(response)
    response.add_etag()
    return response.make_conditional(request)
