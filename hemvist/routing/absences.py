"""Saying that somebody is away, and coming back; never why."""

from datetime import date, datetime, timedelta

from django.db import transaction

from hemvist.accounts.models import Absence, User
from hemvist.audit.actions import By, record
from hemvist.core.dates import local_day
from hemvist.routing.handing_over import Handed, hand_over_absent

LONGEST = timedelta(days=2 * 366)


class CannotBeAway(Exception):
    """An absence that cannot be; the exceptions below say why."""


class DaysInWrongOrder(CannotBeAway):
    """The last day comes before the first, or both are long over."""


class IsAwayAlready(CannotBeAway):
    """Another absence of the same person holds on one of the days; `absence` is it."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(absence)
        self.absence = absence


class StandInIsAway(CannotBeAway):
    """The one who shall stand in is away on one of the days."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(absence)
        self.absence = absence


class CannotStandIn(CannotBeAway):
    """Nobody stands in for themselves, and only those who have cases stand in."""


def check_absence(
    user: User, *, first_on: date, last_on: date, stand_in: User | None, on: date
) -> None:
    """Refuse what cannot be; raises one of the exceptions above."""
    if last_on < first_on or last_on < on or last_on - first_on > LONGEST:
        raise DaysInWrongOrder
    same_days = Absence.objects.from_day(first_on).filter(first_on__lte=last_on)
    if overlapping := same_days.filter(user=user).first():
        raise IsAwayAlready(overlapping)
    if stand_in is None:
        return
    if stand_in == user or not stand_in.is_active or not stand_in.is_host:
        raise CannotStandIn
    if away := same_days.filter(user=stand_in).first():
        raise StandInIsAway(away)


@transaction.atomic
def say_away(
    user: User,
    *,
    first_on: date,
    last_on: date,
    stand_in: User | None,
    by: User,
    at: datetime,
) -> tuple[Absence, Handed]:
    """Write down that somebody is away; what cannot wait is handed over on the first day.

    If that is today, at once. Raises DaysInWrongOrder, IsAwayAlready, CannotStandIn,
    StandInIsAway.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    on = local_day(at)
    check_absence(user, first_on=first_on, last_on=last_on, stand_in=stand_in, on=on)
    absence = Absence.objects.create(
        user=user, first_on=first_on, last_on=last_on, stand_in=stand_in, made_by=by, made_at=at
    )
    detail = {
        "from": first_on.isoformat(),
        "to": last_on.isoformat(),
        "stand_in": stand_in.pk if stand_in else None,
    }
    record("absence.said", user, by=by, detail=detail, at=at)
    handed = hand_over_absent(absence, by=by, at=at) if first_on <= on else Handed()
    return absence, handed


@transaction.atomic
def end_absence(absence: Absence, *, by: By, at: datetime) -> Absence | None:
    """Somebody is back, or does not go: today is a working day again.

    One that had not begun is taken away. What was handed over stays there until it is taken back.
    """
    absence = Absence.objects.select_for_update().select_related("user").get(pk=absence.pk)
    on = local_day(at)
    record("absence.ended", absence.user, by=by, detail={"on": on.isoformat()}, at=at)
    if absence.first_on >= on and not absence.hand_overs.exists():
        absence.delete()
        return None
    absence.last_on = max(absence.first_on, on - timedelta(days=1))
    absence.ended_at = at
    absence.save(update_fields=["last_on", "ended_at"])
    return absence
