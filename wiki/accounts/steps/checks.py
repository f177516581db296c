"""Check what is asked of a new account, and add it, inside the caller's transaction."""

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from wiki.accounts import passwords
from wiki.accounts.impersonation import claimed_role, initials
from wiki.accounts.models import Role, User
from wiki.accounts.names import normalise_email, normalise_name
from wiki.accounts.steps.hashing import hash_password
from wiki.audit.steps import record
from wiki.db import db
from wiki.errors import InvalidInput


def refuse_impersonation(name: str, role: Role) -> None:
    """Refuse the name of a role, the wiki or a university on a lesser account."""
    universities = current_app.extensions["universities"].value()
    labels = (label for found in universities for label in (found.label_sv, found.label_en))
    site_names = current_app.extensions["site"].names()
    claimed = claimed_role(name, [*site_names, *map(initials, site_names), *labels])
    if claimed and role.rank < Role(claimed).rank:
        message = _(
            "This reads like the name of a role or of an organisation. Write the name of a person."
        )
        raise InvalidInput(fields={"name": message})


def check_email(email: str) -> str:
    """Return an e-mail address as it is stored; raise InvalidInput for what is none."""
    try:
        validate_email(normalise_email(email), check_deliverability=False)
    except EmailNotValidError as error:
        message = _("Write a whole e-mail address, such as name@example.org.")
        raise InvalidInput(fields={"email": message}) from error
    return normalise_email(email)


def refuse_weak(password: str, email: str, name: str, field: str) -> None:
    """Refuse a password that a guesser would try; the message stands at `field`."""
    if fault := passwords.find_fault(password, email, name):
        raise InvalidInput(fields={field: fault})


def prepare_user(email: str, name: str, role: Role, password: str) -> User:
    """Return a new account, not added yet; raise InvalidInput naming what cannot be accepted.

    The slow hash of its password is made here, before anybody has to wait.
    """
    name = normalise_name(name)
    refuse_impersonation(name, role)
    email = check_email(email)
    refuse_weak(password, email, name, "password")
    return User(email=email, name=name, role=role.value, password_hash=hash_password(password))


def add_user(user: User, actor_id: int | None, form_id: str | None = None) -> None:
    """Add an account, with an entry in the audit log."""
    insert_user(user)
    record(actor_id, "create", "user", user.id, form_id, email=user.email, role=user.role)


def insert_user(user: User) -> None:
    """Add an account; raise InvalidInput when the address has one."""
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:
        message = _("There is an account with this address already.")
        raise InvalidInput(fields={"email": message}) from error
