"""The editors' pages about places, inside Wagtail's editor."""

from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.audit.models import Event
from hemvist.audit.words import actor_in_words, deed_in_words
from hemvist.core.dates import today
from hemvist.directory.actions import (
    add_place,
    check_service,
    remove_rows,
    replace_parts,
    save_organization,
    save_part,
    save_rows,
)
from hemvist.directory.forms import AccessForm, PlaceForm, as_written
from hemvist.directory.hours_forms import hours_forms, special_forms
from hemvist.directory.models import (
    Address,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    SpecialDay,
)
from hemvist.directory.place_parts import PlaceParts
from hemvist.directory.queries import places, with_whereabouts
from hemvist.directory.rules import can_edit_places
from hemvist.directory.swedish_order import in_swedish_order

PAGE_SIZE = 40
EVENTS_SHOWN = 50
Row = TypeVar("Row", Schedule, SpecialDay)
LOOKING_AND_DOING = ["GET", "HEAD", "POST"]


def _editor(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User) or not can_edit_places(user):
        raise PermissionDenied
    return user


def _place(slug: str) -> tuple[Service, PlaceParts]:
    service = get_object_or_404(with_whereabouts(Service.objects.all()), slug=slug)
    return service, PlaceParts(service, service.at)


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """All places, found by a part of their name."""
    _editor(request)
    text = request.GET.get("q", "")[:100]
    found = places(text=text).order_by(in_swedish_order())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "directory/editor/list.html", {"page": page, "text": text})


@require_http_methods(LOOKING_AND_DOING)
def new_place(request: HttpRequest) -> HttpResponse:
    """Add a place; opening hours come on the next page."""
    editor = _editor(request)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        service = form.fill(Service(checked_on=today()))
        with transaction.atomic():
            add_place(
                service,
                location=Location(area=form.cleaned_data["area"]),
                organization=form.cleaned_data["organization"],
                by=editor,
            )
            _save_reach(PlaceParts(service, service.at), form, by=editor)
        messages.success(request, _("The place is published. Now its opening hours."))
        return redirect("place_editor:hours", service.slug)
    return _form_page(request, "directory/editor/place.html", {"form": form})


@require_http_methods(LOOKING_AND_DOING)
def edit_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is said of a place."""
    editor = _editor(request)
    service, parts = _place(slug)
    visited = parts.visiting_address
    written = as_written(
        service,
        address=visited.address_1 if visited else "",
        phone=parts.phones[0].number if parts.phones else "",
    )
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=written)
    if form.is_valid():
        with transaction.atomic():
            _save_facts(form.fill(service), parts, form, by=editor)
        messages.success(request, _("Saved. Readers see it within a minute."))
        return redirect("place_editor:edit", slug)
    return _form_page(request, "directory/editor/place.html", {"form": form, "place": service})


def _save_facts(service: Service, parts: PlaceParts, form: PlaceForm, *, by: User) -> None:
    runs_it = form.cleaned_data["organization"]
    if runs_it != service.organization.name:
        known = Organization.objects.filter(name=runs_it).order_by("pk").first()
        service.organization = known or save_organization(Organization(name=runs_it), by=by)
    save_rows([service], by=by)
    _save_reach(parts, form, by=by)


def _save_reach(parts: PlaceParts, form: PlaceForm, *, by: User) -> None:
    """Where it is and its telephone, which are rows of their own."""
    said, location = form.cleaned_data, parts.location
    if location:
        location.area = said["area"]
        location.source_url = location.source_url or parts.service.source_url
        location.checked_on = location.checked_on or parts.service.checked_on
        save_rows([location], by=by)
        known = parts.visiting_address
        _save_text(known or Address(location=location), "address_1", said["address"], by=by)
    phones = parts.phones
    owner: dict[str, Any] = (
        {"service_at_location": parts.at} if parts.at else {"service": parts.service}
    )
    _save_text(phones[0] if phones else Phone(**owner), "number", said["phone"], by=by)


def _save_text(row: Address | Phone, name: str, text: str, *, by: User) -> None:
    """Save a row with its one text, or take it away with the text."""
    if text:
        setattr(row, name, text)
        save_part(row, by=by)
    elif getattr(row, name):
        remove_rows([row], by=by)


@require_http_methods(LOOKING_AND_DOING)
def edit_hours(request: HttpRequest, slug: str) -> HttpResponse:
    """Opening hours, with a look at them in words before they are saved."""
    editor = _editor(request)
    service, parts = _place(slug)
    asked = _with_more_rows(request.POST) if request.method == "POST" else None
    hours = hours_forms(parts.schedules, asked)
    special = special_forms(parts.special_days, asked, on=today())
    act = request.POST.get("act", "")
    is_right = asked is not None and hours.is_valid() and special.is_valid()
    shown = parts
    if is_right:
        over = [day for day in parts.special_days if day.last_day < today()]
        rules = _filled(hours, parts.schedules, Schedule, parts)
        days = over + _filled(special, parts.special_days, SpecialDay, parts)
        if act == "save":
            with transaction.atomic():
                replace_parts(parts.schedules, rules, by=editor)
                replace_parts(parts.special_days, days, by=editor)
            messages.success(request, _("The opening hours are saved."))
            return redirect("place_editor:hours", slug)
        shown = parts.with_hours(rules, days)
    context = {
        "place": service,
        "hours": hours,
        "special": special,
        "times": shown.opening_times(at=timezone.now()),
        "is_unsaved": is_right and act != "save",
    }
    wrong = asked is not None and not is_right and act != "more"
    return render(request, "directory/editor/hours.html", context, status=422 if wrong else 200)


def _with_more_rows(asked: QueryDict) -> QueryDict:
    """One empty row more of each kind, if that is what the button said."""
    if asked.get("act") != "more":
        return asked
    more = asked.copy()
    for name in ("hours-TOTAL_FORMS", "special-TOTAL_FORMS"):
        number = more.get(name, "")
        if number.isascii() and number.isdigit() and len(number) < 4:
            more[name] = str(int(number) + 1)
    return more


def _filled(forms: BaseFormSet, known: list[Row], kind: type[Row], parts: PlaceParts) -> list[Row]:
    """The rows that the forms speak of, in their order; new ones hang where the others hang."""
    by_pk = {row.pk: row for row in kind.objects.filter(pk__in=[row.pk for row in known])}
    rows = []
    for position, form in enumerate(form for form in forms if form.is_said()):
        row = by_pk.get(form.cleaned_data["pk"]) or kind(**_owner(known, parts))
        if isinstance(row, Schedule):
            row.position = position
        rows.append(form.fill(row))
    return rows


def _owner(known: list[Any], parts: PlaceParts) -> dict[str, Model | None]:
    for row in known:
        return {
            "service_at_location": row.service_at_location,
            "service": row.service,
            "location": row.location,
        }
    return {"service_at_location": parts.at} if parts.at else {"service": parts.service}


@require_http_methods(LOOKING_AND_DOING)
def edit_access(request: HttpRequest, slug: str) -> HttpResponse:
    """What a place is like for each need."""
    editor = _editor(request)
    service, parts = _place(slug)
    if parts.location is None:
        messages.warning(request, _("This place has no location."))
        return redirect("place_editor:edit", slug)
    known = {row.need: row for row in parts.accessibility}
    form = AccessForm(request.POST if request.method == "POST" else None, known=known)
    if form.is_valid():
        replace_parts(parts.accessibility, form.rows(parts.location, known), by=editor)
        messages.success(request, _("Saved. Readers see it within a minute."))
        return redirect("place_editor:access", slug)
    return _form_page(request, "directory/editor/access.html", {"form": form, "place": service})


@require_POST
def check_place(request: HttpRequest, slug: str) -> HttpResponse:
    """The editor has looked at a place, and all is right."""
    editor = _editor(request)
    service, _parts = _place(slug)
    check_service(service, on=today(), by=editor)
    messages.success(request, _("%(name)s is checked today.") % {"name": service.name})
    return redirect("place_editor:edit", slug)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what about a place, newest first."""
    _editor(request)
    service, parts = _place(slug)
    rows: list[Any] = [service, parts.at, parts.location, *parts.schedules, *parts.special_days]
    rows += [*parts.phones, *parts.addresses, *parts.accessibility, *parts.capacities]
    numbers = [str(row.pk) for row in rows if row]
    found = Event.objects.filter(subject_id__in=numbers).select_related("actor")
    events = [
        (event.at, event.actor or actor_in_words(event.actor_kind), deed_in_words(event.verb))
        for event in found.order_by("-at")[:EVENTS_SHOWN]
    ]
    context = {"place": service, "events": events}
    return render(request, "directory/editor/history.html", context)


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)
