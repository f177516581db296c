"""Hand out what is stored about a person, and forget them."""

import json
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, update

from wiki.accounts.actions.users import close_account
from wiki.accounts.names import normalise_email
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import EDITORIAL_EMAIL, find_user
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.articles.models import ArticleAuthor
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotAllowed
from wiki.personal_data.forgetting import forget_in_detail, pseudonym_of
from wiki.personal_data.queries import find_data, list_mentions, list_personal_tables
from wiki.site.steps import forget_address
from wiki.talk.steps import forget_names
from wiki.universities.steps import forget_contacts
from wiki.web.securitylog import note

# Not an argon2 hash, so no password matches it; nobody reads mail at this domain (RFC 2606).
_NO_HASH, _NOWHERE = "!", "wiki.invalid"
# The entries that say a former name or address, and the one that followed.
_CHANGES = {"rename", "change_address"}


def fetch_data(user_id: int, viewer: Viewer) -> str:
    """Return what is stored about a person as JSON; an administrator's look is recorded."""
    data = find_data(user_id, viewer)
    with write():
        record(viewer.user_id, "fetch_data", "user", user_id)
    note("data.fetch", user=user_id, by=viewer.user_id)
    about: dict[str, Any] = {"user": user_id, "made_at": now().isoformat()}
    return json.dumps({"about": about, "tables": data}, ensure_ascii=False, indent=2)


def forget_person(user_id: int, typed_email: str, viewer: Viewer) -> None:
    """Take a person's name off all that they did, and delete what is theirs alone; for good.

    `typed_email` is the address of the account, typed as the second answer.
    """
    require(Permission.MANAGE_USERS, viewer)
    user = find_user(user_id, viewer)
    if user.email == EDITORIAL_EMAIL:
        raise NotAllowed
    if normalise_email(typed_email) != user.email:
        message = _("This is not the e-mail address of the account.")
        raise InvalidInput(fields={"email": message})
    # Refuses one's own account and the last administrator's, and ends the sessions.
    close_account(user_id, viewer)
    with write():
        _forget(user_id, viewer)
    note("account.forget", user=user_id, by=viewer.user_id)


def _forget(user_id: int, viewer: Viewer) -> None:
    user = lock_user(user_id)
    pseudonym = pseudonym_of(user_id)
    names = {user.name, user.email}
    _forget_in_audit_log(user_id, names, pseudonym)
    forget_names(user_id, {name for name in names if "@" not in name}, pseudonym)
    user.name, user.email = pseudonym, f"former-{user_id}@{_NOWHERE}"
    user.password_hash, user.has_second_factor = _NO_HASH, False
    user.family, user.orcid, user.about = "", "", ""
    user.university_id, user.has_page = None, False
    theirs = update(ArticleAuthor).where(ArticleAuthor.user_id == user_id)
    db.session.execute(theirs.values(affiliation=""))
    for table in list_personal_tables():
        db.session.execute(delete(table).where(table.c.user_id == user_id))
    record(viewer.user_id, "forget", "user", user_id)


def _forget_in_audit_log(user_id: int, names: set[str], pseudonym: str) -> None:
    """Replace the present name and address, and add the former ones, which the audit log knows."""
    entries = list_mentions(user_id)
    for entry in entries:
        if entry.object_type == "user" and entry.action in _CHANGES:
            names |= {str(entry.detail.get("old", "")), str(entry.detail.get("new", ""))}
    names.discard("")
    forget_contacts(names)
    forget_address(names)
    for entry in entries:
        detail = forget_in_detail(entry.detail, names, pseudonym)
        if detail != entry.detail:
            entry.detail = detail
