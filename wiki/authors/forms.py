"""The form in which the authors of an article are chosen."""

from collections.abc import Mapping

from flask import request
from wtforms import HiddenField

from wiki.authors.lines import MOST_LINES, AuthorLine
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number

_FIELDS = ("name", "user", "orcid", "affiliation", "role")


class AuthorsForm(WikiForm):
    """A list of lines, each with the same fields, and a button that saves or changes the list."""

    edition = HiddenField()

    @property
    def intent(self) -> str:
        """Return which button was pressed, such as "save", "add" or "up-2"."""
        return request.form.get("intent", "save")

    def read_lines(self) -> list[AuthorLine]:
        """Return the lines in their order, as they were written."""
        columns = [request.form.getlist(field) for field in _FIELDS]
        return [
            AuthorLine(name, read_number(user) if user else None, orcid, affiliation, role)
            for name, user, orcid, affiliation, role in zip(*columns, strict=False)
        ][: MOST_LINES + 1]

    def change(self, lines: list[AuthorLine], people: Mapping[int, str]) -> list[AuthorLine]:
        """Return the lines as the pressed button changes them; unknown buttons change nothing."""
        what, _dash, place = self.intent.partition("-")
        index = read_number(place)
        if what == "add":
            user_id = read_number(request.form.get("person"))
            added = AuthorLine(people[user_id], user_id) if user_id in people else AuthorLine()
            return [*lines, added]
        if not place or not 0 <= index < len(lines):
            return lines
        line = lines.pop(index)
        moves = {"up": max(index - 1, 0), "down": index + 1}
        if what in moves:
            lines.insert(moves[what], line)
        return lines
