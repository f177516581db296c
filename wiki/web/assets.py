"""Name static files so that a browser keeps each version for a year and never an old one."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

# The sheet that pages load. It imports its parts; they are sent in their places, so that a page
# asks once, and the mark of its content changes with each of them.
STYLE_SHEET = "css/site.css"
_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);\n')


def init_assets(app: Flask) -> None:
    """Give templates `asset('css/site.css')`, and send that sheet whole."""
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
    content = _joined(path) if path.as_posix().endswith(STYLE_SHEET) else path.read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _joined(sheet: Path) -> bytes:
    text = sheet.read_text("utf-8")
    return _IMPORT.sub(lambda part: (sheet.parent / part[1]).read_text("utf-8"), text).encode()


def _send_static(filename: str) -> BaseResponse:
    if filename != STYLE_SHEET:
        return current_app.send_static_file(filename)
    response = Response(_joined(_path(filename)), mimetype="text/css")
    response.add_etag()
    return response.make_conditional(request)
