"""The pages of a household that changes: who is in it, who was, and how each is reached."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.casework import rules
from hemvist.casework.doing import Refusals, Words, case_for, on_page, posted, staff_of
from hemvist.casework.forms import CaseForm
from hemvist.casework.household import change_member, talk_with
from hemvist.casework.household_forms import (
    BackForm,
    ContactPersonForm,
    LeaveForm,
    MemberChangeForm,
    MemberForm,
    TrackForm,
)
from hemvist.casework.household_words import change_in_words
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, Doing
from hemvist.core.dates import full_day, today
from hemvist.people import members
from hemvist.people.actions import HouseholdIsErased
from hemvist.people.history import members_on, of_household
from hemvist.people.models import ContactKind, ContactPoint, JoinReason, LeaveReason, Person
from hemvist.people.naming import called, known_as
from hemvist.people.phone import readable

REFUSALS: Refusals = {
    HouseholdIsErased: (None, lambda _no: _("The household has been erased meanwhile.")),
    members.DayHasNotCome: (
        "on",
        lambda _no: _("The day has not come yet. Choose today or earlier."),
    ),
    members.ContactPersonStays: (
        None,
        lambda _no: _("This is the one we talk with. Choose somebody else for that first."),
    ),
    members.NotInHousehold: (None, lambda _no: _("They have left the household meanwhile.")),
    members.StillInHousehold: (None, lambda _no: _("They are in the household already.")),
    members.TooEarly: (
        "on",
        lambda no: (
            _("Something is written down for %(day)s. Choose that day or a later one.")
            % {"day": full_day(no.first)}
        ),
    ),
}


@login_required
@require_safe
def household(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is in the household now, or was on a day; and everything that changed."""
    case, user = case_for(request, reference, rules.can_read), staff_of(request)
    asked = request.GET.get("on", "")
    on = _day(asked)
    people = list(case.household.people.select_related("track").prefetch_related("contact_points"))
    changes = list(of_household(case.household).select_related("person", "author"))
    context = {
        "case": case,
        "on": on,
        "is_not_a_day": bool(asked) and on is None,
        "then": [_then(one) for one in members_on(people, changes, on=on)] if on else [],
        "people": [_now(one) for one in people if one.left_on is None],
        "gone": [_now(one) for one in people if one.left_on is not None],
        "changes": [(one, change_in_words(one)) for one in reversed(changes)],
        "may_plan": rules.can_plan(user, case),
    }
    return render(request, "casework/household.html", context)


def _day(text: str) -> date | None:
    """A day that has come, or none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= today() else None


def _now(one: Person) -> dict[str, Any]:
    track = getattr(one, "track", None)
    language = language_name(track.language) if track else ""
    points = [_shown(point) for point in one.contact_points.all()]
    return {
        "person": one,
        "called": called(one, on=today()),
        "language": language,
        "addresses": points,
    }


def _shown(point: ContactPoint) -> str:
    return readable(point.normalised) if point.kind == ContactKind.PHONE else point.value


def _then(one: Any) -> dict[str, Any]:
    name = known_as(one.name, is_child=one.is_child, age=one.age)
    return {"called": name, "age": one.age if one.name else None, "is_contact": one.is_contact}


@login_required
@require_http_methods(["GET", "POST"])
def new_member(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody came into the household."""
    case, user = case_for(request, reference, rules.can_plan), staff_of(request)

    def add(words: Words) -> object:
        return members.add_member(
            case.household,
            why=JoinReason(words["why"]),
            is_child=words["kind"] == "child",
            **{name: words[name] for name in ("name", "age", "on", "words")},
            by=user,
            at=timezone.now(),
        )

    form = MemberForm(posted(request), case=case)
    return _page(request, case, form, act=add, said=_("Written down."), title=_("Who came?"))


@login_required
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Another name or age."""
    case, user, one = _member(request, reference, pk)
    now = {"name": one.name, "age": one.age_now}
    form = MemberChangeForm(posted(request), case=case, person=one, now=now)

    def change(words: Words) -> object:
        fresh = Person.objects.select_related("household").get(pk=one.pk)
        merged = form.merged({"name": fresh.name, "age": fresh.age_now})
        return change_member(fresh, **merged, on=words["on"], by=user, at=timezone.now())

    return _page(request, case, form, act=change, said=_("Changed."), title=called(one, on=today()))


@login_required
@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Somebody left."""
    case, user, one = _member(request, reference, pk)

    def leave(words: Words) -> object:
        return members.take_out_member(
            one,
            why=LeaveReason(words["why"]),
            addresses=words.get("addresses", []),
            **{name: words[name] for name in ("on", "words", "end_links")},
            by=user,
            at=timezone.now(),
        )

    form = LeaveForm(posted(request), case=case)
    title = _("%(name)s left the household") % {"name": called(one, on=today())}
    return _page(request, case, form, act=leave, said=_("Written down."), title=title)


@login_required
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Somebody who had left came back."""
    case, user, one = _member(request, reference, pk)

    def bring(words: Words) -> object:
        said = {name: words[name] for name in ("on", "words")}
        return members.bring_back_member(one, **said, by=user, at=timezone.now())

    form = BackForm(posted(request), case=case)
    title = _("%(name)s came back") % {"name": called(one, on=today())}
    return _page(request, case, form, act=bring, said=_("Written down."), title=title)


@login_required
@require_http_methods(["GET", "POST"])
def contact_person(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """From now on we talk with somebody else."""
    case, user, one = _member(request, reference, pk)

    def choose(words: Words) -> object:
        said = {name: words[name] for name in ("on", "name")}
        return talk_with(one, **said, by=user, at=timezone.now())

    form = ContactPersonForm(posted(request), case=case, initial={"name": one.name})
    title = _("Talk with %(name)s from now on") % {"name": called(one, on=today())}
    return _page(request, case, form, act=choose, said=_("Written down."), title=title)


@login_required
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """How one member is reached, apart from the household."""
    case, user, one = _member(request, reference, pk)
    form = TrackForm(posted(request), case=case, person=one)

    def save(_words: Words) -> object:
        return members.set_own_track(one, contact=form.contact(), by=user, at=timezone.now())

    title = _("How we reach %(name)s") % {"name": called(one, on=today())}
    return _page(request, case, form, act=save, said=_("Saved."), title=title)


@login_required
@require_POST
def end_track(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Reach a member with the household again."""
    case, user, one = _member(request, reference, pk)
    members.end_own_track(one, by=user, at=timezone.now())
    return redirect("casework:household", case.reference)


def _member(request: HttpRequest, reference: str, pk: int) -> tuple[Case, User, Person]:
    case = case_for(request, reference, rules.can_plan)
    people = Person.objects.select_related("household")
    return case, staff_of(request), get_object_or_404(people, household=case.household, pk=pk)


def _page(
    request: HttpRequest,
    case: Case,
    form: CaseForm,
    *,
    act: Callable[[Words], object],
    said: str,
    title: str,
) -> HttpResponse:
    return on_page(
        request,
        case,
        form,
        act=act,
        said=said,
        template="casework/household_act.html",
        doing=Doing.HOUSEHOLD,
        refusals=REFUSALS,
        more={"title": title},
        back=reverse("casework:household", args=[case.reference]),
    )
