"""Reads of staff."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet

from hemvist.accounts.models import User


def staff_list() -> QuerySet[User]:
    """Everybody, those who still have access first, with what a coordinator needs to see."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return (
        User.objects.annotate(has_second_factor=Exists(factors))
        .prefetch_related("teams")
        .order_by("-is_active", "name", "pk")
    )


def sessions_of(user: User) -> QuerySet[UserSession]:
    """Where a person is signed in, the newest first."""
    return UserSession.objects.filter(user=user).order_by("-created_at")
