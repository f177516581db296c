"""Say who is looking: the value that every read takes."""

from dataclasses import dataclass

from wiki.accounts.models import Role


@dataclass(frozen=True)
class Viewer:
    """Hold who is asking, read anew on each request.

    A reader has neither `user_id` nor `role`; the command line has a role and no user.
    """

    user_id: int | None = None
    role: Role | None = None
    name: str = ""
    has_shortcuts: bool = True

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nobody is logged in."""
        return self.role is None

    def is_at_least(self, role: Role) -> bool:
        """Tell whether the viewer holds `role` or one above it."""
        return self.role is not None and self.role.rank >= role.rank


ANONYMOUS = Viewer()
# Whoever may start commands on the machine may do everything; the journal names no user.
COMMAND_LINE = Viewer(role=Role.ADMIN)
