"""Have something read in a process that ends when it takes too long or too much memory."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wiki.markup.sandbox import find_python


@dataclass(frozen=True)
class Limits:
    """Seconds of processor time and of the clock, and bytes of memory."""

    seconds: int
    clock: int
    memory: int


class Damaged(Exception):
    """What was to be read has a fault."""


class TooLarge(Exception):
    """It was not read within the limits."""


def read_in_child(
    module: str, content: bytes, told: Mapping[str, Any], limits: Limits
) -> dict[str, Any]:
    """Return what the process of a module answers; raise Damaged or TooLarge."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [find_python(), "-m", module, str(limits.seconds), str(limits.memory)],
            check=False,
            input=json.dumps(told).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.clock,
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
