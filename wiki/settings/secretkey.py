"""The secret that signs form tokens, in a file of the instance folder."""

import fcntl
import os
import secrets
from pathlib import Path

_SHORTEST_SECRET = 32  # we write 64 characters


def read_or_make_secret(path: Path) -> str:
    """Return the secret in the file, making it first if there is none that can be one.

    A full disk or a lost current can leave an empty file, or one of zeros. Two processes that start
    at once must get the same secret, so one waits for the other.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        secret = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
        if len(secret.strip()) < _SHORTEST_SECRET or "\0" in secret:
            secret = secrets.token_hex(32)
            _write_whole(path, secret)
            os.fsync(folder)
        return secret
    finally:
        os.close(folder)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there with all of its text or not at all, readable by its owner only."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
