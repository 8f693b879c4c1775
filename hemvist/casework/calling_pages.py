"""The pages of the telephone: logging a call, and writing after calls that reached nobody."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.casework import rules
from hemvist.casework.actions import write_to_person
from hemvist.casework.calling import log_call
from hemvist.casework.calling_forms import CallForm, MissedForm
from hemvist.casework.doing import Words, case_for, on_page, posted, staff_of
from hemvist.casework.languages import language_name
from hemvist.casework.missed import message_after, next_try_from, tries_in_vain
from hemvist.casework.models import CallOutcome, Case, Doing
from hemvist.casework.queries import said_already
from hemvist.casework.seen import STEP
from hemvist.messaging.actions import chosen_contact_point
from hemvist.people.models import ContactKind, ContactPoint, OwnTrack
from hemvist.people.phone import readable

DOUBLE_CLICK = timedelta(seconds=30)


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, reference: str) -> HttpResponse:
    """Log a telephone call, and say when to call again."""
    case, user = case_for(request, reference, rules.can_note), staff_of(request)
    own = OwnTrack.objects.filter(person__household=case.household_id, person__left_on=None)
    tracks = list(own.select_related("person__household"))
    form = CallForm(posted(request), case=case, tracks=tracks)

    def log(words: Words) -> object:
        summary, outcome = words["summary"], CallOutcome(words["outcome"])
        just_now = timezone.now() - DOUBLE_CLICK
        called = {"summary": summary, "outcome": outcome}
        if said_already(case.calls.all(), by=user, since=just_now, **called):
            return None
        again = {"again_on": words["again_on"], "again_at": words["again_at"]}
        is_incoming, seen = words["direction"] == "in", form.seen
        is_planned = bool(seen.missed(Case.objects.get(pk=case.pk), STEP))
        log_call(
            case, **called, **again, is_incoming=is_incoming, seen=seen, by=user, at=timezone.now()
        )
        if is_planned:
            return _("The call is logged. The next step stays as a colleague set it meanwhile.")
        return None

    tried = tries_in_vain(case)
    return on_page(
        request,
        case,
        form,
        act=log,
        said=_("The call is logged."),
        template="casework/call.html",
        doing=Doing.CALLING,
        more={"numbers": _numbers(case), "tried": tried, "try_from": next_try_from(tried)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def missed(request: HttpRequest, reference: str) -> HttpResponse:
    """Write to somebody whom two calls did not reach; the message stands ready."""
    case, user = case_for(request, reference, rules.can_write), staff_of(request)
    tried = tries_in_vain(case)
    language = case.household.language
    ready = message_after(tried, language=language)
    if request.method == "POST" and not tried:  # a second press; the first has written
        return redirect("desk:case", case.reference)
    form = MissedForm(posted(request), case=case, ready=ready)

    def send(words: Words) -> None:
        body, key = words["body"] or ready, words["key"]
        write_to_person(case, body=body, key=key, seen=form.seen, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        form,
        act=send,
        said=_("Your message is on its way."),
        template="casework/missed.html",
        doing=Doing.WRITING,
        more={
            "tried": tried,
            "contact_point": chosen_contact_point(case.household),
            "language": language_name(language),
        },
    )


def _numbers(case: Case) -> list[dict[str, Any]]:
    """The numbers of the household, and of members with a way of their own, ready to be called."""
    points = ContactPoint.objects.filter(
        household=case.household_id, kind=ContactKind.PHONE, is_unproven=False
    )
    return [
        {"point": point, "number": readable(point.normalised)}
        for point in points.select_related("person").order_by("person", "pk")
    ]
