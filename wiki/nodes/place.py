"""Tell the folders of installations apart, over all machines."""

import hashlib
import socket
from pathlib import Path


def place_of(instance: Path) -> int:
    """Return a number of 31 bits for this folder on this machine; a copy elsewhere has another.

    It is another one when the machine has started again.
    """
    try:
        machine = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:  # not Linux
        machine = socket.gethostname()
    place = instance.stat()
    return number_of(f"{machine.strip()} {place.st_dev} {place.st_ino}")


def number_of(name: str) -> int:
    """Return a number of 31 bits for a text, as PostgreSQL takes for a lock."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1
