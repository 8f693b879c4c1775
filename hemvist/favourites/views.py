"""My own list. Only a cookie says whose it is, so every form must come from a page of ours."""

import uuid
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from hemvist.core.addresses import page_at
from hemvist.core.carried import sign
from hemvist.core.limits import is_too_often, network_of
from hemvist.core.same_site import from_our_pages
from hemvist.favourites import actions, browsers
from hemvist.favourites.forms import LONGEST_NOTE, MoveForm, NoteForm, ShareForm, ThingForm
from hemvist.favourites.models import SavedList
from hemvist.favourites.things import things_of, to_carry, to_compare

WORKER = Path(__file__).parent / "static" / "favourites" / "worker.js"
NEW_LISTS_AN_HOUR = 300
COPIES_AN_HOUR = 60


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I have saved, in my order, with my own words, and what can be done with it."""
    saved = browsers.list_of(request)
    return _show(request, saved)


@require_POST
@from_our_pages
def save(request: HttpRequest) -> HttpResponse:
    """Put the page one reads on one's list."""
    kind, key = _thing(request)
    saved = browsers.list_of(request)
    if saved is None and is_too_often("save", network_of(request), times=NEW_LISTS_AN_HOUR):
        return render(request, "favourites/too_many.html", status=429)
    try:
        saved = actions.save_thing(saved, kind=kind, key=key)
    except actions.NothingToSave as nothing:
        raise Http404 from nothing
    except actions.ListIsFull:
        return _show(request, saved, trouble=_("Your list is full. Take something away first."))
    response = _after(request, f"{kind}:{key}", {f"{kind}:{key}"})
    browsers.remember(response, saved)
    return response


@require_POST
@from_our_pages
def remove(request: HttpRequest) -> HttpResponse:
    """Take something off the list; the list offers to put it back."""
    kind, key = _thing(request)
    saved = browsers.list_of(request)
    if saved is not None:
        actions.remove_thing(saved, kind=kind, key=key, at=timezone.now())
    return _after(request, f"{kind}:{key}", set())


@require_POST
@from_our_pages
def put_back(request: HttpRequest) -> HttpResponse:
    """Undo a taking away."""
    kind, key = _thing(request)
    saved = browsers.list_of(request)
    if saved is not None:
        actions.put_back(saved, kind=kind, key=key)
    return redirect("favourites:mine")


@require_POST
@from_our_pages
def note(request: HttpRequest) -> HttpResponse:
    """Keep one's own words about a thing; what is too long is shown again, not cut."""
    form = NoteForm(request.POST)
    saved = browsers.list_of(request)
    if not form.is_valid():
        if "thing" in form.errors:
            raise Http404
        return _show(request, saved, trouble=str(form.errors["note"][0]), form=form)
    kind, key = form.cleaned_data["thing"]
    if saved is not None:
        actions.write_note(saved, kind=kind, key=key, note=form.cleaned_data["note"])
    return redirect(f"{reverse('favourites:mine')}#{kind}-{key}")


@require_POST
@from_our_pages
def move(request: HttpRequest) -> HttpResponse:
    """One step up or down."""
    form = _valid(MoveForm(request.POST))
    kind, key = form["thing"]
    saved = browsers.list_of(request)
    if saved is not None:
        actions.move_thing(saved, kind=kind, key=key, by=form["way"])
    return redirect(f"{reverse('favourites:mine')}#{kind}-{key}")


@require_POST
@from_our_pages
def share(request: HttpRequest) -> HttpResponse:
    """Make a copy with an address that can be sent to others."""
    form = ShareForm(request.POST)
    saved = browsers.list_of(request)
    if saved is None or not form.is_valid():
        return redirect("favourites:mine")
    if is_too_often("share", network_of(request), times=COPIES_AN_HOUR):
        return render(request, "favourites/too_many.html", status=429)
    copy = actions.share_list(saved, with_notes=form.cleaned_data["with_notes"])
    return redirect(reverse("favourites:shared", args=[copy.key]) + "?new=1")


@require_POST
@from_our_pages
def forget(request: HttpRequest) -> HttpResponse:
    """Delete the list and the cookie."""
    saved = browsers.list_of(request)
    if saved is not None:
        actions.forget_list(saved)
    response = redirect("favourites:mine")
    browsers.forget(response)
    return response


@require_safe
def shared(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Somebody else's copy, to read and to take over."""
    copy = get_object_or_404(SavedList, key=key, is_copy=True)
    context = {
        "page": page_at(request),
        "things": things_of(copy.items.kept()),
        "copy": copy,
        "is_new": "new" in request.GET,
        "link": settings.SITE_URL + request.path,
        "trail": [(_("Home"), reverse("guide:start")), (_("A shared list"), None)],
    }
    return render(request, "favourites/shared.html", context)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown when there is no network: the pages that lie on the device."""
    trail = [(_("Home"), reverse("guide:start")), (_("No network"), None)]
    return render(request, "favourites/offline.html", {"page": page_at(request), "trail": trail})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it lies at the root, so that it may give any saved page."""
    return HttpResponse(_worker_text(), content_type="text/javascript; charset=utf-8")


@cache
def _worker_text() -> str:
    return WORKER.read_text(encoding="utf-8")


@require_POST
@from_our_pages
def take_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Put all of a copy on one's own list."""
    copy = get_object_or_404(SavedList, key=key, is_copy=True)
    saved = actions.take_over(copy, into=browsers.list_of(request))
    response = redirect("favourites:mine")
    browsers.remember(response, saved)
    return response


def _show(
    request: HttpRequest,
    saved: SavedList | None,
    *,
    trouble: str = "",
    form: NoteForm | None = None,
) -> HttpResponse:
    things = things_of(saved.items.kept()) if saved else []
    gone = saved.items.filter(removed_at__isnull=False).order_by("-removed_at")[:1] if saved else []
    context = {
        "page": page_at(request),
        "things": things,
        "removed": gone,
        "carried": sign(to_carry(things)) if things else "",
        "compare": to_compare(things),
        "share_form": ShareForm(),
        "longest_note": LONGEST_NOTE,
        "trouble": trouble,
        "typed": form.data if form else {},
        "days": actions.UNUSED_DAYS,
        "trail": [(_("Home"), reverse("guide:start")), (_("Saved"), None)],
    }
    return render(request, "favourites/mine.html", context, status=422 if trouble else 200)


def _thing(request: HttpRequest) -> tuple[str, str]:
    kind, key = _valid(ThingForm(request.POST))["thing"]
    return kind, key


def _valid(form: forms.Form) -> dict[str, Any]:
    """What a button sent; a button of ours never sends anything else."""
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def _after(request: HttpRequest, code: str, codes: set[str]) -> HttpResponse:
    """The button as it is now, for a script; else back to the page where it was pressed."""
    if request.htmx:  # type: ignore[attr-defined]
        name = request.POST.get("name", "")[:200]
        context = {"code": code, "name": name, "saved": codes, "next": request.POST.get("next")}
        return render(request, "guide/parts/save.html", context)
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, None):
        return redirect(address)
    return redirect("favourites:mine")
