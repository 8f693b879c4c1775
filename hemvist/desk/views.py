"""The desk: what waits for me, finding a case, the case itself, and the public register."""

import csv
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework import rules
from hemvist.casework.forms import CallForm, NoteForm
from hemvist.casework.history import tell
from hemvist.casework.models import Case, CaseState
from hemvist.casework.queries import KINDS, timeline
from hemvist.casework.waiting import waiting_of
from hemvist.core.dates import today
from hemvist.core.models import Municipality
from hemvist.core.working_time import Calendar
from hemvist.desk import case_page, search
from hemvist.desk import register as public_register
from hemvist.desk.filters import Filters, filter_fields
from hemvist.desk.forms import RegisterForm
from hemvist.desk.queries import TONES, my_work, team_loads
from hemvist.desk.queries import queue as queue_of

View = Callable[..., HttpResponseBase]


def for_those_who(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """A page to read, for those a rule lets in: others get 403, strangers the login."""

    def decorate(view: View) -> View:
        @login_required
        @require_GET
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every view here is behind login
    return request.user


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@for_those_who(rules.can_use_desk)
def home(request: HttpRequest) -> HttpResponse:
    """My work: who waits for an answer, and my cases by the day of the next step."""
    filters, only = Filters.from_query(request.GET), request.GET.get("group", "")
    page = max(_number(request.GET.get("page", "")) or 1, 1)
    groups = my_work(_staff(request), now=timezone.now(), filters=filters, only=only, page=page)
    shown = [group for group in groups if group.rows]
    context = {
        "groups": groups,
        "shown": shown,
        "only": next((group for group in groups if group.code == only), None),
        "filters": filters,
        "fields": filter_fields(filters),
    }
    return render(request, "desk/home.html", context)


@for_those_who(rules.can_use_desk)
def queue(request: HttpRequest) -> HttpResponse:
    """Cases of my teams that nobody owns yet."""
    filters, after = Filters.from_query(request.GET), request.GET.get("after", "")
    waiting = queue_of(_staff(request), now=timezone.now(), filters=filters, after=after)
    context = {
        "queue": waiting,
        "filters": filters,
        "fields": filter_fields(filters),
        "after": after,
        "may_take": _staff(request).role in rules.DECIDING,
    }
    return render(request, "desk/queue.html", context)


@for_those_who(lambda user: rules.can_use_desk(user) and user.is_coordinator)
def team(request: HttpRequest) -> HttpResponse:
    """How the work is spread over the hosts."""
    return render(request, "desk/team.html", {"loads": team_loads(_staff(request), today=today())})


@for_those_who(rules.can_use_desk)
def cases(request: HttpRequest) -> HttpResponse:
    """Find a case by what one has at hand, or leaf through them from the newest."""
    filters, text = Filters.from_query(request.GET), search.clean(request.GET.get("q", ""))
    before = _number(request.GET.get("before", ""))
    found = search.find_cases(
        _staff(request), text, filters=filters, now=timezone.now(), before=before
    )
    context = {
        "found": found,
        "q": text,
        "filters": filters,
        "fields": filter_fields(filters, with_closed=True),
        "before": before,
        "address": _query_without(request, "before"),
    }
    return render(request, "desk/cases.html", context)


@for_those_who(bool)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case on one screen; that somebody looked is written in the log."""
    user = _staff(request)
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
    record("case.viewed", one, by=user)
    return render(request, "desk/case.html", _case_context(request, user, one))


def _case_context(request: HttpRequest, user: User, one: Case) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    page = timeline(
        one,
        reader=user,
        kind=kind,
        older_than=request.GET.get("older", "")[:20],
        starting_at=request.GET.get("from", "")[:20],
    )
    tell(page.items)
    primary = case_page.primary_act(one, user)
    household, reads_all = one.household, rules.can_read_all(user, one)
    return {
        "case": one,
        "tone": TONES[CaseState(one.state)],
        "is_late": one.next_step_on is not None and one.next_step_on < today(),
        "waiting": waiting_of(one, calendar=Calendar.current(), now=timezone.now()),
        "members": case_page.members(list(household.people.present()), on=today()),
        "reach": case_page.reach(household, list(household.contact_points.filter(person=None))),
        "needs": one.needs.select_related("life_area", "person"),
        "referrals": case_page.referrals_of(one) if reads_all else [],
        "brought": case_page.brought_by(one) if reads_all else [],
        "named_staff": household.named_staff.all() if household.is_protected else [],
        "timeline": page,
        "kinds": KINDS,
        "kind": kind if kind in KINDS else "",
        "primary": primary,
        "acts": case_page.more_acts(one, user, besides=primary),
        "reads_all": reads_all,
        "may_plan": one.is_open and rules.can_plan(user, one),
        "may_assign": one.is_open and rules.can_assign(user, one),
        "note_form": NoteForm(case=one, auto_id="note_%s"),
        "call_form": CallForm(case=one, auto_id="call_%s") if one.is_open else None,
    }


@for_those_who(rules.can_read_register)
def register(request: HttpRequest) -> HttpResponse:
    """Every document in and out, by number, the newest first."""
    form, found = _asked_for(request)
    before = _number(request.GET.get("before", ""))
    context = {
        "form": form,
        "page": public_register.register_page(found, before=before),
        "before": before,
        "query": _query_without(request, "before"),
        "links_to_cases": rules.can_use_desk(_staff(request)),
    }
    return render(request, "desk/register.html", context, status=200 if form.is_valid() else 422)


@for_those_who(rules.can_read_register)
def extract(request: HttpRequest) -> HttpResponse:
    """A period of the register as the public may see it, to look through and to print."""
    form, found = _asked_for(request)
    limit = public_register.PREVIEW
    lines = [public_register.line_for_public(entry) for entry in _oldest(found, limit + 1)]
    context = {
        "form": form,
        "lines": lines[:limit],
        "limit": limit,
        "is_cut": len(lines) > limit,
        "query": _query_without(request, "before"),
    }
    return render(request, "desk/extract.html", context, status=200 if form.is_valid() else 422)


def _oldest(found: Any, size: int) -> Any:
    return found.order_by("registered_at", "pk")[:size]


@for_those_who(rules.can_read_register)
def extract_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole extract for a spreadsheet; that it was taken out is written in the log."""
    form, found = _asked_for(request)
    if not form.is_valid():
        return extract(request)
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    period = {"since": since.isoformat(), "until": until.isoformat()}
    record("register.extracted", Municipality(pk=1), by=_staff(request), detail=period)
    rows = public_register.csv_rows(public_register.extract(found))
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="register-{since}-{until}.csv"'
    return response


class _Echo:
    """What csv writes to, when each line is to be sent on at once."""

    def write(self, line: str) -> str:
        """Give the line back."""
        return line


def _csv(rows: Iterator[list[str]]) -> Iterator[str]:
    """Lines that Excel opens right: a byte order mark, and semicolons as in Swedish settings."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield from (writer.writerow(row) for row in rows)


def _asked_for(request: HttpRequest) -> tuple[RegisterForm, Any]:
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return form, public_register.nothing()
    return form, public_register.entries(**form.cleaned_data)


def _query_without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    return query.urlencode()
