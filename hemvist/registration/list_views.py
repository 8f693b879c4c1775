"""Lists of people: given, understood, looked at, brought in, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.uploads import takes_file
from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MOST_BYTES
from hemvist.registration import lists
from hemvist.registration.list_forms import BringInForm, MeaningForm, NewListForm
from hemvist.registration.models import PeopleList, PersonLine, PersonLineState
from hemvist.registration.rules import can_bring_people

PAGE_SIZE = 50
LISTS_SHOWN = 50


def _bringer(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_bring_people(request.user):
        raise PermissionDenied
    return request.user


def _list(request: HttpRequest, pk: int) -> PeopleList:
    _bringer(request)
    rows = PeopleList.objects.select_related("by", "team", "source_code")
    return get_object_or_404(rows, pk=pk)


@takes_file(at_most=MOST_BYTES, may=can_bring_people)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_lists(request: HttpRequest) -> HttpResponse:
    """The lists that came, and the form for the next one."""
    by = _bringer(request)
    form = NewListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = lists.give_list(**form.cleaned_data, by=by, at=timezone.now())
        except CannotRead as error:
            form.add_error("file", str(error.fault))
        else:
            return redirect("registration:people_list", given.pk)
    context = {"form": form, "lists": PeopleList.objects.select_related("by")[:LISTS_SHOWN]}
    status = 422 if form.errors else 200
    return render(request, "registration/people_lists.html", context, status=status)


@login_required
@require_safe
def people_list(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a list has come, and what each of its lines would do or has done."""
    given = _list(request, pk)
    wanted = request.GET.get("state", "")
    lines = given.lines.select_related("case", "same_as")
    if wanted in PersonLineState.values:
        lines = lines.in_state(wanted)
    page = Paginator(lines.order_by("number"), PAGE_SIZE).get_page(request.GET.get("page"))
    _hide_unknown(list(page.object_list), _bringer(request))
    context = {
        "given": given,
        "page": page,
        "wanted": wanted,
        "counts": [
            (state.value, state.label, given.counts[state.value])
            for state in PersonLineState
            if given.counts.get(state.value)
        ],
        "form": BringInForm(),
        "new": given.counts.get(PersonLineState.NEW, 0),
        "known": given.counts.get(PersonLineState.KNOWN, 0),
    }
    return render(request, "registration/people_list.html", context)


def _hide_unknown(lines: list[PersonLine], reader: User) -> None:
    """Leave out the references of cases this person may not know of."""
    pks = {pk for line in lines for pk in (line.case_id, line.same_as_id) if pk}
    known = set(Case.objects.visible_to(reader).filter(pk__in=pks).values_list("pk", flat=True))
    for line in lines:
        line.case = line.case if line.case_id in known else None
        line.same_as = line.same_as if line.same_as_id in known else None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meaning(request: HttpRequest, pk: int) -> HttpResponse:
    """What each heading means, and where the people go."""
    given = _list(request, pk)
    form = MeaningForm(request.POST if request.method == "POST" else None, given=given)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            lists.say_what_it_means(
                given,
                mapping=form.mapping(),
                team=chosen["team"],
                source_code=chosen["source_code"],
                language=chosen["language"],
                by=_bringer(request),
            )
        except lists.IsBusy:
            messages.warning(request, _("Somebody has taken this list further meanwhile."))
        return redirect("registration:people_list", given.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "given": given}
    return render(request, "registration/meaning.html", context, status=status)


@login_required
@require_POST
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a worker make cases of the list."""
    given, by, form = _list(request, pk), _bringer(request), BringInForm(request.POST)
    try:
        takes_known = form.is_valid() and form.cleaned_data["takes_known"]
        lists.ask_to_bring_in(given, takes_known=takes_known, by=by)
    except lists.IsBusy:
        messages.warning(request, _("Somebody has taken this list further meanwhile."))
    return redirect("registration:people_list", given.pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a list aside that has not been brought in; its lines go."""
    given, by = _list(request, pk), _bringer(request)
    try:
        lists.drop_list(given, by=by)
    except lists.IsBusy:
        messages.warning(request, _("Somebody has taken this list further meanwhile."))
        return redirect("registration:people_list", given.pk)
    messages.success(request, _("Put aside. Nothing of it is kept."))
    return redirect("registration:people_lists")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, and let a worker take the list back."""
    given, by = _list(request, pk), _bringer(request)
    if request.method == "POST":
        try:
            lists.ask_to_take_back(given, by=by)
        except lists.IsBusy:
            messages.warning(request, _("Somebody has taken this list further meanwhile."))
        return redirect("registration:people_list", given.pk)
    return render(request, "registration/take_back.html", {"given": given})
