"""Make folders of content for tests, and load them."""

from pathlib import Path

import pytest

from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.content.actions import Loaded, load_folder
from wiki.content.folder import read_folder
from wiki.content.plain_yaml import ContentError

SAMPLE = Path(__file__).parents[2] / "wiki" / "sample"
ADMIN = Viewer(1, Role.ADMIN, "Admin")
TAGS = """
- slug: skola
  kind: topic
  label: {sv: Skola, en: School}
  description: {sv: Om skolan., en: About school.}
  synonyms: {sv: [lektioner], en: [classes]}
- slug: forskola
  kind: topic
  label: {sv: Förskola, en: Preschool}
  description: {sv: Om förskolan., en: About preschool.}
  parent: skola
"""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a folder of content; `tags.yaml` is added."""
    for name, text in {"tags.yaml": TAGS, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def article(title: str, language: str = "sv", extra: str = "", body: str = "Text.") -> str:
    """Return the file of an article."""
    head = f"title: {title}\nlanguage: {language}\nkind: concept\nsummary: Kort.\n{extra}"
    return f"---\n{head.rstrip()}\n---\n{body}\n"


def load(path: Path) -> Loaded:
    """Load a folder whose files are all readable."""
    folder, faults = read_folder(path)
    assert faults == []
    return load_folder(folder, lambda *_: None, ensure_editorial_account("Redaktionen"))


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a folder, as an operator reads it."""
    folder, faults = read_folder(path)
    if not faults:
        with pytest.raises(ExceptionGroup) as group:
            load_folder(folder, lambda *_: None, ensure_editorial_account("Redaktionen"))
        errors = group.value.exceptions
        faults = [error for error in errors if isinstance(error, ContentError)]
    return [str(fault) for fault in faults]
