"""The lines of a list of authors, and what each has to be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from wiki.accounts.names import LONGEST_NAME
from wiki.characters import FORBIDDEN, normalise_line
from wiki.citations.credits import AUTHOR, EDITOR, TRANSLATOR
from wiki.citations.orcid import read_orcid
from wiki.errors import InvalidInput

ROLES: dict[str, LazyString] = {
    AUTHOR: lazy_gettext("Author"),
    EDITOR: lazy_gettext("Editor"),
    TRANSLATOR: lazy_gettext("Translator"),
}
LONGEST_AFFILIATION = 200
MOST_LINES = 50
# Superfluous blanks do not count, but nobody types so many.
_MOST_TYPED = 1000


@dataclass(frozen=True)
class AuthorLine:
    """Somebody on the list: an account, whose name and ORCID it gives, or a name of its own."""

    name: str = ""
    user_id: int | None = None
    orcid: str = ""
    affiliation: str = ""
    role: str = AUTHOR


def check_lines(lines: Sequence[AuthorLine], known: Collection[int]) -> list[AuthorLine]:
    """Return the lines without empty ones; raise InvalidInput that says which line is at fault.

    `known` are the accounts that may be named. Messages are keyed by `<field>-<line, from 0>`.
    """
    if len(lines) > MOST_LINES:
        raise InvalidInput(_("At most %(count)s people can be named.", count=MOST_LINES))
    messages: dict[str, str] = {}
    checked = []
    for number, line in enumerate(lines):
        if line.user_id is None and not line.name.strip():
            continue
        found = _find_faults(line, known)
        messages |= {f"{name}-{number}": message for name, message in found.items()}
        if not found:
            checked.append(_normalised(line))
    if messages:
        raise InvalidInput(_("Some fields need your attention."), messages)
    _check_list(checked)
    return checked


def _find_faults(line: AuthorLine, known: Collection[int]) -> dict[str, str]:
    faults = {}
    if line.user_id is not None and line.user_id not in known:
        faults["name"] = _("Choose somebody from the list, or write a name.")
    if line.orcid.strip() and not read_orcid(line.orcid):
        faults["orcid"] = _(
            "This is no ORCID iD: a digit is missing or mistyped. Copy it from orcid.org."
        )
    if line.role not in ROLES:
        faults["role"] = _("Choose a role.")
    lengths = {"name": LONGEST_NAME, "affiliation": LONGEST_AFFILIATION}
    for name, most in lengths.items():
        if fault := _find_fault_of_text(getattr(line, name), most):
            faults[name] = fault
    return faults


def _find_fault_of_text(text: str, most: int) -> str:
    if len(text) > _MOST_TYPED or len(normalise_line(text)) > most:
        return str(_("Use at most %(count)s characters.", count=most))
    if FORBIDDEN.search(text):
        return str(_("This holds characters that are not text. Remove them."))
    return ""


def _normalised(line: AuthorLine) -> AuthorLine:
    affiliation = normalise_line(line.affiliation)
    if line.user_id is not None:
        return replace(line, name="", orcid="", affiliation=affiliation)
    name, orcid = normalise_line(line.name), read_orcid(line.orcid)
    return replace(line, name=name, orcid=orcid, affiliation=affiliation)


def _check_list(lines: Sequence[AuthorLine]) -> None:
    if not any(line.role == AUTHOR for line in lines):
        raise InvalidInput(_("Name at least one author."))
    people = [(line.user_id, line.name.casefold(), line.orcid, line.role) for line in lines]
    if len(set(people)) < len(people):
        raise InvalidInput(_("The same person stands on the list twice in the same role."))
