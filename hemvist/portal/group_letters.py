"""Left out of letters that go to many: the page behind the link in them, and a program's button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hemvist.audit.actions import Actor
from hemvist.merging.old_links import household_now
from hemvist.messaging.group_mail import LinkIsBroken, household_of
from hemvist.people.actions import leave_out
from hemvist.people.models import ContactChoice
from hemvist.portal.doors import private


# A mail program has no token of our form (RFC 8058, 3.2). The link itself is the proof, and all
# that a stranger with it could do is to spare somebody letters.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """Say how it is, and change it by a button."""
    try:
        household = household_now(household_of(token))
    except LinkIsBroken:
        broken = {"heading": _("This link does not work")}
        return render(request, "portal/broken_link.html", broken, status=404)
    if request.method == "POST":
        leave_out(household, is_left_out="again" not in request.POST, by=Actor.RESIDENT)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=204)
        messages.success(request, _("Saved."))
        return redirect(request.path)
    choice = ContactChoice.objects.filter(household=household).first()
    is_left_out = choice is not None and choice.no_group_mail
    return render(request, "portal/letters.html", {"is_left_out": is_left_out})
