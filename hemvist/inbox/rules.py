"""Who may read mail that belongs to no case yet, and say where it belongs."""

from django.contrib.auth.models import AnonymousUser

from hemvist.accounts.models import Role, User

SORTING = {Role.HOST, Role.COORDINATOR, Role.CITIZEN_SERVICES}


def can_sort_mail(user: User | AnonymousUser) -> bool:
    """Whether somebody answers for the municipality: mail of strangers is read by few."""
    return isinstance(user, User) and user.is_active and user.role in SORTING
