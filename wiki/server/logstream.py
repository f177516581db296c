"""Write the log beside the loop, which must wait for nobody who reads it."""

import io
import threading
from collections import deque
from contextlib import suppress
from typing import TextIO

# What a crash may lose, and how long a line waits.
_PAUSE_SECONDS = 0.05
# When nobody reads the log: a few seconds of a busy server.
_MOST_LINES = 20_000
_LONGEST_END_SECONDS = 1.0


class LogStream(io.TextIOBase):
    """Take lines at once, and let a thread write them; when nobody reads them the oldest go."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: deque[str] = deque(maxlen=_MOST_LINES)
        self._is_ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def write(self, text: str) -> int:
        """Take a text."""
        self._lines.append(text)
        return len(text)

    def fileno(self) -> int:
        """Return the number of the file, for what writes to it when the process crashes."""
        return self._stream.fileno()

    def end(self) -> None:
        """Write what is left, if somebody takes it within a second."""
        self._is_ended.set()
        self._thread.join(_LONGEST_END_SECONDS)

    def _run(self) -> None:
        is_last = False
        while not is_last:
            is_last = self._is_ended.wait(_PAUSE_SECONDS)
            self._write_lines()

    def _write_lines(self) -> None:
        taken = []
        with suppress(IndexError):
            while True:
                taken.append(self._lines.popleft())
        if taken:
            # A log that cannot be written fails no request.
            with suppress(OSError, ValueError):
                self._stream.write("".join(taken))
                self._stream.flush()
