"""Judge the settings: what is wrong, and what may be a mistake."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.health.figures import Figures
from wiki.health.lines import Line, State

_OF_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


def judge_choices(figures: Figures) -> Iterator[Line]:
    """Yield a line for each setting that matters, and for the accounts of the first start."""
    yield _judge_address(figures)
    yield _judge_proxies(figures)
    yield _judge_contact(figures)
    yield _judge_security_contact(figures)
    if not figures.settings["MAIL_SERVER"]:
        yield _judge_missing_mail(figures)
    yield _judge_first_accounts(figures)
    yield _judge_secret(figures)


def _judge_address(figures: Figures) -> Line:
    title, url = _("Public address"), figures.settings["BASE_URL"]
    command = 'BASE_URL = "https://wiki.example.org"'
    if (urlsplit(url).hostname or "") in _OF_THIS_MACHINE:
        advice = _(
            "Links in mail, feeds and search engines lead nowhere for everybody else. That is "
            "right only while you try the wiki out."
        )
        state = State.BAD if figures.settings["MAIL_SERVER"] else State.LOOK
        return Line("address", title, state, url, advice, command)
    if not url.startswith("https://"):
        advice = _(
            "Passwords and log-ins can be read on their way. Put a reverse proxy with TLS in "
            "front, and name the address with https."
        )
        return Line("address", title, State.BAD, url, advice, command)
    return Line("address", title, State.GOOD, url)


def _judge_proxies(figures: Figures) -> Line:
    title, count = _("Reverse proxies"), figures.settings["PROXIES"]
    value = ngettext("%(num)s proxy", "%(num)s proxies", count)
    if not count and figures.settings["BASE_URL"].startswith("https://"):
        advice = _(
            "With https there is a proxy in front. As long as it is not counted, all visitors "
            "are taken for one, and slow each other down when they log in."
        )
        return Line("proxies", title, State.LOOK, value, advice, "PROXIES = 1")
    return Line("proxies", title, State.GOOD, value)


def _judge_contact(figures: Figures) -> Line:
    title, contact = _("Contact for readers"), figures.settings["CONTACT"]
    if contact:
        return Line("contact", title, State.GOOD, contact)
    advice = _(
        "The pages on accessibility and privacy cannot say whom to write to, as the law asks."
    )
    command = 'CONTACT = "wiki@example.org"'
    return Line("contact", title, State.LOOK, _("None"), advice, command)


def _judge_security_contact(figures: Figures) -> Line:
    title, contact = _("Contact for security faults"), figures.settings["SECURITY_CONTACT"]
    if contact:
        return Line("security-contact", title, State.GOOD, contact)
    advice = _("Whoever finds a hole does not learn whom to tell: there is no security.txt.")
    command = 'SECURITY_CONTACT = "security@example.org"'
    return Line("security-contact", title, State.LOOK, _("None"), advice, command)


def _judge_missing_mail(figures: Figures) -> Line:
    title, value = _("Mail"), _("Mail is off")
    command = "MAIL_SERVER, MAIL_SENDER"
    if figures.subscribers:
        advice = ngettext(
            "%(num)s address subscribes and gets nothing.",
            "%(num)s addresses subscribe and get nothing.",
            figures.subscribers,
        )
        return Line("mail", title, State.BAD, value, advice, command, "mailroom.index")
    advice = _("Nobody can choose a forgotten password anew, be invited or get notices by mail.")
    if figures.watchers:
        told = ngettext(
            "%(num)s person watches something.", "%(num)s people watch something.", figures.watchers
        )
        advice = f"{told} {advice}"
    return Line("mail", title, State.LOOK, value, advice, command, "mailroom.index")


def _judge_first_accounts(figures: Figures) -> Line:
    title = _("Accounts of the first start")
    if not figures.first_accounts:
        return Line(
            "first-accounts", title, State.GOOD, _("Closed, or with passwords of their own")
        )
    value = ", ".join(figures.first_accounts)
    advice = _(
        "They are open with the password that the first start printed. Create accounts for "
        "your people, then close these."
    )
    command = "flask --app wiki users close EMAIL"
    return Line("first-accounts", title, State.BAD, value, advice, command, "admin.users")


def _judge_secret(figures: Figures) -> Line:
    title = _("Secret key")
    if not figures.secret.is_used:
        return Line("secret", title, State.GOOD, _("From the settings"))
    value = _("Made by the wiki itself, in the file secret_key of the instance folder")
    if figures.secret.is_open:
        advice = _(
            "Other users of the machine can read the file, and could forge what the key signs."
        )
        return Line("secret", title, State.BAD, value, advice, "chmod 600 instance/secret_key")
    return Line("secret", title, State.GOOD, value)
