"""Who looks after the words of the search."""

from hemvist.accounts.models import Role, User


def can_keep_words(user: User) -> bool:
    """Read what is asked for, and say what words mean."""
    return user.is_active and user.role in {Role.EDITOR, Role.COORDINATOR}
