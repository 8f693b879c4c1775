"""The case on one page."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.calling_forms import CallForm
from hemvist.casework.forms import QuickNoteForm, names_for_script
from hemvist.casework.history import tell
from hemvist.casework.models import Case, CaseState
from hemvist.casework.presence import others_here
from hemvist.casework.queries import KINDS, facts_of, timeline
from hemvist.casework.waiting import waiting_of
from hemvist.core.dates import today
from hemvist.core.working_time import Calendar
from hemvist.desk import case_page
from hemvist.desk.case_parts import Parts, parts_of
from hemvist.desk.guarding import for_those_who, staff
from hemvist.desk.news import news_address, since_last_look
from hemvist.desk.queries import TONES
from hemvist.merging.queries import same_as
from hemvist.merging.rules import can_regroup
from hemvist.routing.because import why_here
from hemvist.writing.queries import leaving_in
from hemvist.writing.translating import may_translate


@for_those_who(bool)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case on one screen; that somebody looked is written in the log."""
    user = staff(request)
    if "\0" in reference:
        raise Http404
    known = Case.objects.visible_to(user).select_related(
        "household", "household__contact_choice", "owner", "team", "area", "merged_into"
    )
    one = get_object_or_404(known, reference=reference)
    if not rules.can_read(user, one):
        raise PermissionDenied
    if one.merged_into is not None:
        return redirect("desk:case", one.merged_into.reference)
    since = since_last_look(one, user=user)
    look = record("case.viewed", one, by=user)
    context = {
        **_case_context(request, user, one),
        "since": since,
        "news_address": news_address(look.pk, case=one.reference),
    }
    return render(request, "desk/case.html", context)


def _case_context(request: HttpRequest, user: User, one: Case) -> dict[str, Any]:
    now = timezone.now()
    parts = parts_of(one, at=now)
    primary = case_page.primary_act(one, user)
    reads_all = rules.can_read_all(user, one)
    return {
        "case": one,
        "tone": TONES[CaseState(one.state)],
        "is_late": one.next_step_on is not None and one.next_step_on < today(),
        "waiting": waiting_of(one, calendar=Calendar.current(), now=now),
        "owner_away_until": parts.owner_away_until,
        "needs": case_page.needs_of(one, who=request.GET.get("who", ""), on=today()),
        "primary": primary,
        "acts": case_page.more_acts(one, user, besides=primary),
        "facts": facts_of(one) if "facts" in parts else [],
        "others": others_here(one, besides=user, at=now) if "others" in parts else [],
        "may_pin": rules.can_pin(user, one),
        "tasks": case_page.tasks_of(one, on=today()) if "tasks" in parts else None,
        "reads_all": reads_all,
        "may_plan": one.is_open and rules.can_plan(user, one),
        "may_assign": one.is_open and rules.can_assign(user, one),
        **_quick(user, one, at=now),
        **_who(one, parts),
        **_said(request, user, one, parts),
        **(_for_all_readers(user, one, parts) if reads_all else {}),
    }


def _quick(user: User, one: Case, *, at: datetime) -> dict[str, Any]:
    """What can be written on the page itself; the forms are made when they are not known yet."""
    colleagues = rules.colleagues_who_read(one).exclude(pk=user.pk)
    return {
        "shown_at": at.isoformat(),
        "colleagues": names_for_script(colleagues.values_list("name", flat=True)),
        "note_form": SimpleLazyObject(lambda: QuickNoteForm(case=one, auto_id="note_%s")),
        "call_form": SimpleLazyObject(lambda: CallForm(case=one, auto_id="call_%s")),
    }


def _who(one: Case, parts: Parts) -> dict[str, Any]:
    """The household, and why its case is here."""
    household = one.household
    members, reach = case_page.household_of(one, on=today())
    return {
        "members": members,
        "reach": reach,
        "named_staff": household.named_staff.all() if household.is_protected else [],
        "why_here": why_here(one) if "decision" in parts else None,
    }


def _said(request: HttpRequest, user: User, one: Case, parts: Parts) -> dict[str, Any]:
    """A page of the timeline, as the address asks for it."""
    kind = request.GET.get("kind", "")
    page = timeline(
        one,
        reader=user,
        kind=kind,
        older_than=request.GET.get("older", "")[:20],
        starting_at=request.GET.get("from", "")[:20],
        besides=parts.empty_kinds,
        with_files="files" in parts,
    )
    tell(page.items)
    return {"timeline": page, "kinds": KINDS, "kind": kind if kind in KINDS else ""}


def _for_all_readers(user: User, one: Case, parts: Parts) -> dict[str, Any]:
    """What a service point does not see."""
    return {
        "referrals": case_page.referrals_of(one) if "referrals" in parts else [],
        "translates": may_translate(one),
        "leaving": leaving_in(one) if "drafts" in parts else [],
        "along": case_page.came_along(one) if "enquiry" in parts else None,
        "same": same_as(
            one,
            reader=user,
            may_merge=can_regroup(user),
            is_compared="keys" in parts,
            has_pairs="pairs" in parts,
            is_joined="joined" in parts,
        ),
    }
