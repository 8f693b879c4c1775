"""The list of what looks like spam: nothing in it is lost, and every answer can be taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.intake.models import Enquiry, Offer, Verdict
from hemvist.intake.rules import can_judge_suspected
from hemvist.intake.suspecting import IsJudged, judge_enquiry, take_back

PAGE_SIZE = 40


@login_required
@require_safe
def suspected(request: HttpRequest) -> HttpResponse:
    """What waits to be judged, the oldest first; or what was judged, the latest first."""
    user = _judge(request)
    is_judged = request.GET.get("state") == "judged"
    found = _of(user).exclude(suspicion="")
    found = found.exclude(verdict="") if is_judged else found.filter(verdict="")
    found = found.order_by("-judged_at") if is_judged else found.order_by("sent_at")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "intake/suspected.html", {"page": page, "is_judged": is_judged})


@login_required
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """This is a person, or this is spam."""
    user = _judge(request)
    enquiry = get_object_or_404(_of(user).exclude(suspicion=""), pk=pk)
    verdict = Verdict.SPAM if "spam" in request.POST else Verdict.PERSON
    try:
        judge_enquiry(enquiry, verdict=verdict, by=user, at=timezone.now())
    except IsJudged:
        messages.info(request, _("A colleague has said it already. It stands among the judged."))
    else:
        is_spam = verdict == Verdict.SPAM
        said = _("Put aside as spam.") if is_spam else _("Marked as a person.")
        messages.success(request, said + " " + _("You can take it back under “Judged”."))
    return redirect("suspected:suspected")


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was said."""
    user = _judge(request)
    enquiry = get_object_or_404(_of(user).exclude(suspicion=""), pk=pk)
    take_back(enquiry, by=user, at=timezone.now())
    messages.success(request, _("Taken back. It waits to be judged again."))
    return redirect("suspected:suspected")


def _judge(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_judge_suspected(user):
        raise PermissionDenied
    return user


def _of(user: User) -> "QuerySet[Enquiry, Any]":
    """What this person may know of."""
    cases = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
    offers = Offer.objects.visible_to(user).filter(enquiry=OuterRef("pk"))
    return (
        Enquiry.objects.filter(Q(Exists(cases)) | Q(Exists(offers)), state="sent")
        .select_related("case", "offer", "form_version__form", "judged_by")
        .defer("form_version__document", "answers")
    )
