"""URLs of static files that change with the content, so that browsers can cache each for a year."""

import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as BaseResponse

from wiki.web.middleware.compression import choose_encoding, encode, is_text

# The style sheet and the script that every page loads. Their imports are replaced by the imported
# files, so that a page makes one request, and the hash in the URL changes with any of the parts.
STYLE_SHEET = "css/site.css"
SCRIPT = "js/site.js"
_IMPORT = re.compile(r'(?:@import url\("([\w-]+\.css)"\)|import "\./([\w-]+\.js)");\n')


def init_assets(app: Flask) -> None:
    """Register `asset('css/site.css')` for templates, and the view that serves static files."""
    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = _send_static


def asset(name: str) -> str:
    """Return the URL of a static file, with a hash of its content."""
    return _address(str(current_app.static_url_path), _path(name), name)


@cache
def _address(root: str, path: str, name: str) -> str:
    """Return the URL of a file; an icon stands in each row of a list."""
    return f"{root}/{quote(name)}?v={_content_hash(Path(path))}"


def has_mark(name: str, mark: str) -> bool:
    """Return whether `mark` is the hash in the URL of this static file today."""
    return mark == _content_hash(Path(_path(name)))


def _path(name: str) -> str:
    return f"{current_app.static_folder}/{name}"


@cache
def _content_hash(path: Path) -> str:
    """Return a hash of a file's content; each is read once, so a change needs a restart."""
    return hashlib.sha256(_content(path)).hexdigest()[:12]


def _content(path: Path) -> bytes:
    has_parts = path.as_posix().endswith((STYLE_SHEET, SCRIPT))
    return _with_imports(path) if has_parts else path.read_bytes()


@cache
def _encoded(path: Path, encoding: str) -> bytes:
    """Return the content of a file, compressed once for all who take this encoding."""
    return encode(_content(path), encoding)


@cache
def _with_imports(path: Path) -> bytes:
    """Return the content of a file with its imports replaced by the imported files."""

    def imported(found: re.Match[str]) -> str:
        if found[1]:
            return (path.parent / found[1]).read_text("utf-8")
        # The block separates the names of one script from those of the next.
        return f"{{\n{(path.parent / found[2]).read_text('utf-8')}}}\n"

    return _IMPORT.sub(imported, path.read_text("utf-8")).encode()


def _send_static(filename: str) -> BaseResponse:
    mimetype = mimetypes.guess_type(filename)[0] or ""
    found = safe_join(str(current_app.static_folder), filename)
    if found is None or not is_text(mimetype) or not Path(found).is_file():
        return current_app.send_static_file(filename)  # fonts and pictures are compressed already
    encoding = choose_encoding(request.accept_encodings)
    response = Response(_encoded(Path(found), encoding), mimetype=mimetype)
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    response.add_etag()
    return response.make_conditional(request)
