"""A coordinator's pages about staff, and the page of those who have no desk."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hemvist.accounts import actions
from hemvist.accounts.forms import ColleagueForm, InvitationForm
from hemvist.accounts.models import User
from hemvist.accounts.queries import staff_list
from hemvist.accounts.rules import can_manage_staff


def _coordinator(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_manage_staff(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send a person to the page where their work is."""
    return redirect(get_adapter().get_login_redirect_url(request))


@login_required
@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what somebody without a desk can do here."""
    return render(request, "accounts/welcome.html")


@login_required
@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """List everybody who works here."""
    _coordinator(request)
    return render(request, "accounts/staff.html", {"people": staff_list()})


@login_required
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague."""
    coordinator = _coordinator(request)
    form = InvitationForm(request.POST or None, initial={"language": "sv"})
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.invite_user(by=coordinator, **form.cleaned_data)
        except actions.EmailIsTaken:
            form.add_error("email", _("Somebody here already signs in with this address."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:person", person.pk)
    return render(
        request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a colleague and change their name, role and teams."""
    coordinator = _coordinator(request)
    colleague = get_object_or_404(staff_list(), pk=pk)
    form = ColleagueForm(request.POST or None, initial=ColleagueForm.values_of(colleague))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(colleague, by=coordinator, **form.cleaned_data)
        except actions.LastCoordinator:
            form.add_error("role", _("Make somebody else a coordinator first."))
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", colleague.pk)
    context = {"form": form, "colleague": colleague, "is_oneself": colleague == coordinator}
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to choose a password once more."""
    coordinator = _coordinator(request)
    colleague = get_object_or_404(User, pk=pk, is_active=True)
    actions.send_new_link(colleague, by=coordinator)
    messages.success(request, _("A link to choose a password is on its way."))
    return redirect("accounts:person", pk)


@login_required
@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """End the wait after too many wrong passwords."""
    coordinator = _coordinator(request)
    colleague = get_object_or_404(User, pk=pk, is_active=True)
    actions.let_in(colleague, by=coordinator)
    messages.success(request, _("This person can try to sign in again now."))
    return redirect("accounts:person", pk)


@login_required
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a former colleague access again."""
    coordinator = _coordinator(request)
    colleague = get_object_or_404(User, pk=pk, is_active=False)
    actions.reactivate_user(colleague, by=coordinator)
    messages.success(request, _("This person has access again."))
    return redirect("accounts:person", pk)


@login_required
@require_http_methods(["GET", "POST"])
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm and remove a lost telephone or key, so that a new one can be set up."""
    coordinator = _coordinator(request)
    colleague = get_object_or_404(User, pk=pk, is_active=True)
    if request.method == "POST":
        actions.remove_second_factor(colleague, by=coordinator)
        messages.success(request, _("The second step is removed, and the person is signed out."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/remove_second_factor.html", {"colleague": colleague})
