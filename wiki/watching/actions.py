"""Watch and stop watching, read notices, and choose how they come."""

from datetime import timedelta
from urllib.parse import parse_qsl

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from wiki.accounts.permissions import Permission, require
from wiki.accounts.steps.checks import check_email
from wiki.accounts.steps.users import lock_user
from wiki.accounts.viewer import Viewer
from wiki.audit.steps import record
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotFound
from wiki.mail.steps import Receiver, is_mail_on, post
from wiki.search.ranking.request import SearchRequest
from wiki.tags.models import Tag
from wiki.talk.queries.recent import list_visible_threads
from wiki.watching import letters
from wiki.watching.models import (
    LONGEST_QUERY,
    MOST_WATCHES,
    Notice,
    NoticeSettings,
    Publication,
    Rhythm,
    Subscription,
    SubscriptionKind,
    Watch,
    WatchKind,
)
from wiki.watching.queries import find_public, find_subscribable, is_watched
from wiki.web.numbers import LARGEST

_MOST_READ = 2_000
_DAY = timedelta(days=1)
# To one address that has not answered, so that nobody can fill a mailbox.
_MOST_ASKED_A_DAY = 3


def watch(kind: WatchKind, target_id: int, query: str, viewer: Viewer) -> None:
    """Let the viewer hear of what is published of an article, with a term or for a search."""
    require(Permission.HAVE_ACCOUNT, viewer)
    query = normalise_query(query) if kind is WatchKind.SEARCH else ""
    with write():
        user = lock_user(viewer.user_id)
        _require_target(kind, target_id, query, viewer)
        if is_watched(kind.value, target_id, viewer, query):
            return
        own = select(func.count(Watch.id)).where(Watch.user_id == user.id)
        if (db.session.scalar(own) or 0) >= MOST_WATCHES:
            raise InvalidInput(
                _("You watch %(number)s things, which is the most.", number=MOST_WATCHES)
            )
        db.session.add(Watch(user_id=user.id, kind=kind.value, target_id=target_id, query=query))


def unwatch(kind: WatchKind, target_id: int, query: str, viewer: Viewer) -> None:
    """Let the viewer hear of something no more."""
    require(Permission.HAVE_ACCOUNT, viewer)
    query = normalise_query(query) if kind is WatchKind.SEARCH else ""
    with write():
        db.session.execute(
            delete(Watch).where(
                Watch.user_id == viewer.user_id,
                Watch.kind == kind.value,
                Watch.target_id == target_id,
                Watch.query == query,
            )
        )


def read_notices(viewer: Viewer) -> None:
    """Mark all notices of the viewer as read; what was read is not mailed."""
    require(Permission.HAVE_ACCOUNT, viewer)
    unread = (Notice.user_id == viewer.user_id) & Notice.read_at.is_(None)
    with write():
        db.session.execute(update(Notice).where(unread).values(read_at=now()))


def choose_rhythm(rhythm: Rhythm, language: str, viewer: Viewer) -> None:
    """Set how often and in which language the viewer gets mail; a preference, not audited."""
    require(Permission.HAVE_ACCOUNT, viewer)
    with write():
        user = lock_user(viewer.user_id)
        user.language = language
        _set_rhythm(user.id, rhythm)


def stop_mail(user_id: int) -> None:
    """Stop the mail of whoever has the signed link, without a log-in; audited as theirs."""
    with write():
        user = lock_user(user_id)
        _set_rhythm(user.id, Rhythm.NEVER)
        record(user.id, "stop_notices", "user", user.id, email=user.email)


def normalise_query(query: str) -> str:
    """Return the words and filters of a search in their one form, without order and page."""
    request = SearchRequest.from_args(dict(parse_qsl(query[:_MOST_READ])))
    return request.with_(sort="relevance", is_exact=False, is_wide=False).url("").removeprefix("?")


def _set_rhythm(user_id: int, rhythm: Rhythm) -> None:
    settings = db.session.get(NoticeSettings, user_id)
    if settings is None:
        db.session.add(NoticeSettings(user_id=user_id, rhythm=rhythm.value))
    else:
        settings.rhythm = rhythm.value


def _require_target(kind: WatchKind, target_id: int, query: str, viewer: Viewer) -> None:
    """Raise unless there is such a thing, and everybody may see it; of a thread, the viewer."""
    if kind is WatchKind.SEARCH:
        if not 0 < len(query) <= LONGEST_QUERY:
            raise InvalidInput(_("This search is too long to be watched, or empty."))
    elif not 0 < target_id <= LARGEST:
        raise NotFound
    elif kind is WatchKind.ARTICLE:
        if not find_public([target_id]):
            raise NotFound
    elif kind is WatchKind.THREAD:
        if not list_visible_threads([target_id], viewer):
            raise NotFound
    elif db.session.get(Tag, target_id) is None:
        raise NotFound


def ask_to_subscribe(email: str, kind: SubscriptionKind, target_id: int, language: str) -> None:
    """Mail a link to an address by which it subscribes; nothing else happens until then.

    One that is subscribed already, or was asked lately, gets no letter; the answer is the same.
    """
    if not is_mail_on():
        raise InvalidInput(_("Mail is off."))
    email = check_email(email)
    name = find_subscribable(kind, target_id, language)
    with write():
        known = db.session.scalar(
            select(Subscription.id).where(
                Subscription.email == email,
                Subscription.kind == kind.value,
                Subscription.target_id == target_id,
            )
        )
        lately = select(func.count(Subscription.id)).where(
            Subscription.email == email, Subscription.created_at > now() - _DAY
        )
        if known is not None or (db.session.scalar(lately) or 0) >= _MOST_ASKED_A_DAY:
            return
        row = Subscription(email=email, kind=kind.value, target_id=target_id, language=language)
        db.session.add(row)
        db.session.flush()
        letter = letters.confirm_subscription(row, name, language)
        useless_at = now() + letters.UNCONFIRMED
        post("subscription", letter, Receiver(email, "", language), useless_at=useless_at)


def confirm_subscription(named: tuple[int, str]) -> None:
    """Begin to mail the address of a link; raise NotFound if it has waited too long."""
    with write():
        row = db.session.get(Subscription, named[0], with_for_update=True)
        if row is None or not letters.is_for(row, named):
            raise NotFound
        if row.confirmed_at is None:
            row.confirmed_at = now()
            newest = db.session.scalar(select(func.max(Publication.id)))
            row.last_publication_id = newest or 0


def end_subscription(named: tuple[int, str]) -> None:
    """Forget the subscription of a link, and its address; it may be gone already."""
    with write():
        row = db.session.get(Subscription, named[0], with_for_update=True)
        if row is not None and letters.is_for(row, named):
            db.session.delete(row)
