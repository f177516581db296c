"""Add, use and remove passkeys."""

from flask_babel import gettext as _
from sqlalchemy import select

from wiki.accounts.models import User
from wiki.accounts.permissions import Permission, require
from wiki.accounts.queries import find_waiting
from wiki.accounts.steps import sessions, throttle
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.characters import normalise_line
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotFound
from wiki.second_factor.actions.factors import finish_setup, refuse_last_factor
from wiki.second_factor.actions.prove import NotWaiting
from wiki.second_factor.models import Passkey
from wiki.second_factor.passkeys import KeyRefused, NewKey, check_new, check_use, read_answer
from wiki.second_factor.steps import Purpose, find_site, settle_factors, take_challenge
from wiki.web.securitylog import note

LONGEST_KEY_NAME = 60
_MOST_KEYS = 20


def add_passkey(answer: str, name: str, token: str, viewer: Viewer) -> list[str]:
    """Take a passkey that a browser has made; return backup codes if it is the first factor.

    `token` is that of the session, which alone stays.
    """
    require(Permission.HAVE_ACCOUNT, viewer)
    name = normalise_line(name)[:LONGEST_KEY_NAME] or _("Passkey")
    try:
        _key, challenge = read_answer(answer)
        made = check_new(answer, find_site(), challenge)
        with write():
            user = lock_user(viewer.user_id)
            take_challenge(Purpose.ADD, user.id, challenge)
            _insert(made, name, user)
            codes = finish_setup(user, token)
            record(user.id, "add_passkey", "user", user.id, email=user.email, names=name)
    except KeyRefused as error:
        note("passkey.refused", user=viewer.user_id, why=error.reason)
        raise InvalidInput(_("The passkey could not be added. Try once more.")) from error
    note("factor.add", user=viewer.user_id, kind="passkey")
    return codes


def _insert(made: NewKey, name: str, user: User) -> None:
    known = db.session.scalar(select(Passkey).where(Passkey.credential_id == made.credential_id))
    if known is not None:
        raise KeyRefused("known")
    count = len(db.session.scalars(select(Passkey.id).where(Passkey.user_id == user.id)).all())
    if count >= _MOST_KEYS:
        raise InvalidInput(_("Remove a passkey first: there are too many."))
    db.session.add(
        Passkey(
            user_id=user.id,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
        )
    )


def enter_by_passkey(answer: str, known_browser: str) -> sessions.LogIn:
    """Let somebody in by a passkey alone, which its device has used for its owner only."""
    user_id = None
    try:
        key, challenge = read_answer(answer)
        with write():
            passkey = _find(key)
            user_id = passkey.user_id
            user = lock_user(user_id)
            if not user.is_active:
                raise KeyRefused("closed")
            _use(passkey, answer, challenge, verified=True)
            take_challenge(Purpose.ENTER, 0, challenge)
            sessions.delete_old_sessions()
            entry = sessions.enter(user, known_browser, has_proved=True)
    except KeyRefused as error:
        raise _refuse(user_id, error) from error
    note("login.passkey", user=user_id)
    return entry


def pass_passkey(token: str, answer: str, known_browser: str) -> sessions.LogIn:
    """Let in whoever uses a passkey after the password; `token` is the waiting session's."""
    user_id = None
    try:
        key, challenge = read_answer(answer)
        with write():
            waiting = find_waiting(token)
            if waiting is None:
                raise NotWaiting
            user_id = waiting.user_id
            user = lock_user(user_id)
            passkey = _find(key)
            if passkey.user_id != user_id:
                raise KeyRefused("another account")
            _use(passkey, answer, challenge, verified=False)
            take_challenge(Purpose.PROVE, user_id, challenge)
            throttle.forgive(throttle.attempt_code(user_id))
            sessions.end_session(token)
            entry = sessions.enter(user, known_browser, has_proved=True)
    except KeyRefused as error:
        raise _refuse(user_id, error) from error
    note("login.right_passkey", user=user_id)
    return entry


def _refuse(user_id: int | None, error: KeyRefused) -> InvalidInput:
    note("passkey.refused", user=user_id, why=error.reason)
    return InvalidInput(_("The passkey was not accepted. Try once more, or another way."))


def _find(key: str) -> Passkey:
    found = db.session.scalar(select(Passkey).where(Passkey.credential_id == key).with_for_update())
    if found is None:
        raise KeyRefused("unknown")
    return found


def _use(passkey: Passkey, answer: str, challenge: bytes, *, verified: bool) -> None:
    stored = NewKey(passkey.credential_id, passkey.public_key, passkey.sign_count)
    count = check_use(answer, find_site(), challenge, stored, verified=verified)
    passkey.sign_count, passkey.used_at = count, now()


def remove_passkey(passkey_id: int, viewer: Viewer) -> None:
    """Forget one of the viewer's own passkeys."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        passkey = db.session.get(Passkey, passkey_id)
        if passkey is None or passkey.user_id != user.id:
            raise NotFound
        name = passkey.name
        db.session.delete(passkey)
        settle_factors(user)
        refuse_last_factor(user)
        record(user.id, "remove_passkey", "user", user.id, email=user.email, names=name)
    note("factor.remove", user=viewer.user_id, kind="passkey")
