"""A resident's own pages: in by link and code, then one page and a few deeds."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hemvist.audit.actions import Actor, record
from hemvist.casework.actions import receive_message
from hemvist.casework.models import Case
from hemvist.core.dates import moment_in_words
from hemvist.core.limits import is_too_often, network_of
from hemvist.core.models import Municipality
from hemvist.follow_up.links import answer_link
from hemvist.follow_up.queries import open_question
from hemvist.messaging.actions import mark_read
from hemvist.messaging.models import Direction, MessageChannel
from hemvist.people.actions import set_contact
from hemvist.people.models import Household
from hemvist.portal import devices
from hemvist.portal.actions import (
    CodeIsSpent,
    CodeIsWrong,
    TooManyCodes,
    ask_for_link,
    check_code,
    erase_own_page,
    send_code,
)
from hemvist.portal.doors import by_link, it_is_erased, own_page, posted, private, welcome
from hemvist.portal.forms import (
    CodeForm,
    ContactForm,
    EraseForm,
    LostForm,
    MessageForm,
    SendCodeForm,
)
from hemvist.portal.queries import (
    MESSAGES_A_PAGE,
    MORE_SECTIONS,
    cases_of,
    messages_of,
    papers_of,
    referrals_of,
    unread_of,
)
from hemvist.portal.words import (
    first_name,
    looks_in_words,
    need_in_words,
    next_for,
    told,
    whom_to_ask,
)
from hemvist.privacy.actions import end_consent, withdraw_household
from hemvist.privacy.queries import export_lines, looks_at
from hemvist.privacy.readable import readable_sections
from hemvist.privacy.texts import erased as erased_texts
from hemvist.privacy.texts import kept as kept_texts

LOOKS_SHOWN = 20
PAPERS_SHOWN = 3
LINKS_AN_HOUR = 10
LINKS_TO_ONE_ADDRESS = 3
shown_and_sent = require_http_methods(["GET", "HEAD", "POST"])


@shown_and_sent
@by_link
def enter(request: HttpRequest, token: str, household: Household) -> HttpResponse:
    """Behind the link: whose service this is, and a code for a device not yet known.

    Nothing about the person is shown here but where the code can go, masked.
    """
    if request.method != "POST" and welcome(household, devices.household_on(request)):
        return redirect("portal:home")
    form = SendCodeForm(posted(request), household=household)
    if form.is_valid():
        try:
            send_code(household, point=form.cleaned_data["point"], at=timezone.now())
        except TooManyCodes:
            form.add_error(
                None,
                _("You have had several codes within the hour. Wait an hour, or telephone us."),
            )
        else:
            return redirect("portal:code", token)
    status = 422 if form.errors else 200
    return render(request, "portal/enter.html", {"form": form}, status=status)


@shown_and_sent
@by_link
def code(request: HttpRequest, token: str, household: Household) -> HttpResponse:
    """The code opens the page, and the device is remembered."""
    form = CodeForm(posted(request))
    if form.is_valid():
        try:
            check_code(household, digits=form.cleaned_data["code"], at=timezone.now())
        except CodeIsWrong as wrong:
            form.add_error("code", _wrong_code(wrong.tries_left))
        except CodeIsSpent:
            form.add_error("code", _("This code does not work any more. Ask for a new one below."))
        else:
            record("portal.entered", household, by=Actor.RESIDENT)
            response = redirect("portal:home")
            devices.remember(response, household, shared=form.cleaned_data["shared"])
            return response
    status = 422 if form.errors else 200
    return render(request, "portal/code.html", {"form": form, "token": token}, status=status)


def _wrong_code(tries_left: int) -> str:
    return ngettext(
        "That is not the code we sent. You can try %(tries)d more time.",
        "That is not the code we sent. You can try %(tries)d more times.",
        tries_left,
    ) % {"tries": tries_left}


@shown_and_sent
@private
def lost(request: HttpRequest) -> HttpResponse:
    """A new link for somebody who lost theirs; the same answer whether we know them or not."""
    form = LostForm(posted(request))
    if form.is_valid():
        address = form.cleaned_data["address"]
        if is_too_often("lost", network_of(request), times=LINKS_AN_HOUR) or is_too_often(
            "lost", address, times=LINKS_TO_ONE_ADDRESS
        ):
            form.add_error(
                None,
                _("You have asked several times. Wait an hour and try again, or telephone us."),
            )
            return render(request, "portal/lost.html", {"form": form}, status=429)
        ask_for_link(address)
        return render(request, "portal/link_is_coming.html")
    status = 422 if form.errors else 200
    return render(request, "portal/lost.html", {"form": form}, status=status)


@require_POST
@private
def leave(request: HttpRequest) -> HttpResponse:
    """Let this device in no more."""
    response = render(request, "portal/goodbye.html")
    devices.forget(response)
    return response


@require_safe
@own_page
def home(request: HttpRequest, household: Household) -> HttpResponse:
    """What happens next, what has been said, who helps, and what we know."""
    cases = cases_of(household)
    context: dict[str, Any] = {
        "household": household,
        "other_cases": cases[1:],
        "referrals": [told(referral) for referral in referrals_of(household)],
        "consents": household.consents.filter(withdrawn_at__isnull=True),
        "points": household.contact_points.shared().order_by("kind"),
        "people": household.people.present(),
        "looks": list(looks_in_words(looks_at(household)[:LOOKS_SHOWN])),
        **_choice(household),
    }
    if cases:
        context |= _about(cases[0], page=request.GET.get("page"))
    return render(request, "portal/home.html", context)


def _choice(household: Household) -> dict[str, Any]:
    choice = getattr(household, "contact_choice", None)
    return {"choice": choice, "channels": choice.ways_in_words if choice else []}


def _check_in(case: Case) -> str:
    question = open_question(case)
    return answer_link(question) if question else ""


def _about(case: Case, *, page: str | None) -> dict[str, Any]:
    said = Paginator(messages_of(case), MESSAGES_A_PAGE).get_page(page)
    return {
        "case": case,
        "next": next_for(case),
        "host": whom_to_ask(case, Municipality.objects.get(pk=1)),
        "said": said,
        "said_by": [
            (message, first_name(message.author) if message.author else "") for message in said
        ],
        "unread": unread_of(case),
        "check_in": _check_in(case),
        "needs": [(need, *need_in_words(need, case)) for need in case.needs.all()],
        "form": MessageForm(),
        "papers": papers_of(case.household)[:PAPERS_SHOWN],
    }


@require_POST
@own_page
def read(request: HttpRequest, household: Household) -> HttpResponse:
    """The person says that they have read what we wrote; looking at the page does not."""
    for case in cases_of(household):
        mark_read(case.conversation, direction=Direction.OUT)
    return redirect("portal:home")


@shown_and_sent
@own_page
def write(request: HttpRequest, household: Household) -> HttpResponse:
    """The person writes to us; on a closed case that opens it again."""
    case = newest_of(household)
    form = MessageForm(posted(request))
    if form.is_valid():
        case = receive_message(
            case,
            body=form.cleaned_data["body"],
            channel=MessageChannel.WEB,
            at=timezone.now(),
            key=form.cleaned_data["key"],
        ).conversation.case
        mark_read(case.conversation, direction=Direction.OUT)
        messages.success(request, _thanks(case))
        return redirect("portal:home")
    status = 422 if form.errors else 200
    return render(request, "portal/write.html", {"form": form, "case": case}, status=status)


def newest_of(household: Household) -> Case:
    """The case that the person means when they write to us."""
    cases = cases_of(household)
    return cases[0] if cases else get_object_or_404(Case, household=household)


def _thanks(case: Case) -> str:
    if case.answer_due_at is None:
        return _("Your message has arrived. Thank you.")
    return _("Your message has arrived. You have an answer by %(when)s.") % {
        "when": moment_in_words(case.answer_due_at)
    }


@shown_and_sent
@own_page
def contact(request: HttpRequest, household: Household) -> HttpResponse:
    """How we may reach the household from now on."""
    languages = Municipality.objects.values_list("languages", flat=True).get(pk=1)
    form = ContactForm(posted(request), household=household, languages=languages)
    if form.is_valid():
        set_contact(household, contact=form.contact(), by=Actor.RESIDENT)
        messages.success(request, _("Saved. From now on we contact you this way."))
        return redirect("portal:home")
    status = 422 if form.errors else 200
    return render(request, "portal/contact.html", {"form": form}, status=status)


@shown_and_sent
@own_page
def end_agreement(request: HttpRequest, household: Household, pk: int) -> HttpResponse:
    """Share no more of what was agreed."""
    consent = get_object_or_404(household.consents, pk=pk)
    if request.method == "POST":
        end_consent(consent, by=Actor.RESIDENT, at=timezone.now())
        messages.success(
            request,
            _("Taken back. %(receiver)s sees nothing more about you.")
            % {"receiver": consent.receiver},
        )
        return redirect("portal:home")
    return render(request, "portal/end_agreement.html", {"consent": consent})


@shown_and_sent
@own_page
def withdraw(request: HttpRequest, household: Household) -> HttpResponse:
    """The person ends it; a page of its own asks first."""
    if request.method == "POST":
        withdraw_household(household, by=Actor.RESIDENT, at=timezone.now())
        messages.success(
            request, _("We have ended your case and told those whom we had asked for help.")
        )
        return redirect("portal:home")
    return render(request, "portal/withdraw.html")


@require_safe
@own_page
def export(request: HttpRequest, household: Household) -> HttpResponse:
    """Everything we hold, to read and to print."""
    context = {
        "sections": readable_sections(household, more=MORE_SECTIONS),
        "looks": looks_in_words(looks_at(household)),
    }
    return render(request, "portal/export.html", context)


@require_safe
@own_page
def export_file(request: HttpRequest, household: Household) -> HttpResponseBase:
    """Everything we hold, for another program; sent piece by piece."""
    record("household.exported", household, by=Actor.RESIDENT)
    response = StreamingHttpResponse(
        export_lines(household, more=MORE_SECTIONS), content_type="application/json"
    )
    name = f"hemvist-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@own_page
def erase(request: HttpRequest, household: Household) -> HttpResponse:
    """The first step: what goes, what stays and why. Changes nothing."""
    context = {"erased": erased_texts(), "kept": kept_texts()}
    return render(request, "portal/erase.html", context)


@shown_and_sent
@own_page
def erase_sure(request: HttpRequest, household: Household) -> HttpResponse:
    """The second step erases, and ends every link and device."""
    form = EraseForm(posted(request))
    if form.is_valid():
        erase_own_page(household, at=timezone.now())
        response = redirect("portal:erased")
        devices.forget(response)
        return response
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/erase_sure.html", {"form": form}, status=status)


@require_safe
@private
def erased(request: HttpRequest) -> HttpResponse:
    """Where erasing ends."""
    return it_is_erased(request)
