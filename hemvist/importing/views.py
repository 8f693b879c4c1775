"""The pages on which lists are given, understood, looked at, brought in and taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hemvist.accounts.models import User
from hemvist.core.uploads import takes_file
from hemvist.importing import actions, queries
from hemvist.importing.faults import CannotRead
from hemvist.importing.forms import (
    BringInForm,
    ColumnsForm,
    KindsForm,
    ListForm,
    SourceForm,
    WordsForm,
)
from hemvist.importing.known_sources import KNOWN_SOURCES
from hemvist.importing.lines import MOST_BYTES
from hemvist.importing.mapping import samples
from hemvist.importing.models import Import, LineState, Source, SourceKind
from hemvist.importing.rules import can_import


def _importer(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_import(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """Everybody who gives us lists, and the newest lists."""
    _importer(request)
    context = {"sources": queries.sources_with_last(), "imports": queries.latest_imports()}
    return render(request, "importing/sources.html", context)


@login_required
@require_GET
def choose_kind(request: HttpRequest) -> HttpResponse:
    """In which form a new source gives its lists."""
    _importer(request)
    kinds = [(kind.value, kind.label, KNOWN_SOURCES[kind].gives) for kind in SourceKind]
    return render(request, "importing/choose_kind.html", {"kinds": kinds})


@takes_file(at_most=MOST_BYTES, may=can_import)
@login_required
@require_http_methods(["GET", "POST"])
def new_source(request: HttpRequest, kind: str) -> HttpResponse:
    """A source and its first list."""
    _importer(request)
    if kind not in SourceKind:
        raise Http404
    new = Source(kind=kind)
    form = SourceForm(request.POST or None, source=new)
    list_form = ListForm(request.POST or None, request.FILES or None, source=new)
    if request.method == "POST" and all([form.is_valid(), list_form.is_valid()]):
        new = form.filled()
        new.address = list_form.cleaned_data["address"]
        return _give(request, actions.save_source(new, by=_importer(request)), list_form)
    context = {"form": form, "list_form": list_form, "source": new}
    return _form_page(request, "importing/new_source.html", context, form, list_form)


@takes_file(at_most=MOST_BYTES, may=can_import)
@login_required
@require_http_methods(["GET", "POST"])
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source: give its next list, see the earlier ones."""
    by = _importer(request)
    found = get_object_or_404(Source, pk=pk)
    form = ListForm(request.POST or None, request.FILES or None, source=found)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        if address and address != found.address:
            found.address = address
            actions.save_source(found, by=by)
        return _give(request, found, form)
    context = {"source": found, "form": form, "imports": found.imports.select_related("by")[:20]}
    return _form_page(request, "importing/source.html", context, form)


def _give(request: HttpRequest, found: Source, form: ListForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    address = "" if file else form.cleaned_data["address"]
    try:
        given = actions.give_list(
            found, by=_importer(request), at=timezone.now(), file=file, address=address
        )
    except actions.AnotherIsUnderWay:
        messages.error(request, _("The last list of this source is not finished yet."))
    except CannotRead as error:
        messages.error(request, str(error.fault))
    else:
        return redirect("importing:show", given.pk)
    return redirect("importing:source", found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a source."""
    by = _importer(request)
    found = get_object_or_404(Source, pk=pk)
    form = SourceForm(request.POST or None, source=found)
    if request.method == "POST" and form.is_valid():
        actions.save_source(form.filled(), by=by)
        messages.success(request, _("Saved."))
        return redirect("importing:source", found.pk)
    context = {"form": form, "source": found}
    return _form_page(request, "importing/edit_source.html", context, form)


@login_required
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, and take out everything that came from a source and from nobody else."""
    by = _importer(request)
    found = get_object_or_404(Source, pk=pk)
    if request.method == "POST":
        try:
            actions.ask_to_take_out(found, by=by)
        except actions.AnotherIsUnderWay:
            messages.error(request, _("The last list of this source is not finished yet."))
        else:
            messages.success(request, _("It is being taken out. That may take a minute."))
        return redirect("importing:source", found.pk)
    return render(
        request, "importing/take_out.html", {"source": found, "count": queries.rows_of(found)}
    )


@login_required
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: how far it has come, what it would do line by line, and what one can do now."""
    _importer(request)
    given = _given(pk)
    counts = queries.counted(given)
    chosen = request.GET.get("state", "")
    states = [state for state, _label, _count in counts]
    state = chosen if chosen in states else next(iter(states), LineState.NEW.value)
    lines = queries.lines_to_show(given, state=state, page=request.GET.get("page", ""))
    context = {
        "given": given,
        "counts": counts,
        "state": state,
        "lines": lines,
        "rows": queries.changes_in_words(lines),
        "unknown_words": given.is_ready and queries.has_unknown_words(given),
        "has_gone": given.counts.get(LineState.GONE.value, 0),
        "form": BringInForm(initial={"closes_missing": given.source.has_jobs}),
    }
    return render(request, "importing/show.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def understand(request: HttpRequest, pk: int) -> HttpResponse:
    """What the headings of a table mean, or what figures count."""
    by = _importer(request)
    given = _given(pk)
    if not given.can_be_mapped:
        return _busy(request, given)
    form = _understanding(given, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _understood(request, given, by=by, **form.said())
    template = "importing/understand.html"
    return _form_page(request, template, {"given": given, "form": form}, form)


def _understanding(given: Import, posted: Any) -> ColumnsForm | WordsForm:
    mapping = given.source.mapping
    if given.source.has_figures:
        words = mapping.get("words", {})
        return WordsForm(posted, lines=queries.figures_of(given), words=words)
    columns = queries.columns_of(given) if given.source.has_table else {}
    return ColumnsForm(
        posted,
        columns=columns,
        samples=samples(queries.first_lines(given), columns),
        usual_kind=mapping.get("category", ""),
    )


@login_required
@require_http_methods(["GET", "POST"])
def kinds(request: HttpRequest, pk: int) -> HttpResponse:
    """Which kinds of places the source's own words stand for."""
    by = _importer(request)
    given = _given(pk)
    if not given.is_ready:
        return _busy(request, given)
    form = KindsForm(request.POST or None, words=queries.unknown_words(given))
    if request.method == "POST" and form.is_valid():
        return _understood(request, given, by=by, **form.said())
    return _form_page(request, "importing/kinds.html", {"given": given, "form": form}, form)


def _understood(request: HttpRequest, given: Import, *, by: User, **said: Any) -> HttpResponse:
    try:
        actions.understand_list(given, by=by, **said)
    except actions.IsBusy:
        return _busy(request, given)
    return redirect("importing:show", given.pk)


@login_required
@require_POST
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the list in."""
    by = _importer(request)
    given, form = _given(pk), BringInForm(request.POST)
    closes_missing = form.is_valid() and form.cleaned_data["closes_missing"]
    try:
        actions.ask_to_bring_in(given, closes_missing=closes_missing, by=by)
    except actions.IsBusy:
        return _busy(request, given)
    return redirect("importing:show", given.pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the list aside; nothing of it comes in."""
    by = _importer(request)
    given = _given(pk)
    try:
        actions.drop_list(given, by=by)
    except actions.IsBusy:
        return _busy(request, given)
    messages.success(request, _("The list is put aside. Nothing of it was brought in."))
    return redirect("importing:source", given.source_id)


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, and take a list back."""
    by = _importer(request)
    given = _given(pk)
    if not given.is_done:
        return _busy(request, given)
    if request.method == "POST":
        try:
            actions.ask_to_undo(given, by=by)
        except actions.IsBusy:
            return _busy(request, given)
        return redirect("importing:show", given.pk)
    return render(request, "importing/undo.html", {"given": given})


def _given(pk: int) -> Import:
    return get_object_or_404(Import.objects.select_related("source", "by"), pk=pk)


def _busy(request: HttpRequest, given: Import) -> HttpResponse:
    messages.info(request, _("This list has gone further meanwhile. This is how far it has come."))
    return redirect("importing:show", given.pk)


def _form_page(
    request: HttpRequest, template: str, context: dict[str, Any], *forms: Any
) -> HttpResponse:
    is_wrong = any(form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=422 if is_wrong else 200)
