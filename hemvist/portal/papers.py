"""Papers that the person gives us on their own page: sending one, what became of it, opening it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.audit.actions import Actor, record
from hemvist.core.dates import moment_in_words
from hemvist.core.uploads import takes_file_from
from hemvist.documents.actions import FILES_A_DAY, take_from_person
from hemvist.documents.forms import FileForm
from hemvist.documents.kinds import MOST_BYTES
from hemvist.documents.models import CaseFile
from hemvist.documents.refusing import SENTENCES, given_out
from hemvist.people.actions import HouseholdIsErased
from hemvist.people.models import Household
from hemvist.portal.devices import household_on
from hemvist.portal.doors import own_page
from hemvist.portal.queries import files_of, papers_of
from hemvist.portal.views import newest_of

REFUSALS = tuple(one for one in SENTENCES if one is not HouseholdIsErased)


@takes_file_from(lambda request: household_on(request) is not None, at_most=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def papers(request: HttpRequest, household: Household) -> HttpResponse:
    """The papers there are, and a place to send one more."""
    case = newest_of(household)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            kept = take_from_person(case, upload=form.cleaned_data["file"], at=timezone.now())
        except REFUSALS as refusal:
            form.add_error("file", SENTENCES[type(refusal)](refusal))
        else:
            messages.success(request, _thanks(kept))
            return redirect("portal:papers")
    context = {
        "form": form,
        "case": case,
        "papers": papers_of(household),
        "most": FILES_A_DAY,
    }
    return render(request, "portal/papers.html", context, status=422 if form.errors else 200)


def _thanks(kept: CaseFile) -> str:
    kept.case.refresh_from_db(fields=["answer_due_at"])
    if kept.case.answer_due_at is None:
        return _("Your file has arrived. Thank you.")
    return _("Your file has arrived. You have an answer by %(when)s.") % {
        "when": moment_in_words(kept.case.answer_due_at)
    }


@require_safe
@own_page
def paper(request: HttpRequest, household: Household, pk: int) -> HttpResponseBase:
    """A file that they gave us, or that came with a message of ours, to save."""
    kept = get_object_or_404(files_of(household), pk=pk)
    if not kept.may_be_opened:
        raise Http404
    record("file.opened", kept.case, by=Actor.RESIDENT, detail={"file": kept.pk})
    return given_out(kept)
