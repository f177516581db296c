"""Write the letters that tell of what was published, and of what waits.

Flask is needed for the language, the name of the wiki, URLs and the key that signs them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from wiki.mail.letter import Letter, Piece, Way
from wiki.reminders.words import advise, endpoint_of, name_occasion
from wiki.reviews.news import DraftNews, NewsKind
from wiki.watching.models import Reason, Subscription
from wiki.watching.queries import ShownNotice
from wiki.web.i18n import in_language

# More would be a letter that nobody reads; the rest is on the page.
MOST_LISTED = 30
# How long a subscription may wait for its confirmation.
UNCONFIRMED = timedelta(days=2)


def notices(name: str, shown: Sequence[ShownNotice], stop_url: str, language: str) -> Letter:
    """Write what was published of what somebody watches, was said in discussions, and waits."""
    with in_language(language):
        pieces = [_piece(notice) for notice in shown[:MOST_LISTED]]
        page = Way(_("All your notices"), absolute("watching.notices", language=language))
        return Letter(
            _subject(shown, pieces[0].title),
            (_("Hello %(name)s,", name=name), *pieces, page),
            (
                _why(shown),
                Way(_("Stop all such mail"), stop_url),
                Way(
                    _("Choose what you watch, and how often you get mail"),
                    absolute("watching.settings", language=language),
                ),
            ),
        )


def _subject(shown: Sequence[ShownNotice], title: str) -> str:
    """Return what a letter is about; `title` is that of its first notice."""
    number = len(shown)
    posts = sum(notice.told is not None for notice in shown)
    reminders = sum(notice.reminder is not None for notice in shown)
    if number == 1:
        return f"{title} ({name_notice(shown[0])})"
    if number == posts:
        text = ngettext("%(num)s post in discussions", "%(num)s posts in discussions", number)
    elif number == reminders:
        text = ngettext("%(num)s thing waits for you", "%(num)s things wait for you", number)
    elif posts + reminders or any(notice.news or notice.reason for notice in shown):
        text = ngettext("%(num)s notice", "%(num)s notices", number)
    else:
        text = ngettext("%(num)s article that you watch", "%(num)s articles that you watch", number)
    return str(text)


def _why(shown: Sequence[ShownNotice]) -> str:
    """Return why somebody gets a letter about these."""
    if any(notice.news or notice.reason for notice in shown):
        why = _(
            "You get this from %(site)s because it is about your work, "
            "or because you watch this or were named in it."
        )
    elif all(notice.reminder is not None for notice in shown):
        why = _("You get this from %(site)s because this waits for you.")
    elif any(notice.reminder is not None for notice in shown):
        why = _("You get this from %(site)s because you watch this, or because it waits for you.")
    elif any(notice.told is not None for notice in shown):
        why = _("You get this from %(site)s because you watch this or were named in it.")
    else:
        why = _("You get this from %(site)s because you watch these articles.")
    return str(why) % {"site": current_app.extensions["site"].name()}


def _piece(notice: ShownNotice) -> Piece:
    endpoint, values = locate_notice(notice)
    said = summarise_notice(notice)
    what = f"{name_notice(notice)}: {said}" if said else name_notice(notice)
    return Piece(entitle_notice(notice), absolute(endpoint, **values), what)


def name_notice(notice: ShownNotice) -> str:
    """Return in a few words what a notice is about."""
    if notice.reminder:
        return name_occasion(notice.reminder.kind, notice.reminder.day)
    if notice.news:
        return _name_news(notice.news, is_naming=notice.reason == Reason.NAMED)
    if notice.told:
        name = notice.told.author
        if notice.told.is_naming:
            return str(_("%(name)s names you in a discussion", name=name))
        return str(_("%(name)s wrote in a discussion", name=name))
    if notice.reason == Reason.OWN:
        return str(_("what you wrote is published"))
    return str(_("new article") if notice.is_new else _("new version"))


def _name_news(news: DraftNews, *, is_naming: bool) -> str:
    name = news.author
    if is_naming:
        return str(_("%(name)s names you in a comment on the draft", name=name))
    words = {
        NewsKind.RETURNED: _("%(name)s returned the draft", name=name),
        NewsKind.REMARKED: _("%(name)s commented on the draft", name=name),
        NewsKind.SUGGESTED: _("%(name)s suggests changes in the draft", name=name),
        NewsKind.ACCEPTED: _("%(name)s accepted changes that you suggested", name=name),
        NewsKind.CLOSED: _("%(name)s closed your suggestion without changing the draft", name=name),
    }
    return str(words[news.kind])


def entitle_notice(notice: ShownNotice) -> str:
    """Return the title of the article, with that of the discussion if it has one."""
    thread = notice.told.title if notice.told else ""
    return ": ".join(filter(None, (notice.article.title, thread)))


def summarise_notice(notice: ShownNotice) -> str:
    """Return what was said, or what is to be done now; "" where there is nothing of the kind."""
    if notice.reminder:
        return advise(notice.reminder.kind)
    if notice.news:
        return notice.news.excerpt
    return notice.told.excerpt if notice.told else ""


def locate_notice(notice: ShownNotice) -> tuple[str, dict[str, Any]]:
    """Return the endpoint and the values of the page that a notice leads to."""
    told, news = notice.told, notice.news
    where: dict[str, Any] = {"language": notice.article.language, "slug": notice.article.slug}
    if notice.reminder:
        return endpoint_of(notice.reminder.kind), where
    if told:
        where |= {"thread_id": told.thread_id, "_anchor": f"post-{told.post_id}"}
        return "talk.show", where
    if news is None:
        return "articles.show", where
    if news.kind is NewsKind.RETURNED:
        return "reviews.show", where
    if news.kind is NewsKind.REMARKED:
        return "remarks.show", {**where, "_anchor": f"remark-{news.row_id}"}
    return "amendments.show", {**where, "amendment_id": news.row_id}


def absolute(endpoint: str, **values: Any) -> str:
    """Return the whole URL of a page."""
    return str(current_app.config["BASE_URL"]) + url_for(endpoint, **values)


def stop_url(user_id: int, language: str) -> str:
    """Return the URL by which somebody stops mail without logging in; it does nothing else."""
    token = _signer().dumps(user_id)
    return absolute("watching.stop", token=str(token), language=language)


def read_stop(token: str) -> int | None:
    """Return who wants to stop mail, or None for a link that is not ours."""
    try:
        user_id = _signer().loads(token)
    except BadSignature:
        return None
    return user_id if isinstance(user_id, int) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="stop notices")


def digest(shown: Sequence[ShownNotice], stop: str, language: str) -> Letter:
    """Write to a subscriber what was published."""
    with in_language(language):
        site = str(current_app.extensions["site"].name())
        return Letter(
            _("New on %(site)s", site=site),
            tuple(_piece(notice) for notice in shown[:MOST_LISTED]),
            (
                _("You get this because this address was subscribed on %(site)s.", site=site),
                Way(_("End the subscription"), stop),
            ),
        )


def confirm_subscription(row: Subscription, name: str, language: str) -> Letter:
    """Ask an address whether it wants to be subscribed."""
    token = _subscriptions("confirm").dumps(_name(row))
    url = absolute("watching.confirm", token=str(token), language=language)
    with in_language(language):
        site = str(current_app.extensions["site"].name())
        return Letter(
            _("Do you want mail from %(site)s?", site=site),
            (
                _(
                    "Somebody, probably you, wants to be told at this address of what is "
                    "published on %(site)s: %(what)s.",
                    site=site,
                    what=name or _("everything new"),
                ),
                Way(_("Yes, subscribe"), url),
                _("If it was not you, do nothing: this is the only letter."),
            ),
        )


def end_url(row: Subscription) -> str:
    """Return the URL by which a subscription is ended."""
    token = _subscriptions("end").dumps(_name(row))
    return absolute("watching.end", token=str(token), language=row.language)


def _name(row: Subscription) -> tuple[int, str]:
    """Return what a link names: a number alone may be that of another subscription some day."""
    return row.id, row.created_at.isoformat()


def is_for(row: Subscription, named: tuple[int, str]) -> bool:
    """Return whether a link is for this subscription."""
    return _name(row) == named


def read_subscription(deed: str, token: str) -> tuple[int, str] | None:
    """Return what a link names, or None if it is not ours or too old."""
    age = int(UNCONFIRMED.total_seconds()) if deed == "confirm" else None
    try:
        number, begun = _subscriptions(deed).loads(token, max_age=age)
    except (BadSignature, TypeError, ValueError):
        return None
    return int(number), str(begun)


def _subscriptions(deed: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"subscription {deed}")
