"""The viewer: who makes a request, as every query and action takes it."""

from dataclasses import dataclass

from wiki.accounts.models import Role


@dataclass(frozen=True)
class Viewer:
    """Who makes the request, read from the database each time.

    A reader has neither `user_id` nor `role`; the command line has a role but no user.
    """

    user_id: int | None = None
    role: Role | None = None
    name: str = ""
    has_shortcuts: bool = True
    must_change_password: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Return whether the viewer is not logged in."""
        return self.role is None

    def is_at_least(self, role: Role) -> bool:
        """Return whether the viewer has `role` or a higher one."""
        return self.role is not None and self.role.rank >= role.rank


ANONYMOUS = Viewer()
# Anybody who can run commands on the machine may do everything; the audit log names no user.
COMMAND_LINE = Viewer(role=Role.ADMIN)
