"""Say who is named for a text, and for what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wiki.citations.names import Author, read_author, whole_name

AUTHOR, EDITOR, TRANSLATOR = "author", "editor", "translator"


@dataclass(frozen=True)
class Credit:
    """A person or organisation named for a text; `slug` is that of their page, if they have one.

    `affiliation` is where they worked when they wrote it, `family` their family name if said,
    `as_one` how the name is written where somebody said that the whole is one: "Rädda Barnen,".
    """

    name: str
    user_id: int | None = None
    slug: str = ""
    orcid: str = ""
    affiliation: str = ""
    role: str = AUTHOR
    family: str = ""
    as_one: str = ""

    @property
    def written(self) -> str:
        """Return the name as it is written in a list of authors: "Lindqvist Berg, Anna".

        With a title or degree in it, it stays as it is, since the list would lose those words.
        """
        if self.as_one or not self.family:
            return self.as_one or self.name
        author = read_author(self.name, family=self.family)
        return author.inverted if author.name == self.name else self.name

    def read(self, organisations: Iterable[str] = ()) -> Author:
        """Return the author who is named; `organisations` are names known to be no person's."""
        return read_author(self.as_one or self.name, organisations, self.family)


def credit_named(name: str, orcid: str = "") -> Credit:
    """Return the credit of somebody without an account, by the name as it is written in a list."""
    if whole := whole_name(name):
        return Credit(whole, orcid=orcid, as_one=name)
    author = read_author(name)
    if author.given and author.inverted == name:
        return Credit(author.name, orcid=orcid, family=author.family)
    return Credit(name, orcid=orcid)


@dataclass(frozen=True)
class Credits:
    """Who is named for a version of an article, in order; contributors mended something in it.

    `is_chosen` is whether somebody has chosen who is named, rather than the count of words.
    """

    named: Sequence[Credit] = ()
    contributors: Sequence[Credit] = ()
    is_chosen: bool = False

    @property
    def authors(self) -> list[Credit]:
        """Return the authors."""
        return self.in_role(AUTHOR)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the authors."""
        return tuple(author.name for author in self.authors)

    def in_role(self, role: str) -> list[Credit]:
        """Return who has a role, in order."""
        return [credit for credit in self.named if credit.role == role]
