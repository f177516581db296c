"""Read and write the file of sources, and load it."""

from pathlib import Path

import pytest

from tests.builders import make_user
from wiki.accounts.viewer import COMMAND_LINE
from wiki.content.actions import export_folder, load_folder
from wiki.content.folder import read_folder
from wiki.content.plain_yaml import ContentError
from wiki.content.sourcefile import read_sources
from wiki.references.queries import find_items

SOURCES = """[
  {
    "id": "mulgan2007",
    "type": "report",
    "author": [
      {
        "family": "Mulgan",
        "given": "Geoff"
      }
    ],
    "issued": {
      "date-parts": [
        [
          2007
        ]
      ]
    },
    "title": "Social innovation: what it is",
    "custom": {
      "former-keys": [
        "mulgan07"
      ]
    }
  },
  {
    "id": "region2020",
    "type": "webpage",
    "title": "Räkna på nytta",
    "URL": "https://example.org/nytta"
  }
]
"""


@pytest.mark.usefixtures("context")
def test_a_library_is_loaded_and_exported_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sources.json").write_text(SOURCES, encoding="utf-8")
    folder, faults = read_folder(tmp_path / "in")
    assert faults == []
    admin = make_user("admin").viewer

    for _ in range(2):  # the second time nothing is new
        load_folder(folder, lambda *_: None, admin)

    assert find_items(["mulgan07"])["mulgan07"]["id"] == "mulgan2007"
    export_folder(tmp_path / "out", COMMAND_LINE)
    assert (tmp_path / "out" / "sources.json").read_text(encoding="utf-8") == SOURCES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"id": "a1", "title": "A"},\n {"id": "a1", "title": "B"}]', "2: the key 'a1' is used"),
        ('[\n{"id": "A b", "title": "A"}]', "2: 'A b' is no key"),
        ('[\n{"id": "a1"}]', "2: The source has no title."),
        ('[{"id": "a1", "title": "A"},\n {"id": }]', "2: This is not valid JSON: expecting value"),
        ('[{"id": "a1", "title": "A"}\n', "2: A list of sources in square brackets"),
        ("[" * 100_000, "1: This is nested too deeply"),
        ("[" + "9" * 5_000 + "]", "1: This is not valid JSON: exceeds the limit"),
        ('["a"]', "1: This is no source"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ContentError) as error:
        read_sources("sources.json", text)
    assert str(error.value).startswith(f"sources.json, line {message}")
