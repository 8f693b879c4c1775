"""The small page that open pages ask whether something is new; mostly it has nothing to say."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from hemvist.accounts.models import User
from hemvist.bulk import keeping
from hemvist.bulk.filters import Filters
from hemvist.bulk.models import FilteredPage
from hemvist.casework import rules
from hemvist.casework.models import Case
from hemvist.desk import news
from hemvist.desk.guarding import for_those_who, number_in, staff


@for_those_who(rules.can_use_desk)
@cache_control(private=True, no_cache=True)
def what_is_new(request: HttpRequest) -> HttpResponse:
    """How many cases of a list, or how much in a case, others have changed since a mark.

    As long as nothing at all has happened the answer is 304, after one look at the newest event.
    """
    tag = f'"{staff(request).pk}.{news.mark_now()}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = _told(request, staff(request), number_in(request.GET.get("mark", "")) or 0)
    answer["ETag"] = tag
    return answer


@login_required
@require_POST
def see_list(request: HttpRequest) -> HttpResponse:
    """Mark all that is on a list as seen, as far as it had come when the page was shown."""
    if not rules.can_use_desk(staff(request)):
        raise PermissionDenied
    page, filters = request.POST.get("page", ""), Filters.from_query(request.POST)
    mark = number_in(request.POST.get("mark", ""))
    if page not in FilteredPage or mark is None:
        raise Http404
    upto = min(mark, news.mark_now())
    keeping.see_list(
        page=FilteredPage(page), filters=filters, mark=upto, by=staff(request), at=timezone.now()
    )
    messages.success(request, _("Everything on the list is marked as seen."))
    return redirect(f"{reverse(f'desk:{page}')}?{filters.query}".rstrip("?"))


def _told(request: HttpRequest, user: User, mark: int) -> HttpResponse:
    reference, page = request.GET.get("case", ""), request.GET.get("page", "")
    if reference and "\0" not in reference:
        case = get_object_or_404(Case.objects.visible_to(user), reference=reference)
        verbs = news.deeds_in(case, mark, user=user)
        context = {
            "count": len(verbs),
            "is_case": True,
            "is_message": news.RECEIVED in verbs,
            "address": reverse("desk:case", args=[case.reference]),
        }
        return render(request, "desk/news.html", context)
    if page not in FilteredPage:
        raise Http404
    cases = Filters.from_query(request.GET).narrow(Case.objects.visible_to(user))
    deeds = news.deeds_since(mark, user=user)
    context = {
        "count": news.how_many(cases, {pk for pk, _verb in deeds}),
        "messages_came": news.how_many(cases, {pk for pk, verb in deeds if verb == news.RECEIVED}),
        "address": reverse(f"desk:{page}"),
    }
    return render(request, "desk/news.html", context)
