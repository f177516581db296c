"""What a letter says, as plain text and as simple HTML."""

import textwrap
from dataclasses import dataclass, field
from html import escape

# Stands in a link for the token, which is made when the letter is sent.
TOKEN = "--token--"  # noqa: S105 - a placeholder
_COLUMNS = 76
_PAGE = (
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>\n'
    '<body style="font: 16px/1.5 sans-serif; max-width: 38em; margin: 1em">\n'
    "{body}\n</body></html>\n"
)


@dataclass(frozen=True)
class Way:
    """A link on a line of its own."""

    label: str
    url: str


@dataclass(frozen=True)
class Piece:
    """One thing of a list: its title, where it is, and a line about it."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter in the language of its receiver; `foot` says why it came and how to stop it."""

    subject: str
    parts: tuple[str | Way | Piece, ...]
    foot: tuple[str | Way, ...] = field(default=())

    def as_text(self) -> str:
        """Return the letter as plain text."""
        parts = [_text(part) for part in self.parts]
        foot = [_text(part) for part in self.foot]
        return "\n\n".join([*parts, "-- \n" + "\n\n".join(foot)] if foot else parts) + "\n"

    def as_html(self, language: str) -> str:
        """Return the letter as HTML, in which everything that somebody wrote is escaped."""
        body = [_html(part) for part in self.parts]
        foot = ["<hr>", *(_html(part) for part in self.foot)] if self.foot else []
        return _PAGE.format(
            language=language, title=escape(self.subject), body="\n".join([*body, *foot])
        )


def _text(part: str | Way | Piece) -> str:
    if isinstance(part, str):
        return _wrap(part)
    if isinstance(part, Way):
        return f"{_wrap(part.label)}:\n{part.url}"
    note = f"\n  {part.note}" if part.note else ""
    return f"* {part.title}{note}\n  {part.url}"


def _wrap(text: str) -> str:
    return textwrap.fill(text, _COLUMNS, break_long_words=False, break_on_hyphens=False)


def _html(part: str | Way | Piece) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    if isinstance(part, Way):
        return f'<p><a href="{escape(part.url)}">{escape(part.label)}</a></p>'
    note = f"<br>{escape(part.note)}" if part.note else ""
    return f'<p><a href="{escape(part.url)}">{escape(part.title)}</a>{note}</p>'
