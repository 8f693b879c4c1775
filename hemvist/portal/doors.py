"""Who comes in: by link and code, or on a device where a code was given before."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemvist.merging.old_links import household_of_old_link
from hemvist.people import links
from hemvist.people.actions import HouseholdIsErased
from hemvist.people.links import LinkHasExpired, LinkIsBroken, household_from
from hemvist.people.models import Household
from hemvist.portal.devices import household_on
from hemvist.privacy.texts import erased as erased_texts
from hemvist.privacy.texts import kept as kept_texts

Page = Callable[..., HttpResponseBase]


def private(page: Page) -> Page:
    """Keep a page out of caches and search engines.

    The referrer stays within the site; with none at all a browser sends `Origin: null` and the
    forms on the page would be refused.
    """

    @wraps(page)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def it_is_erased(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    """What was erased and what remains; the same words for everybody."""
    context = {"erased": erased_texts(), "kept": kept_texts()}
    return render(request, "portal/erased.html", context, status=status)


def by_link(page: Page) -> Page:
    """Give the page the household its link was made for, or say what is wrong with the link."""

    @private
    @wraps(page)
    def answer(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            household = household_from(token)
        except links.HouseholdIsErased:
            return it_is_erased(request, status=410)
        except LinkHasExpired:
            return _way_on(request, _("This link is too old"), 410)
        except LinkIsBroken:
            goes_on = household_of_old_link(token)
            if goes_on is None:
                return _way_on(request, _("This link does not work"), 404)
            household = goes_on
        return page(request, token, household)

    return answer


def own_page(page: Page) -> Page:
    """Give the page the household this device may see; anybody else is led to a new link.

    What somebody has written meanwhile is shown, so that it can be copied.
    """

    @private
    @wraps(page)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        household = household_on(request)
        if household is not None:
            try:
                return page(request, household, *args, **kwargs)
            except HouseholdIsErased:  # on another device, a moment ago
                return it_is_erased(request, status=410)
        if request.method != "POST":
            return redirect("portal:lost")
        typed = request.POST.get("body", "")
        return render(request, "portal/left.html", {"typed": typed}, status=403)

    return answer


def _way_on(request: HttpRequest, heading: str, status: int) -> HttpResponseBase:
    return render(request, "portal/broken_link.html", {"heading": heading}, status=status)


def welcome(household: Household, visitor: Household | None) -> bool:
    """Whether the one at this device may already see the household of a link."""
    return visitor is not None and visitor.pk == household.pk


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
