"""A server on this machine that answers as Crossref, DataCite and broken servers do."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ARTICLE: dict[str, Any] = {
    "type": "journal-article",
    "title": ["Social <i>innovation</i> &amp; mer"],
    "container-title": ["Innovations"],
    "author": [
        {"family": "Mulgan", "given": "Geoff", "sequence": "first", "affiliation": [],
         "ORCID": "http://orcid.org/0000-0002-1825-0097"},
        {"name": "Region Skåne"},
    ],
    "issued": {"date-parts": [[2006, 4]]},
    "page": "145-162",
    "DOI": "10.1162/ITGG.2006",
    "URL": "http://dx.doi.org/10.1162/itgg.2006",
    "reference-count": 12,
    "is-referenced-by-count": 1,
}  # fmt: skip


class Registry(BaseHTTPRequestHandler):
    """Answers by the path; the names say what is wrong with each answer."""

    seen: list[tuple[str, str, str]]
    other: str

    def do_GET(self) -> None:
        """Answer as the path says."""
        self.seen.append((self.command, self.path, self.headers["Accept"] or ""))
        name = self.path.rpartition("/")[2]
        if name in _PLACES:
            self.send_response(302)
            self.send_header("Location", _PLACES[name].replace("OTHER", self.other))
            self.end_headers()
            return
        if name == "shy" and self.command == "GET":
            name = "page"
        status, media_type, body = _ANSWERS.get(name, (404, "text/html", b"not found"))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        if self.command != "HEAD":
            self._send(name, body)

    do_HEAD = do_GET  # noqa: N815 - the library's own name

    def _send(self, name: str, body: bytes) -> None:
        try:
            for part in [body] if name != "drips" else [b" "] * 1_000:
                self.wfile.write(part)
                self.wfile.flush()
                time.sleep(0.05 if name == "drips" else 0)
        except OSError:
            return  # the client has left

    def log_message(self, *_: object) -> None:
        """Stay silent."""


_JSON = "application/vnd.citationstyles.csl+json"
_ANSWERS = {
    "itgg.2006": (200, _JSON, json.dumps(ARTICLE).encode()),
    "page": (200, "text/html", b"<p>A page</p>"),
    "html": (200, "text/html", b"<p>A page</p>"),
    "torn": (200, _JSON, b'{"type": "book", "title"'),
    "list": (200, _JSON, b"[]"),
    "untitled": (200, _JSON, b'{"type": "book"}'),
    "nested": (200, _JSON, b"[" * 100_000),
    "long": (200, _JSON, b" " * 1_100_000),
    "drips": (200, _JSON, b""),
    "down": (503, "text/html", b""),
    "denied": (403, "text/html", b""),
    "no-head": (405, "text/html", b""),
}
_PLACES = {
    "moved": "/works/itgg.2006",
    "elsewhere": "OTHER/works/itgg.2006",
    "private": "http://127.0.0.1:9/",
    "metadata": "http://169.254.169.254/latest",
    "file": "file:///etc/passwd",
    "stranger": "http://name.invalid/",
    "circle": "/10.1000/circle",
}


@contextmanager
def registry(other: str = "") -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Serve on a free port; yield its origin and the list of what it was asked."""
    seen: list[tuple[str, str, str]] = []
    handler = type("Handler", (Registry,), {"seen": seen, "other": other})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
