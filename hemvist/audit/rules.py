"""Who may read the log."""

from hemvist.accounts.models import Role, User


def can_read_log(user: User) -> bool:
    """See who did and who looked: the data protection officer, and the head of the service."""
    return user.is_active and user.role in {Role.AUDITOR, Role.COORDINATOR}
