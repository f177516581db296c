"""The forms of an article's upkeep: that it is right, and who looks after it until when."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from wiki.web.forms import DayField, WikiForm
from wiki.web.numbers import read_number


class CheckForm(WikiForm):
    """That the version which readers see is right, and when somebody should look at it again."""

    number = HiddenField()
    check_by = DayField(
        _("Check it again by"),
        [Optional()],
        description=_("May be empty: then the kind of article decides."),
    )

    def read_version(self) -> int:
        """Return the number of the version that the form was shown with."""
        return read_number(self.number.data)


class UpkeepForm(WikiForm):
    """Who looks after an article, and by which day it is to be checked."""

    owner = SelectField(_("Looked after by"), validate_choice=False)
    day = DayField(
        _("Check it by"),
        [Optional()],
        description=_("May be empty: then the kind of article decides."),
    )
    seen = HiddenField()

    def offer_people(self, people: Mapping[int, str], creator: str) -> None:
        """Let one of these be chosen, or nobody: then it is the person who began the article."""
        nobody = _("Who began it (%(name)s)", name=creator) if creator else _("Nobody chosen")
        self.owner.choices = [("", nobody), *((str(key), name) for key, name in people.items())]

    def read_owner(self) -> int | None:
        """Return the id of the chosen person, None for nobody; -1 is what names no account."""
        return read_number(self.owner.data) if self.owner.data else None
