"""Be the process that reads within limits: its modules take no time to load.

It gets the limits as arguments. On its standard input a line of JSON says what else the reader is
told; what it reads follows. It answers with JSON.
"""

import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

_TOO_LARGE = 2


def answer(read: Callable[..., Any]) -> int:
    """Answer what a reader reads: return 0, 1 if there is a fault, or 2 if it is too large."""
    seconds, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    told = json.loads(sys.stdin.buffer.readline())
    try:
        found = read(sys.stdin.buffer.read(), **told)
    except (MemoryError, RecursionError):
        return _TOO_LARGE
    sys.stdout.write(json.dumps(asdict(found)))
    return 0
