"""Split long lists into pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, TypeVarTuple

from sqlalchemy import Select, func, select

from wiki.db import db

PAGE_SIZE = 50

Item = TypeVar("Item")
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list: its items, its number (from 1), its size and the list's length."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """Return the number of pages, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        """Return the number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Return the number of the page after, or None."""
        return self.number + 1 if self.number < self.count else None

    @property
    def steps(self) -> list[int | None]:
        """Return the pages to link: the first, the last and those nearby; None marks a gap.

        A gap of a single page is filled: its number takes no more room than the dots.
        """
        near = {1, self.number - 1, self.number, self.number + 1, self.count}
        numbers = sorted(number for number in near if 1 <= number <= self.count)
        steps: list[int | None] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            gap = number - before - 1
            steps += [before + 1] if gap == 1 else [None] if gap else []
            steps.append(number)
        return steps


def paginate(
    query: Select[*Columns],
    read: Callable[[*Columns], Item],
    number: int,
    *,
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> Page[Item]:
    """Return one page of an ordered query, each row turned into an item by `read`.

    Beyond the end, return the last page. Pass `total` where a cheaper query counts the rows.
    """
    if total is None:
        rows = query.order_by(None).subquery()
        total = db.session.scalar(select(func.count()).select_from(rows)) or 0
    number = nearest_page(number, total, size)
    found = db.session.execute(query.limit(size).offset((number - 1) * size))
    return Page([read(*row) for row in found], number, size, total)


def turn_to(
    ids: Sequence[int],
    read: Callable[[Sequence[int]], Sequence[Item]],
    number: int,
    size: int = PAGE_SIZE,
) -> Page[Item]:
    """Return one page of a list of which all ids are known, in their order; `read` reads items."""
    number = nearest_page(number, len(ids), size)
    shown = ids[(number - 1) * size : number * size]
    return Page(read(shown) if shown else (), number, size, len(ids))


def nearest_page(number: int, total: int, size: int = PAGE_SIZE) -> int:
    """Return `number`, or the last page of a list of `total` items when that is smaller."""
    return max(1, min(number, -(-total // size)))
