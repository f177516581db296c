"""Test that the version is found in every sort of folder."""

from pathlib import Path

import pytest

from wiki.health.version import find_version

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OURS = "[metadata]\nname = msi-wiki\nversion = 1.2.3\n"


@pytest.mark.parametrize(
    ("files", "version"),
    [
        ({}, "1.2.3"),
        ({"HEAD": COMMIT}, "1.2.3 (commit 0123456789)"),
        (
            {"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"},
            "1.2.3 (commit 0123456789)",
        ),
        (
            {"HEAD": "ref: refs/heads/main\n", "packed-refs": f"# x\n{COMMIT} refs/heads/main\n"},
            "1.2.3 (commit 0123456789)",
        ),
        ({"HEAD": "ref: refs/heads/main\n"}, "1.2.3"),
        ({"HEAD": "../../etc"}, "1.2.3"),
    ],
)
def test_a_clone_gives_its_number_and_commit(
    files: dict[str, str], version: str, tmp_path: Path
) -> None:
    (tmp_path / "setup.cfg").write_text(OURS)
    for name, text in files.items():
        (tmp_path / ".git" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / ".git" / name).write_text(text)
    assert find_version(tmp_path) == version


@pytest.mark.parametrize("text", [None, "[metadata]\nname = another\nversion = 9\n", "[broken"])
def test_elsewhere_the_installed_package_gives_the_version(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "msi_wiki-9.8.7.dist-info/METADATA"
    note.parent.mkdir()
    note.write_text("Metadata-Version: 2.1\nName: msi-wiki\nVersion: 9.8.7\n")
    monkeypatch.syspath_prepend(tmp_path)
    if text is not None:
        (tmp_path / "setup.cfg").write_text(text)
    assert find_version(tmp_path) == "9.8.7"
