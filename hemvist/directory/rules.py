"""Who may change the directory."""

from hemvist.accounts.models import Role, User


def can_edit_places(user: User) -> bool:
    """Add a place, change what is said of it, and say that it was looked at."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}
