"""Read the table of permissions in the docs."""

from pathlib import Path

from wiki.accounts.permissions import Permission

NOBODY = "nobody"
ROLES = (NOBODY, "author", "editor", "admin")
_PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
_NO = "–"


def _read() -> dict[Permission, dict[str, str]]:
    """Return what the docs say to each role, by permission."""
    rows = {}
    for text in _PAGE.read_text().splitlines():
        if text.startswith("| `"):
            name, _what, *cells = (cell.strip() for cell in text.strip("|").split(" | "))
            rows[Permission(name.strip("`"))] = dict(zip(ROLES, cells, strict=True))
    return rows


WORDS = _read()
# The roles that have each permission, on some thing at least.
POLICY = {
    permission: {role for role, word in words.items() if word != _NO}
    for permission, words in WORDS.items()
}
