"""Read a document in a process of its own, which ends when it takes too long or too much memory."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Collection, Hashable

from wiki.documents.checks import DAMAGED, TOO_LARGE, check_docx
from wiki.documents.docx_reader import Opened
from wiki.errors import InvalidInput
from wiki.markup.sandbox import find_python
from wiki.turns import Turns

# A document of a hundred pages takes two seconds.
_SECONDS = 10
_MEMORY_BYTES = 1_024 * 1_024 * 1_024
# An article's text may have 256 kB; this leaves room for the rest of the answer.
MOST_BYTES = 256 * 1024
_turns = Turns()


def open_docx(content: bytes, taken: Collection[str], owner: Hashable) -> Opened:
    """Return the text of a .docx, or raise InvalidInput with the reason in words."""
    check_docx(content)
    limits = [str(_SECONDS), str(_MEMORY_BYTES)]
    command = [find_python(), "-m", "wiki.documents.child", *limits, json.dumps(sorted(taken))]
    # A checkout is found by the path of this process.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with _turns.take(owner) as turn:
        began = time.monotonic()
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command,
                check=False,
                input=content,
                capture_output=True,
                timeout=2 * _SECONDS,
                env=environment,
            )
        except subprocess.TimeoutExpired as error:
            raise InvalidInput(TOO_LARGE) from error
        finally:
            turn.seconds = time.monotonic() - began
    if done.returncode == 0:
        opened = Opened(**json.loads(done.stdout))
        if len(opened.body.encode()) > MOST_BYTES:
            raise InvalidInput(TOO_LARGE)
        return opened
    # 1: the document is at fault; below 0, a signal ended it: the limits.
    raise InvalidInput(DAMAGED if done.returncode == 1 else TOO_LARGE)
