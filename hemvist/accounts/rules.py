"""Who may manage staff."""

from hemvist.accounts.models import User


def can_manage_staff(user: User) -> bool:
    """Invite colleagues, change their roles and teams, end their access."""
    return user.is_active and user.is_coordinator
