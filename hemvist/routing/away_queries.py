"""Who is away, and which cases stand in other hands meanwhile."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from hemvist.accounts.models import Absence, Role, User
from hemvist.casework.models import Case
from hemvist.routing.models import HandOver

LIMIT = 200


def absences_for(user: User, *, on: date) -> QuerySet[Absence]:
    """One's own absences from a day on, and those with something to take back; all for the
    coordinator."""
    given = Count("hand_overs", filter=Q(hand_overs__ended_at__isnull=True))
    rows = Absence.objects.select_related("user", "stand_in").annotate(given=given)
    rows = rows.filter(Q(last_on__gte=on, ended_at__isnull=True) | Q(given__gt=0))
    return rows if user.is_coordinator else rows.filter(user=user)


def absence_to_change(user: User, pk: int) -> QuerySet[Absence]:
    """An absence that somebody may end: their own, and any for the coordinator."""
    rows = Absence.objects.filter(pk=pk).select_related("user", "stand_in")
    return rows if user.is_coordinator else rows.filter(user=user)


def to_take_back(absence: Absence, reader: User) -> QuerySet[HandOver]:
    """Cases that are still where they were given to, and that the reader may know of."""
    return (
        HandOver.objects.filter(absence=absence, ended_at__isnull=True)
        .filter(Q(case__owner=F("to")) | Q(case__owner__isnull=True, to__isnull=True))
        .filter(case__in=Case.objects.visible_to(reader).open())
        .select_related("case__household", "case__team", "to")
    )


def handed_to(user: User) -> QuerySet[HandOver]:
    """Cases somebody has for a colleague who is away."""
    return (
        HandOver.objects.filter(to=user, ended_at__isnull=True, case__owner=user)
        .filter(case__in=Case.objects.visible_to(user).open())
        .select_related("case__household", "case__team", "absence__user")
        .order_by("absence__last_on", "case__next_step_on", "pk")
    )


def who_can_be_away(user: User) -> QuerySet[User]:
    """Those an absence can be written down for: oneself, and all who have cases."""
    hosts = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
    return hosts if user.is_coordinator else hosts.filter(pk=user.pk)
