"""Get a file of an npm package, checked by its checksum."""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def get_file(package: str, sha512: str, member: str, target: Path) -> None:
    """Copy a member of a package to a path, unless it is there; `sha512` is in base 64, as npm's.

    Ends the program when the package is not the one that was checked.
    """
    if target.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", package, "--pack-destination", folder]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        archive = next(Path(folder).glob("*.tgz"))
        digest = hashlib.sha512(archive.read_bytes()).digest()
        if base64.b64encode(digest).decode() != sha512:
            sys.exit(f"{archive.name} has a wrong checksum")
        with tarfile.open(archive) as packed:
            packed.extract(member, folder, filter="data")
        # Renamed only when complete, so that an interrupted copy is not taken for the whole.
        partial = target.with_suffix(".partial")
        shutil.copy(Path(folder, member), partial)
        partial.rename(target)
