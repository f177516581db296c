"""Invite people by mail: one, or a list of them, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from wiki.accounts.models import Role, User
from wiki.accounts.names import normalise_name
from wiki.accounts.passwords import random_password
from wiki.accounts.permissions import Permission, may_grant, require
from wiki.accounts.steps.checks import check_email, insert_user, refuse_impersonation
from wiki.accounts.steps.hashing import hash_password
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.models import AuditEntry
from wiki.audit.steps import record, refuse_repeat
from wiki.db import db, write
from wiki.entrance import letters
from wiki.entrance.models import MailedLink, Purpose
from wiki.entrance.people import MOST_PEOPLE, ROLE_WORDS, Person, read_people
from wiki.entrance.steps import end_links, make_link, receiver_of
from wiki.errors import InvalidInput, NotAllowed
from wiki.mail.models import MailMessage
from wiki.mail.steps import is_mail_on, post
from wiki.web.securitylog import note


@dataclass(frozen=True)
class Invitee:
    """Somebody who is to be invited; `university_id` is that of a term, or None."""

    name: str
    email: str
    role: Role
    university_id: int | None


@dataclass(frozen=True)
class Checked:
    """A line of a list: whom it invites, or what is wrong, or that there is an account already."""

    line: Person
    invitee: Invitee | None
    faults: tuple[str, ...] = ()
    has_account: bool = False


def invite(
    invitees: Sequence[Invitee], language: str, viewer: Viewer, form_id: str | None = None
) -> None:
    """Open accounts and mail a link to each person, by which they choose a password.

    Raises AlreadyMade when the form with `form_id` has done so; InvalidInput changes nothing.
    """
    require(Permission.MANAGE_USERS, viewer)
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    # Nobody knows this password; hashing one for each of two hundred people would take long.
    nobodys = hash_password(random_password())
    with write():
        refuse_repeat(viewer.user_id, "user", form_id)
        inviter = lock_user(viewer.user_id).name if viewer.user_id else ""
        for invitee in invitees:
            if not may_grant(invitee.role, viewer):
                raise NotAllowed
            user = User(
                email=invitee.email,
                name=invitee.name,
                role=invitee.role.value,
                university_id=invitee.university_id,
                password_hash=nobodys,
                language=language,
            )
            insert_user(user)
            _mail(user, inviter)
            detail = {"email": user.email, "role": user.role}
            record(viewer.user_id, "invite", "user", user.id, form_id, **detail)
    note("account.invite", by=viewer.user_id, count=len(invitees))


def invite_again(user_id: int, viewer: Viewer) -> None:
    """Mail a fresh link to somebody who was invited; the former one ends."""
    require(Permission.MANAGE_USERS, viewer)
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    with write():
        user = lock_user(user_id)
        if not (user.is_active and _is_invited(user.id)):
            raise InvalidInput(_("This person has an account in use already."))
        end_links(user.id)
        _mail(user, lock_user(viewer.user_id).name if viewer.user_id else "")
        record(viewer.user_id, "invite_again", "user", user.id, email=user.email)


def withdraw_invitations(form_id: str, viewer: Viewer) -> int:
    """Undo what one form has invited; who has accepted already stays. Return how many went."""
    require(Permission.MANAGE_USERS, viewer)
    with write():
        invited = select(AuditEntry.object_id).where(
            AuditEntry.form_id == form_id,
            AuditEntry.actor_id == viewer.user_id,
            AuditEntry.object_type == "user",
            AuditEntry.action == "invite",
        )
        users = list(db.session.scalars(select(User).where(User.id.in_(invited))))
        waiting = [user for user in users if _is_invited(user.id)]
        for user in waiting:
            record(viewer.user_id, "withdraw", "user", user.id, email=user.email)
            _take_back(user)
    return len(waiting)


def check_people(text: str, viewer: Viewer) -> list[Checked]:
    """Say of each line of a list what would be done; nothing is stored."""
    require(Permission.MANAGE_USERS, viewer)
    lines = read_people(text)
    if not lines:
        raise InvalidInput(fields={"people": _("Paste at least one line.")})
    if len(lines) > MOST_PEOPLE:
        message = _("Invite at most %(number)s people at a time.", number=MOST_PEOPLE)
        raise InvalidInput(fields={"people": message})
    addresses = [line.email.strip().lower() for line in lines]
    taken = set(db.session.scalars(select(User.email).where(User.email.in_(addresses))))
    checked: list[Checked] = []
    seen: set[str] = set()
    for line in lines:
        result = _check(line, viewer)
        if result.invitee is not None and result.invitee.email in seen:
            fault = _("This address stands in the list twice.")
            result = Checked(line, None, (fault,))
        elif result.invitee is not None:
            seen.add(result.invitee.email)
            result = Checked(line, result.invitee, (), result.invitee.email in taken)
        checked.append(result)
    return checked


def find_university(words: str) -> int | None:
    """Return the id of the university with this address or name; raise InvalidInput for others."""
    if not words:
        return None
    for university in current_app.extensions["universities"].value():
        names = (university.slug, university.label_sv, university.label_en)
        if words.casefold() in {name.casefold() for name in names}:
            return int(university.id)
    raise InvalidInput(fields={"university": _("Choose a university from the list.")})


def check_invitee(name: str, email: str, role: Role, university: str) -> Invitee:
    """Return who is to be invited; raise InvalidInput naming every field at fault."""
    faults: dict[str, str] = {}
    try:
        name = normalise_name(name)
        refuse_impersonation(name, role)
    except InvalidInput as error:
        faults |= error.fields
    try:
        email = check_email(email)
    except InvalidInput as error:
        faults |= error.fields
    university_id = None
    try:
        university_id = find_university(university.strip())
    except InvalidInput as error:
        faults |= error.fields
    if faults:
        raise InvalidInput(fields=faults)
    return Invitee(name, email, role, university_id)


def _check(line: Person, viewer: Viewer) -> Checked:
    role = ROLE_WORDS.get(line.role.casefold() or "author")
    if role is None:
        fault = _("“%(role)s” is no role: write author, editor or administrator.", role=line.role)
        return Checked(line, None, (fault,))
    if not may_grant(Role(role), viewer):
        raise NotAllowed
    try:
        return Checked(line, check_invitee(line.name, line.email, Role(role), line.university))
    except InvalidInput as error:
        return Checked(line, None, tuple(error.fields.values()))


def _mail(user: User, inviter: str) -> None:
    secret, link = make_link(Purpose.INVITATION, user.id)
    letter = letters.invitation(user.name, inviter, user.email, user.language)
    receiver = receiver_of(user)
    post(Purpose.INVITATION, letter, receiver, secret=secret, useless_at=link.expires_at)


def _is_invited(user_id: int) -> bool:
    """Return whether somebody has never chosen a password."""
    links = select(func.count(MailedLink.id)).where(
        MailedLink.user_id == user_id, MailedLink.purpose == Purpose.INVITATION.value
    )
    return bool(db.session.scalar(links))


def _take_back(user: User) -> None:
    """Delete an account that nobody has used, or close it if something refers to it."""
    end_links(user.id)
    db.session.execute(delete(MailMessage).where(MailMessage.user_id == user.id))
    db.session.flush()
    try:
        with db.session.begin_nested():
            db.session.delete(user)
    except IntegrityError:
        db.session.refresh(user)
        user.is_active = False
