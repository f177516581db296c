"""Have something read in a process that ends when it takes too long or too much memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from wiki.markup.sandbox import find_python
from wiki.turns import Turns


class Damaged(Exception):
    """What was to be read has a fault."""


class TooLarge(Exception):
    """It was not read within the limits."""


@dataclass(frozen=True)
class ChildReader:
    """A module that reads in a process of its own, one text at a time.

    The limits are seconds of processor time and of the clock, and bytes of memory.
    """

    module: str
    seconds: int
    clock_seconds: int
    memory_bytes: int
    turns: Turns

    def read(self, content: bytes, told: Mapping[str, Any], owner: Hashable) -> dict[str, Any]:
        """Return what the process answers; `told` is what else it needs to know.

        Raises Damaged or TooLarge, and Busy when too many wait.
        """
        with self.turns.take(owner) as turn:
            began = time.monotonic()
            try:
                return self._ask(json.dumps(told).encode() + b"\n" + content)
            finally:
                turn.seconds = time.monotonic() - began

    def _ask(self, question: bytes) -> dict[str, Any]:
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                [find_python(), "-m", self.module, str(self.seconds), str(self.memory_bytes)],
                check=False,
                input=question,
                capture_output=True,
                timeout=self.clock_seconds,
                # A checkout is found by the path of this process.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        except subprocess.TimeoutExpired as error:
            raise TooLarge from error
        if done.returncode == 0:
            answer: dict[str, Any] = json.loads(done.stdout)
            return answer
        # 1: what it reads is at fault; below 0, a signal ended it: the limits.
        raise Damaged if done.returncode == 1 else TooLarge
