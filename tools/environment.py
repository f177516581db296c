"""Create .venv and install the packages of a lock file, again only when that file changes.

`python3 tools/environment.py run` installs requirements.txt; `... dev` installs
requirements-dev.txt, which has the same versions and the tools. Uses only the standard library and
no syntax newer than Python 3.6, so that an old Python can report that it is too old.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main(purpose: str) -> None:
    """Update .venv to the lock file of `purpose`."""
    _check_python()
    if not os.path.exists(PYTHON):
        _create_venv()
    wanted = {name: _digest(os.path.join(ROOT, lock)) for name, lock in LOCKS.items()}
    # The development lock includes the other, so it is enough for running too.
    satisfying = {"run": ("run", "dev"), "dev": ("dev",)}[purpose]
    if not any(_read(_stamp(name)) == wanted[name] for name in satisfying):
        _install(LOCKS[purpose])
        _write(_stamp(purpose), wanted[purpose])


def _check_python() -> None:
    if sys.version_info < OLDEST:
        sys.exit(
            "This wiki needs Python %d.%d or newer; %s is Python %d.%d.\n"
            "Choose another Python: make run PYTHON=python3.12"
            % (*OLDEST, sys.executable, *sys.version_info[:2])
        )


def _create_venv() -> None:
    """Create the environment, replacing an incomplete one from an interrupted start."""
    print("Creating a virtual environment in .venv ...", flush=True)
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian ships venv without it
        import venv  # noqa: PLC0415 - without which it fails too
    except ImportError:
        sys.exit(
            "%s lacks the venv module.\nOn Debian and Ubuntu: sudo apt install python3-venv"
            % sys.executable
        )
    venv.create(VENV, clear=True, with_pip=True)


def _install(lock: str) -> None:
    with open(os.path.join(ROOT, lock), encoding="utf-8") as file:
        total = sum(1 for line in file if "==" in line)
    print(
        "Installing the packages of %s (up to %d, hashes checked) ..." % (lock, total), flush=True
    )
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install"]
    command += ["--progress-bar", "off", "--require-hashes", "-r", os.path.join(ROOT, lock)]
    output = []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True
    )
    for line in process.stdout or ():
        output.append(line)
        if line.startswith(("Collecting", "Installing collected")):
            _show(line.split("==")[0].split(" from ")[0].split(":")[0].strip())
    _show("")
    if process.wait() != 0:
        sys.exit("".join(output[-30:]) + "\nThe installation of %s failed; see above." % lock)


def _show(text: str) -> None:
    """Rewrite the progress line on a terminal; print nothing to a log."""
    if sys.stdout.isatty():
        print("\r\033[K  " + text, end="" if text else "\r", flush=True)


def _stamp(purpose: str) -> str:
    return os.path.join(VENV, "installed-" + purpose)


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def _read(path: str) -> str:
    if not os.path.exists(path):
        return ""
    with open(path, encoding="ascii") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1])
