"""The pages of needs: what is looked for, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hemvist.casework import rules
from hemvist.casework.doing import Refusals, Words, case_for, on_page, posted, staff_of
from hemvist.casework.models import Doing, Need
from hemvist.casework.need_forms import NeedChangeForm, NeedForm
from hemvist.casework.needs import UnmetWithoutReason, add_need
from hemvist.casework.together import merge_need, need_now

REFUSALS: Refusals = {
    UnmetWithoutReason: ("unmet_reason", lambda _refusal: _("Choose why it could not be met.")),
}


@login_required
@require_http_methods(["GET", "POST"])
def new_need(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down something more that the household looks for."""
    case, user = case_for(request, reference, rules.can_plan), staff_of(request)
    form = NeedForm(posted(request), case=case)

    def add(words: Words) -> object:
        sought = {name: words[name] for name in ("life_area", "person", "note", "desired")}
        return add_need(case, **sought, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        form,
        act=add,
        said=_("The need is added."),
        template="casework/new_need.html",
    )


@login_required
@require_http_methods(["GET", "POST"])
def need(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say how a need stands."""
    case, user = case_for(request, reference, rules.can_plan), staff_of(request)
    needs = Need.objects.select_related("life_area", "person", "case", "changed_by")
    one = get_object_or_404(needs, case=case, pk=pk)
    form = NeedChangeForm(posted(request), case=case, now=need_now(one))

    def change(_words: Words) -> object:
        return merge_need(one, merge=form.merged, by=user, at=timezone.now())

    return on_page(
        request,
        case,
        form,
        act=change,
        said=_("The need is changed."),
        template="casework/need.html",
        doing=Doing.NEED,
        refusals=REFUSALS,
        more={"need": one},
    )
