"""Who keeps the guide and the directory true."""

from hemvist.accounts.models import Role, User


def can_keep_up(user: User) -> bool:
    """Read what readers say, see what is to be reviewed, and deal with it."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}
