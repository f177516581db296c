"""Run the wiki's real server on a folder, kill it, and ask it as a browser does."""

import contextlib
import html
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from http.client import HTTPException, HTTPMessage
from http.cookiejar import CookieJar
from pathlib import Path
from types import MappingProxyType
from typing import IO

import psutil

_ROOT = Path(__file__).resolve().parents[1]
_LONGEST_START_SECONDS = 60.0
_LONGEST_ANSWER_SECONDS = 60.0
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Server:
    """`run.py` on an instance folder, with all that it starts in one process group.

    `around` is a program with its arguments that runs it, such as strace.
    """

    def __init__(
        self,
        instance: Path,
        around: Sequence[str] = (),
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.log = instance / "server.log"
        self._instance, self._around, self._environment = instance, around, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    @property
    def age_seconds(self) -> float:
        """Return how long ago it was started."""
        return time.monotonic() - self._began

    @property
    def process_id(self) -> int:
        """Return the number of the process that started all others."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        with self.log.open("ab") as log:
            self._began = time.monotonic()
            self._process = subprocess.Popen(
                [*self._around, sys.executable, "run.py"],
                cwd=_ROOT,
                env={
                    **_environment(),
                    "WIKI_INSTANCE": str(self._instance),
                    "PORT": str(self._port),
                    "WIKI_REQUIRED_FOR_PUBLICATION": "text",
                    **self._environment,
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self, path: str = "/sv/") -> float:
        """Wait until it answers with a page; return how long that took from the start on."""
        assert self._process is not None
        while self.age_seconds < _LONGEST_START_SECONDS and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
                    answer.read()
                return self.age_seconds
            except urllib.error.HTTPError as error:
                raise RuntimeError(f"{path} was answered by {error.code}") from error
            except (OSError, HTTPException):
                time.sleep(0.01)
        raise RuntimeError(f"the server did not answer: {self.log.read_text('utf-8')[-2000:]}")

    def kill(self) -> None:
        """Kill every process of it at once, and wait until none is left."""
        if self._process is None:
            return
        tree = psutil.Process(self._process.pid).children(recursive=True)
        os.killpg(self._process.pid, signal.SIGKILL)
        for process in tree:  # those that left the group
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()
        psutil.wait_procs(tree, timeout=30)
        self._process = None


def _environment() -> dict[str, str]:
    """Return ours, in which Python keeps what it has compiled, as it does on an installation."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect, so that its status is seen."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Answer with the redirect itself."""


class Browser:
    """Somebody who is logged in: cookies, and the token of their forms."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _Stay
        )
        self._token = ""

    def log_in(self, email: str, password: str) -> None:
        """Log in, and take a token that every form accepts."""
        self._take_token("/sv/login")
        if (status := self.post("/sv/login", email=email, password=password)) not in {302, 303}:
            raise RuntimeError(f"the log-in was answered by {status}")
        self._take_token("/sv/account/name")

    def get(self, path: str) -> str:
        """Return a page."""
        with self._opener.open(f"{self._url}{path}", timeout=_LONGEST_ANSWER_SECONDS) as answer:
            return str(answer.read().decode())

    def post(self, path: str, **form: object) -> int:
        """Send a form, and return the status of the answer, whose body was read to its end.

        Raises OSError or HTTPException when no answer came.
        """
        sent = urllib.parse.urlencode({**form, "csrf_token": self._token}, doseq=True).encode()
        try:
            with self._opener.open(
                f"{self._url}{path}", data=sent, timeout=_LONGEST_ANSWER_SECONDS
            ) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                error.read()
            return error.code

    def _take_token(self, path: str) -> None:
        found = _TOKEN.search(self.get(path))
        if found is None:
            raise RuntimeError(f"{path} has no form")
        self._token = html.unescape(found[1])
