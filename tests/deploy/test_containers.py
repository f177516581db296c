"""Compare Containerfile and compose.yaml with the program that they run.

No image is built here: that needs a registry of images.
"""

import configparser
import re
import shlex
from typing import Any

import pytest
import yaml

from tests.architecture.sources import ROOT
from wiki.settings.known import SETTINGS

ENVIRONMENT = {"WIKI_INSTANCE", "WIKI_WORKERS", "WIKI_THREADS", "WIKI_KEEPALIVE", "HOST", "PORT"}


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """Return the instructions of Containerfile: the word, and the rest on one line."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [(line.split()[0], " ".join(line.split()[1:])) for line in lines if line.strip()]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return found


def values_of(steps: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for each, rest in steps if each == word]


def copied(steps: list[tuple[str, str]]) -> list[str]:
    """Return what is copied out of the clone."""
    ours = [rest for rest in values_of(steps, "COPY") if not rest.startswith("--from")]
    return [path for rest in ours for path in rest.split()[:-1]]


def test_what_is_copied_is_there_and_not_ignored(steps: list[tuple[str, str]]) -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines  # an instance folder holds secrets
    assert set(copied(steps)) == allowed
    assert [path for path in copied(steps) if not (ROOT / path).exists()] == []


def test_what_installing_reads_is_copied(steps: list[tuple[str, str]]) -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    metadata = config["metadata"]
    needed = {"setup.cfg", "setup.py", "pyproject.toml", "wiki", "templates", "static"}
    needed |= {metadata["long_description"].removeprefix("file: "), metadata["license_files"]}
    assert needed <= set(copied(steps))


def test_the_python_is_one_that_the_program_is_for(steps: list[tuple[str, str]]) -> None:
    versions = set(re.findall(r"python:(\d+\.\d+)-slim", str(values_of(steps, "FROM"))))
    assert len(versions) == 1
    assert f"Python :: {versions.pop()}" in (ROOT / "setup.cfg").read_text()


def test_the_image_runs_the_command_as_nobody_special(steps: list[tuple[str, str]]) -> None:
    (command,) = values_of(steps, "CMD")
    assert command == '["msi-wiki", "serve"]'
    assert "msi-wiki = wiki.server.command:main" in (ROOT / "setup.cfg").read_text()
    assert values_of(steps, "USER") == ["wiki"]
    words = [word for word, _rest in steps]
    assert words.index("USER") < words.index("CMD")
    (environment,) = values_of(steps, "ENV")
    set_here = dict(pair.split("=", 1) for pair in shlex.split(environment))
    assert set_here["WIKI_INSTANCE"] in values_of(steps, "VOLUME")
    assert set_here["PORT"] in values_of(steps, "EXPOSE")


def test_variables_are_settings_of_the_wiki(services: dict[str, Any]) -> None:
    known = {f"WIKI_{name}" for name in SETTINGS} | ENVIRONMENT | {"DATABASE_URL", "SECRET_KEY"}
    assert set(services["wiki"]["environment"]) <= known
    assert services["wiki"]["environment"]["WIKI_PROXIES"] == "1"


def test_the_three_find_each_other(services: dict[str, Any]) -> None:
    assert set(services) == {"wiki", "database", "proxy"}
    url = services["wiki"]["environment"]["DATABASE_URL"]
    database = services["database"]["environment"]
    user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
    assert url.startswith(f"postgresql://{user}:${{POSTGRES_PASSWORD")
    assert url.endswith(f"@database/{name}")
    assert [*services["wiki"]["depends_on"]] == ["database"]
    assert [*services["proxy"]["depends_on"]] == ["wiki"]
    for service in (services["wiki"], services["database"]):
        assert service["healthcheck"]["test"][0] == "CMD"  # or nobody would wait for it
    assert "ports" not in services["wiki"]
    assert "ports" not in services["database"]


def test_what_is_written_outlives_the_containers(services: dict[str, Any]) -> None:
    kept = yaml.safe_load((ROOT / "compose.yaml").read_text())["volumes"]
    mounts = [mount for each in services.values() for mount in each["volumes"]]
    assert set(kept) == {mount.split(":")[0] for mount in mounts if mount[0] != "."}
    for mount in mounts:
        source = mount.split(":")[0]
        if source.startswith("./deploy"):
            assert (ROOT / source).is_file()
            assert mount.endswith(":ro")


def test_the_proxy_takes_the_example_with_our_names(services: dict[str, Any]) -> None:
    (_shell, _flag, script) = services["proxy"]["command"]
    changes = re.findall(r's/(\S+?)/(\S+?)/g?"', script)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for pattern, new in changes:
        assert re.search(pattern, text)
        text = re.sub(pattern, new.replace("$$WIKI_HOST", "kunskap.example"), text)
    assert "server wiki:5000;" in text
    assert "server_name kunskap.example;" in text
    assert "/etc/nginx/certificates/kunskap.example.crt" in text
    assert "127.0.0.1" not in text
    assert "example.org" not in text
