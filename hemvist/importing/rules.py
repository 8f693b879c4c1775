"""Who may bring in lists."""

from hemvist.accounts.models import Role, User


def can_import(user: User) -> bool:
    """Bring in lists, say what their headings mean, take them back: editors and coordinators."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}
