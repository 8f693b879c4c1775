"""Who keeps the guide and the directory true."""

from hemvist.accounts.models import Role, User


def can_keep_up(user: User) -> bool:
    """Read what readers say, see what is to be reviewed, and deal with it."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}


def can_read_answers(user: User) -> bool:
    """Read the answers with their internal notes: whoever talks with residents, and editors."""
    return user.is_active and user.role in {
        Role.HOST,
        Role.COORDINATOR,
        Role.CITIZEN_SERVICES,
        Role.SERVICE_POINT,
        Role.EDITOR,
    }
