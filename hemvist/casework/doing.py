"""One deed on one page of a case: the frame that all such pages share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import CaseHasChanged, CaseIsClosed, NotATeamMember
from hemvist.casework.forms import CaseForm
from hemvist.casework.history import tell
from hemvist.casework.models import Case, Doing
from hemvist.casework.presence import others_here, say_gone
from hemvist.casework.queries import changes_since, facts_of
from hemvist.casework.side_by_side import BothChanged, MergingForm

Rule = Callable[[User, Case], bool]
Words = dict[str, Any]
# What may stand in the way, the field it is about, and the sentence that says what to do.
Refusals = Mapping[type[Exception], tuple[str | None, Callable[[Any], str]]]


def case_for(request: HttpRequest, reference: str, rule: Rule) -> Case:
    """The case with a reference, if this person may see it and may do this.

    404 for one who may not know of it, 403 for one who may know but not do.
    """
    if "\0" in reference or not isinstance(request.user, User):
        raise Http404
    cases = Case.objects.visible_to(request.user).select_related(
        "household", "household__contact_choice", "conversation", "owner", "team", "area"
    )
    case = get_object_or_404(cases, reference=reference)
    if not rule(request.user, case):
        raise PermissionDenied
    if request.method != "POST":
        record("case.viewed", case, by=request.user)
    return case


def staff_of(request: HttpRequest) -> User:
    """Who is signed in, on a page that only staff get."""
    assert isinstance(request.user, User)  # noqa: S101  every view here is behind login
    return request.user


def posted(request: HttpRequest) -> Any:
    """What was sent; nothing on a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def on_page(
    request: HttpRequest,
    case: Case,
    form: CaseForm,
    *,
    act: Callable[[Words], object],
    said: str,
    template: str,
    doing: Doing | None = None,
    refusals: Refusals | None = None,
    more: Words | None = None,
    back: str = "",
) -> HttpResponse:
    """Do the deed and go back, or show the page again with all that was typed.

    `doing` is what the others see somebody do while the page is open. What `act` has to say of
    how it went, in words, is said instead of `said`.
    """
    changes: list[Any] = []
    in_the_way = {**USUAL, **(refusals or {})}
    if form.is_bound and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except (CaseHasChanged, BothChanged) as clash:
            changes = _what_is_new(case, form, clash, reader=staff_of(request))
        except tuple(in_the_way) as refusal:
            field, sentence = in_the_way[type(refusal)]
            form.add_error(field, sentence(refusal))
        else:
            if doing:
                say_gone(case, doing=doing, by=staff_of(request))
            messages.success(request, done if isinstance(done, str) else said)
            return redirect(back or "desk:case", *([] if back else [case.reference]))
    page = {"case": case, "form": form, "changes": changes, "doing": doing, **(more or {})}
    context = {**_around(case, besides=staff_of(request)), **page}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _around(case: Case, *, besides: User) -> Words:
    """What stands on every page of a deed: the facts to remember, and who else is at it."""
    others = others_here(case, besides=besides, at=timezone.now())
    return {"facts": facts_of(case), "others": others}


def _what_is_new(case: Case, form: CaseForm, clash: Exception, *, reader: User) -> list[Any]:
    """Make the form fit what others have changed, and say what that was."""
    changes = changes_since(case, form.was_shown_at, reader=reader)
    tell(changes)
    if isinstance(clash, BothChanged) and isinstance(form, MergingForm):
        words = _(
            "A colleague changed the same thing while you were writing. Both texts stand below:"
            " choose one, or write a third, and press the button again."
        )
        case.refresh_from_db()
        form.show_both(clash)
    else:
        words = _(
            "Somebody changed the case while you were writing. Nothing is lost: read what is new"
            " below, and press the button again if it still holds."
        )
        case.refresh_from_db()
        form.show_as_now()
    form.add_error(None, words)
    return changes


USUAL: Refusals = {
    CaseIsClosed: (
        None,
        lambda _refusal: _("The case was closed while you were writing. Reopen it first."),
    ),
    NotATeamMember: (
        None,
        lambda _refusal: _("That colleague cannot take cases now. Choose another."),
    ),
}
