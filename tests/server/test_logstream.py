"""The log is written beside the loop, and nobody waits for who reads it."""

import os
import time
from contextlib import suppress
from typing import TextIO

import pytest

from wiki.server.logstream import LogStream


def test_lines_are_written_in_their_order() -> None:
    end, begin = os.pipe()
    with os.fdopen(begin, "w") as stream, os.fdopen(end) as read:
        log = LogStream(stream)
        for number in range(100):
            log.write(f"{number}\n")
        log.end()
        stream.close()
        assert read.read().split() == [str(number) for number in range(100)]


@pytest.mark.long
def test_nobody_waits_for_who_does_not_read() -> None:
    end, begin = os.pipe()
    stream = os.fdopen(begin, "w")
    log = LogStream(stream)
    began = time.monotonic()
    for _ in range(40_000):
        log.write("x" * 100)
    log.end()
    assert time.monotonic() - began < 20
    os.close(end)  # the thread that writes is told so, and ends
    close(stream)


def test_a_log_that_is_closed_is_no_failure() -> None:
    end, begin = os.pipe()
    os.close(end)
    stream = os.fdopen(begin, "w")
    log = LogStream(stream)
    log.write("x\n")
    log.end()
    close(stream)


def close(stream: TextIO) -> None:
    time.sleep(0.1)
    with suppress(OSError):  # what is left cannot be written
        stream.close()
