"""When a colleague leaves: their cases go back to the queues, then their access ends.

It stands on the desk because accounts knows no cases. A deed of three apps has no app of its
own; here they are put together in one transaction.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.accounts.actions import IsOneself, LastCoordinator, deactivate_user
from hemvist.accounts.models import User
from hemvist.accounts.rules import can_manage_staff
from hemvist.casework.models import Case
from hemvist.casework.noting import hand_over_tasks
from hemvist.desk.forms import LeavingForm
from hemvist.people.actions import protect_household
from hemvist.people.models import Household
from hemvist.routing.handing_over import hand_over_for_good
from hemvist.routing.models import RuleSet
from hemvist.routing.queries import people_named


@login_required
@require_http_methods(["GET", "POST"])
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm and end a colleague's access, with nothing of theirs left lying."""
    if not isinstance(request.user, User) or not can_manage_staff(request.user):
        raise PermissionDenied
    colleague = get_object_or_404(User, pk=pk, is_active=True)
    mistake, status = "", 200
    form = LeavingForm(request.POST or None, colleague=colleague)
    if request.method == "POST":
        try:
            let_go(colleague, to=_chosen(form), by=request.user)
        except IsOneself:
            mistake, status = _("You cannot end your own access. Ask another coordinator."), 422
        except LastCoordinator:
            mistake, status = _("Make somebody else a coordinator first."), 422
        else:
            messages.success(request, _("Access has ended, and the cases are in other hands."))
            return redirect("accounts:staff")
    context = {
        "colleague": colleague,
        "form": form,
        "mistake": mistake,
        "named_in_rules": colleague.pk in people_named(RuleSet.objects.in_force().first()),
        "open_cases": _open_cases(colleague, request.user),
    }
    return render(request, "desk/leaving.html", context, status=status)


@transaction.atomic
def let_go(colleague: User, *, by: User, to: User | None = None) -> None:
    """End the access; the cases go to somebody, or to their queues, the tasks with the cases.

    What only this person could see becomes the coordinator's to pass on.

    Raises IsOneself and LastCoordinator.
    """
    deactivate_user(colleague, by=by)
    hand_over_for_good(colleague, to=to, by=by, at=timezone.now())
    hand_over_tasks(colleague, by=by, at=timezone.now())
    for household in _seen_by_nobody_else(colleague):
        protect_household(household, staff=[by.pk], by=by)


def _chosen(form: LeavingForm) -> User | None:
    """The colleague who was chosen; nobody, and so the queues, for a choice that cannot be."""
    return form.cleaned_data["to"] if form.is_valid() else None


def _open_cases(colleague: User, reader: User) -> int:
    return Case.objects.visible_to(reader).open().filter(owner=colleague).count()


def _seen_by_nobody_else(colleague: User) -> list[Household]:
    named = Household.named_staff.through.objects.filter(user=colleague).values("household")
    protected = Household.objects.filter(is_protected=True, pk__in=named)
    others = Count("named_staff", filter=Q(named_staff__is_active=True))
    return list(protected.annotate(others=others).filter(others=0))
