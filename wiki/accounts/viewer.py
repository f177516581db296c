"""Say who is looking: the value that every read takes."""

from dataclasses import dataclass

from wiki.accounts.models import Role


@dataclass(frozen=True)
class Viewer:
    """Hold who is asking, read anew on each request; `user_id` is None for a reader."""

    user_id: int | None = None
    role: Role | None = None
    name: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nobody is logged in."""
        return self.user_id is None

    def is_at_least(self, role: Role) -> bool:
        """Tell whether the viewer holds `role` or one above it."""
        return self.role is not None and self.role.rank >= role.rank


ANONYMOUS = Viewer()
