"""Find which version of the program runs: its number, and the commit if it is a clone."""

import configparser
import re
from importlib import metadata
from pathlib import Path

_CHECKOUT = Path(__file__).parents[2]
_NAME = "msi-wiki"


def find_version(folder: Path = _CHECKOUT) -> str:
    """Return for example "1.2.0" or "1.2.0 (commit 0a1b2c3d4e)", or "" if it cannot be found.

    In a clone, setup.cfg is right, since the installed metadata may be older.
    """
    number = _number_in(folder / "setup.cfg")
    if not number:
        try:
            return metadata.version(_NAME)
        except metadata.PackageNotFoundError:
            return ""
    commit = _find_commit(folder / ".git")
    return f"{number} (commit {commit[:10]})" if commit else number


def _number_in(file: Path) -> str:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file, encoding="utf-8")
    except (OSError, ValueError, configparser.Error):
        return ""
    if parser.get("metadata", "name", fallback="") != _NAME:
        return ""  # installed as a package, so the folder above is another project's
    return parser.get("metadata", "version", fallback="")


def _find_commit(folder: Path) -> str:
    """Return the commit that is checked out, without running git; "" if there is none."""
    head = _line(folder / "HEAD")
    if head.startswith("ref: "):
        name = head.removeprefix("ref: ")
        head = _line(folder / name) or _packed(folder / "packed-refs", name)
    return head if re.fullmatch(r"[0-9a-f]{40,64}", head) else ""


def _packed(file: Path, name: str) -> str:
    for line in _text(file).splitlines():
        commit, _, found = line.partition(" ")
        if found == name:
            return commit
    return ""


def _line(file: Path) -> str:
    return _text(file).strip()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
