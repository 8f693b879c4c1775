"""Reads of staff."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet

from hemvist.accounts.models import Absence, User


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


def is_here(user: User, day: date) -> bool:
    """Whether somebody works here still, and is not away on a day."""
    return user.is_active and not Absence.objects.on(day).filter(user=user).exists()


def away_until(day: date) -> dict[int, date]:
    """Everybody who is away on a day, with their last day away."""
    return {one.user_id: one.last_on for one in Absence.objects.on(day).order_by("last_on")}
