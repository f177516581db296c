"""Read which articles an editor chose in a list, and which tag they shall get."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired

from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class TaggingForm(WikiForm):
    """Ask for several articles and one tag, by their ids."""

    articles = SelectMultipleField(
        _("Articles"),
        [DataRequired(_("Choose at least one article."))],
        coerce=read_number,
        validate_choice=False,
    )
    tag = SelectField(_("Tag"), coerce=read_number, validate_choice=False)

    def validate_tag(self, field: SelectField) -> None:
        """Refuse a form in which no tag was chosen."""
        if not field.data or field.data < 0:
            raise ValidationError(str(_("Choose the tag for the articles.")))
