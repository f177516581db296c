"""Check that required, imported and locked packages agree."""

import ast
import configparser
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture import exemptions
from tests.architecture.sources import PACKAGE, ROOT

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\;]+)", re.MULTILINE)


def _settings() -> configparser.ConfigParser:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    return settings


def _requirements(text: str) -> dict[str, Requirement]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def _required() -> dict[str, Requirement]:
    return _requirements(_settings()["options"]["install_requires"])


def _locked(name: str) -> dict[str, str]:
    found = PINNED.findall((ROOT / name).read_text())
    return {canonicalize_name(name): version for name, version in found}


def _imported(*paths: Path) -> set[str]:
    """Return the distributions that files import from."""
    modules: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    providers = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {"wiki", "tests", "tools", "bench"}
    return {canonicalize_name(providers[module][0]) for module in foreign}


def _program() -> list[Path]:
    return [ROOT / "run.py", *PACKAGE.rglob("*.py")]


@pytest.mark.long
def test_everything_required_is_used() -> None:
    used = _imported(*_program())
    assert _required().keys() - used - exemptions.NOT_IMPORTED.keys() == set()


@pytest.mark.long
def test_everything_imported_is_locked() -> None:
    assert _imported(*_program()) - _locked("requirements.txt").keys() == set()
    tests = _imported(*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py"))
    assert tests - _locked("requirements-dev.txt").keys() == set()


def test_the_lock_fits_the_requirements() -> None:
    locked = _locked("requirements.txt")
    unfit = {
        name: locked.get(name, "missing")
        for name, requirement in _required().items()
        if name not in locked or not requirement.specifier.contains(locked[name])
    }
    assert unfit == {}


def test_the_development_lock_holds_the_same_versions_and_the_tools() -> None:
    development = _locked("requirements-dev.txt")
    assert _locked("requirements.txt").items() <= development.items()
    extras = _settings()["options.extras_require"]
    tools = _requirements("\n".join(extras.values()))
    assert tools.keys() <= development.keys()


def test_locks_name_hashes_and_no_place() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert text.count("--hash=sha256:") >= len(PINNED.findall(text))
        assert "://" not in text
        assert "--index-url" not in text
