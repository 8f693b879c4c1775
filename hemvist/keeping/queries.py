"""Which places are due, and whom to ask."""

from datetime import date, timedelta

from django.db.models import Case, DateField, ExpressionWrapper, F, Q, QuerySet, Value, When

from hemvist.directory.models import ChangeProposal, Keeper, Service

ASK_AGAIN_DAYS = 14
MOST_LETTERS = 3


def overdue(*, on: date) -> QuerySet[Service]:
    """The public places whose review is due, those never checked first, then the oldest."""
    due = ExpressionWrapper(F("checked_on") + F("review_days"), output_field=DateField())
    never = Case(When(checked_on=None, then=Value(date.min)), default=due)
    found = Service.objects.public().annotate(due_on=never).filter(due_on__lte=on)
    return found.select_related("keeper__user", "category").order_by("due_on", "name")


def keepers_to_ask(*, on: date) -> QuerySet[Keeper]:
    """Those whose place is due, who were not asked lately and not in vain three times."""
    rested = Q(asked_on=None) | Q(asked_on__lte=on - timedelta(days=ASK_AGAIN_DAYS))
    reachable = Q(user=None) | Q(user__is_active=True)
    found = Keeper.objects.filter(rested, reachable, times_asked__lt=MOST_LETTERS)
    found = found.filter(service__in=overdue(on=on).order_by().values("pk"))
    return found.select_related("service", "user").order_by("service__name")


def open_proposals() -> QuerySet[ChangeProposal]:
    """What waits for an editor, oldest first."""
    return ChangeProposal.objects.open().select_related("service").order_by("made_at")
