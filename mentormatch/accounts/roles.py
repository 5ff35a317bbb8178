"""What a member of staff may do."""

from enum import StrEnum


class StaffRole(StrEnum):
    """The two roles; an admin may do everything that a counselor may."""

    COUNSELOR = "counselor"
    ADMIN = "admin"

    @property
    def needs_second_factor(self) -> bool:
        """Whether this role may work only with a second factor."""
        return self is StaffRole.ADMIN

    def may_act_as(self, needed: "StaffRole") -> bool:
        """Whether this role is enough where `needed` is asked for."""
        return self is needed or self is StaffRole.ADMIN
