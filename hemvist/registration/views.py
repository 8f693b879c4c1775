"""Registering a person, seeing while one types that they are known, and printing the receipt."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.models import Municipality
from hemvist.people.actions import HouseholdIsErased
from hemvist.registration.actions import add_to_case, register_person
from hemvist.registration.forms import NEW, PersonForm
from hemvist.registration.letters import receipt_of, told_to_helper
from hemvist.registration.models import Registration
from hemvist.registration.queries import Known, known, traits
from hemvist.registration.rules import can_register


def _registrar(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_register(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The whole form on one page; a person who may be known is asked about once before saving."""
    by = _registrar(request)
    languages = Municipality.objects.values_list("languages", flat=True).get(pk=1)
    form = PersonForm(request.POST or None, by=by, languages=languages)
    found = Known()
    if form.is_valid():
        told = form.told()
        person = traits(
            name=told.name,
            email=told.contact.email,
            phone=told.contact.phone,
            moving_on=told.moving_on,
        )
        found = known(person, reader=by)
        chosen = form.cleaned_data["same"]
        done = None if found.seen and not chosen else _save(form, found, chosen, by)
        if done is not None:
            return redirect("registration:receipt", done.key)
    context = {
        "form": form,
        "known": found,
        "asks": bool(found.seen),
        "aloud": _aloud(languages),
    }
    return render(request, "registration/register.html", context, status=_status(form, found))


def _status(form: PersonForm, found: Known) -> int:
    return 422 if form.is_bound and (form.errors or found.seen) else 200


def _save(form: PersonForm, found: Known, chosen: str, by: User) -> Registration | None:
    """Write it down as a new case, or in one of those that were shown; None if neither is said."""
    visit, now = form.visit(), timezone.now()
    if chosen in ("", NEW):
        takes_it = form.cleaned_data.get("takes_it", False)
        return register_person(form.told(), visit=visit, by=by, at=now, takes_it=takes_it)
    case = next((one.case for one in found.seen if one.case.reference == chosen), None)
    if case is None:
        return None
    text = form.cleaned_data["text"] or _("Came to us again and wants to be contacted.")
    language = form.cleaned_data["language"]
    try:
        return add_to_case(case, text=text, visit=visit, language=language, by=by, at=now)
    except HouseholdIsErased:
        form.add_error(None, _("This case has just been erased. Choose another person instead."))
        return None


def _aloud(languages: list[str]) -> list[tuple[str, str, str]]:
    """What is read aloud, in each language, with the way it is read."""
    texts = []
    for code in languages or [settings.LANGUAGE_CODE]:
        with override(code):
            words = _(
                "We write down your name, how we reach you and what you look for, so that a host "
                "can help you move here. Only those who help you read it. You can see it, change "
                "it and have it erased whenever you like. May we write it down?"
            )
            texts.append((code, "rtl" if get_language_bidi() else "ltr", words))
    return texts


@login_required
@require_POST
def same(request: HttpRequest) -> HttpResponse:
    """Whether the person typed so far is known; a part of the page, and nothing is changed.

    Sent as a form, because names and numbers in an address would stand in logs.
    """
    by = _registrar(request)
    month = request.POST.get("moving_on_0", ""), request.POST.get("moving_on_1", "")
    person = traits(
        name=request.POST.get("name", ""),
        email=request.POST.get("email", ""),
        phone=request.POST.get("phone", "")[:40],
        moving_on=_month(*month),
    )
    context = {"known": known(person, reader=by), "asks": False}
    return render(request, "registration/same.html", context)


def _month(month: str, year: str) -> date | None:
    if not (month.isdecimal() and year.isdecimal() and len(year) == 4 and len(month) < 3):
        return None
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 and int(year) else None


@login_required
@require_safe
def receipt(request: HttpRequest, key: UUID) -> HttpResponse:
    """The receipt to print, in the person's language and in large type.

    For the one who registered them, and for those who may know of the case.
    """
    by = _registrar(request)
    parts = ("case__household", "by")
    registration = get_object_or_404(Registration.objects.select_related(*parts), key=key)
    may_see = Case.objects.visible_to(by).filter(pk=registration.case_id).exists()
    if registration.by_id != by.pk and not may_see:
        raise PermissionDenied
    with override(registration.language):
        paper: dict[str, Any] = {
            "receipt": receipt_of(registration),
            "for_helper": told_to_helper(registration) if registration.is_for_another else [],
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
    context = {"registration": registration, "may_see": may_see, **paper, "direction": ""}
    context["paper_direction"] = paper["direction"]
    return render(request, "registration/receipt.html", context)
