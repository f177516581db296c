"""Write the letters that let people in, and those that tell them what has changed.

Flask is needed for the language, the name of the wiki and URLs.
"""

from flask import current_app, url_for
from flask_babel import gettext as _

from wiki.mail.letter import TOKEN, Letter, Way
from wiki.web.i18n import in_language


def forgotten_password(name: str, language: str) -> Letter:
    """Write to somebody who has asked for a link to a new password."""
    with in_language(language):
        site = _site()
        return Letter(
            _("A new password for %(site)s", site=site),
            (
                _greet(name),
                _("Somebody, probably you, asked for a new password for %(site)s.", site=site),
                Way(_("Choose a new password"), _link("entrance.new_password", language)),
                _("The link can be used once, within an hour."),
                _("If it was not you, do nothing: your password stays as it is."),
            ),
        )


def changed_password(name: str, language: str) -> Letter:
    """Tell somebody that their password was changed by a link."""
    with in_language(language):
        return Letter(
            _("Your password for %(site)s is changed", site=_site()),
            (
                _greet(name),
                _("Your password was changed just now by a link that was mailed to you."),
                _("All browsers are logged out. If it was not you, tell an administrator at once."),
            ),
        )


def _greet(name: str) -> str:
    return str(_("Hello %(name)s,", name=name))


def _site() -> str:
    return str(current_app.config["SITE_NAME"])


def _link(endpoint: str, language: str) -> str:
    return str(current_app.config["BASE_URL"]) + url_for(endpoint, token=TOKEN, language=language)
