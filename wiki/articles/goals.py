"""List the 17 goals of Agenda 2030; they are fixed, so they are code and not content."""

from flask_babel import lazy_gettext as _

from wiki.articles.fields import Choice

# Only the number is stored. The label shows it before the name, since people know goals by both.
GOALS = (
    Choice("1", _("1 No Poverty")),
    Choice("2", _("2 Zero Hunger")),
    Choice("3", _("3 Good Health and Well-being")),
    Choice("4", _("4 Quality Education")),
    Choice("5", _("5 Gender Equality")),
    Choice("6", _("6 Clean Water and Sanitation")),
    Choice("7", _("7 Affordable and Clean Energy")),
    Choice("8", _("8 Decent Work and Economic Growth")),
    Choice("9", _("9 Industry, Innovation and Infrastructure")),
    Choice("10", _("10 Reduced Inequalities")),
    Choice("11", _("11 Sustainable Cities and Communities")),
    Choice("12", _("12 Responsible Consumption and Production")),
    Choice("13", _("13 Climate Action")),
    Choice("14", _("14 Life Below Water")),
    Choice("15", _("15 Life on Land")),
    Choice("16", _("16 Peace, Justice and Strong Institutions")),
    Choice("17", _("17 Partnerships for the Goals")),
)
