"""Find the processes that render, and wait for their end."""

import contextlib
import time

import psutil


def list_renderers(parent: int | None = None) -> list[psutil.Process]:
    """Return the rendering processes that a process started."""
    found = []
    for child in psutil.Process(parent).children():
        with contextlib.suppress(psutil.NoSuchProcess):  # ended by an earlier test
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


def is_gone_soon(process: psutil.Process) -> bool:
    """Return whether a process ends within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False
