"""Let a WSGI application answer requests: what is ready at once, the rest in threads.

Each request is taken whole by the loop, which holds no thread for who sends slowly, and its answer
is sent the same way. So those who are slow occupy nothing that others need.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from wsgiref.types import WSGIApplication, WSGIEnvironment

from wiki.errors import NotReadyError
from wiki.server.answer import ENDING, FAILED, MALFORMED, Answer, Send, answer
from wiki.server.body import Receive, read_blocks, take_body
from wiki.server.environ import MalformedRequestError, Scope, make_environ
from wiki.server.ready import ReadyRequests
from wiki.web.middleware.requestid import ONLY_READY

# A request is answered within seconds; the rest allows for networks that send 256 kB slowly.
MOST_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Bridge:
    """An ASGI application that asks a WSGI application.

    `most_bytes` is the longest body that any page reads, `most_seconds` how long a request may
    take to come. With `ready` the loop itself asks for pages that are ready, which must take
    microseconds. `at_end` is called when the process ends.
    """

    def __init__(
        self,
        application: WSGIApplication,
        threads: int,
        most_bytes: int,
        most_seconds: float = MOST_SECONDS,
        *,
        ready: ReadyRequests | None = None,
        at_end: Callable[[], object] = lambda: None,
    ) -> None:
        self._application = application
        self._most_bytes, self._most_seconds = most_bytes, most_seconds
        self.ready = ready
        self._at_end = at_end
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._parent = os.getppid()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        try:
            answered = await self._answer(scope, receive)
        except MalformedRequestError:
            answered = MALFORMED
        except asyncio.CancelledError:  # the process ends, and its time for this is over
            answered = ENDING
        except Exception:
            _log.exception("a request could not be answered")
            answered = FAILED
        await answered.send(send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        threading.Thread(target=self._follow, name="parent", daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._threads.shutdown()
        self._at_end()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        environ = make_environ(scope)
        is_whole = True
        has_body = "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ
        if has_body:
            blocks = read_blocks(receive)
            is_whole = await take_body(environ, blocks, self._most_bytes, self._most_seconds)
        elif (found := self._find_ready(scope, environ)) is not None:
            return found
        loop = asyncio.get_running_loop()
        try:
            made = await loop.run_in_executor(self._threads, answer, self._application, environ)
            return made if is_whole else replace(made, is_last=True)
        finally:
            if has_body:
                environ["wsgi.input"].close()

    def _find_ready(self, scope: Scope, environ: WSGIEnvironment) -> Answer | None:
        if self.ready is None:
            return None
        asked = {**environ, ONLY_READY: True}
        try:
            found = answer(self._application, asked)
        except NotReadyError:
            return None
        if scope["method"] == "GET":
            query = scope["query_string"]
            address = scope["raw_path"] + (b"?" + query if query else b"")
            self.ready.learn(address, scope["headers"], asked)
        return found

    def _follow(self) -> None:
        """End this process when the one that restarts and ends it was killed."""
        while os.getppid() == self._parent:
            time.sleep(1)
        with suppress(OSError):
            os.kill(os.getpid(), signal.SIGTERM)
