"""A connection on which pages arrive a few hundred bytes at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

# Far less than a packet: a real connection splits a page at some of these places.
PIECE_BYTES = 300
PAUSE_SECONDS = 0.02
_KEPT = {"content-type", "content-security-policy", "cache-control"}


@contextmanager
def trickling(url: str) -> Iterator[str]:
    """Serve the pages of the server at `url` in small pieces; yield the new URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urlopen(Request(url + self.path)) as answer:
                body = answer.read()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() in _KEPT:
                        self.send_header(name, value)
            self.end_headers()
            is_page = answer.headers.get_content_type() == "text/html"
            step = PIECE_BYTES if is_page else max(1, len(body))
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                time.sleep(PAUSE_SECONDS if is_page else 0)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
