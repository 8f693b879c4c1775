"""Who looks after places and their keepers."""

from hemvist.accounts.models import Role, User


def can_look_after_places(user: User) -> bool:
    """Appoint keepers, see what is overdue, and decide on what keepers want changed."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}
