"""Read which articles an editor chose in a list, and which tag they shall get."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, ValidationError
from wtforms.validators import DataRequired

from wiki.tags.forms import read_id
from wiki.web.forms import WikiForm


class TaggingForm(WikiForm):
    """Ask for several articles and one tag, by their ids."""

    articles = SelectMultipleField(
        _("Articles"),
        [DataRequired(_("Choose at least one article."))],
        coerce=read_id,
        validate_choice=False,
    )
    tag = SelectField(_("Tag"), coerce=read_id, validate_choice=False)

    def validate_tag(self, field: SelectField) -> None:
        """Refuse a form in which no tag was chosen."""
        if not field.data or field.data < 0:
            raise ValidationError(str(_("Choose the tag for the articles.")))
