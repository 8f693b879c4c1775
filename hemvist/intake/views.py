"""The enquiry, one question to a page.

The unguessable number in the address is what opens a draft, so these pages need no cookie, and no
token against forged forms either: who does not know the number cannot forge one, and beginning an
empty draft harms nobody. That is why somebody with cookies off can send an enquiry.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hemvist.core import carried
from hemvist.core.limits import count_tries, network_of
from hemvist.core.read_once import reading_once
from hemvist.intake import actions, limits
from hemvist.intake.expected import expected_first_contact
from hemvist.intake.forms import LaterForm, form_for
from hemvist.intake.letters import due_in_words
from hemvist.intake.models import Enquiry
from hemvist.intake.queries import ENQUIRY, definition_of, published, published_besides, walk_of
from hemvist.intake.question import QuestionForm, readable, readable_post
from hemvist.intake.summary import channels_in_words, parts_of

ASK = ["GET", "HEAD", "POST"]
View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """A page that no search engine keeps, no shared computer shows again, and no link reveals."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Read also what no view looks at: a body left over is taken for the next request.
        if request.method == "POST":
            request.POST.keys()
        answer = view(request, *args, **kwargs)
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return closed


def about_enquiry(view: View) -> View:
    """Find the enquiry in the address; one unknown or removed gets a page with a way on, 404."""

    @private
    @wraps(view)
    def find(request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponseBase:
        enquiry = (
            Enquiry.objects.select_related("case", "offer", "form_version__form")
            .defer("form_version__document")
            .filter(public_id=public_id)
            .first()
        )
        if enquiry is None or (enquiry.is_sent and _is_gone(enquiry)):
            return render(request, "intake/gone.html", {"days": actions.DRAFT_DAYS}, status=404)
        return view(request, enquiry, **kwargs)

    return find


@private
@require_http_methods(ASK)
def start(request: HttpRequest, form: str = ENQUIRY) -> HttpResponse:
    """What a form is, the way out for protected identity, and the button that makes a draft."""
    version = published(form)
    if version is None:
        return render(request, "intake/closed.html", status=404)
    asked = readable_post(request.POST) if request.method == "POST" else request.GET
    wish = {name: readable(asked.get(name, "")) for name in ("need", "area")}
    code = readable(asked.get("from", ""))
    signed = readable(asked.get("carried", ""))
    brought = carried.read(signed)
    if request.method != "POST":
        context = {
            "form_version": version,
            "definition": definition_of(version.pk),
            "others": published_besides(form) if form == ENQUIRY else {},
            "wish": wish,
            "code": code,
            "carried": signed if brought else "",
            "brought": brought,
        }
        return render(request, "intake/start.html", context)
    tries = count_tries("begin", network_of(request))
    if tries > limits.BEGINNINGS_AN_HOUR:
        return render(request, "intake/too_many.html", status=429)
    suspected = tries > limits.SUSPECTED_AFTER
    enquiry = actions.begin_enquiry(
        version, language=_language(), code=code, brought=brought, suspected=suspected, **wish
    )
    first = definition_of(version.pk).questions[0]
    return redirect("intake:step", enquiry.public_id, first.key)


@about_enquiry
@require_safe
def resume(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Where somebody comes in who goes on later: the first question without an answer."""
    if enquiry.is_sent:
        return redirect("intake:receipt", enquiry.public_id)
    missing = walk_of(enquiry).first_missing()
    if missing:
        return redirect("intake:step", enquiry.public_id, missing.key)
    return redirect("intake:check", enquiry.public_id)


@about_enquiry
@require_http_methods(ASK)
def step(request: HttpRequest, enquiry: Enquiry, step: str) -> HttpResponse:
    """Ask one question and keep the answer."""
    walk = walk_of(enquiry)
    if step not in walk.definition.by_key:
        raise Http404
    if enquiry.is_sent:
        return _already_sent(request, enquiry)
    question = walk.question(step)
    if question is None:
        return redirect("intake:resume", enquiry.public_id)
    typed = readable_post(request.POST) if request.method == "POST" else None
    form = form_for(question, walk, typed, rows=_rows(request))
    if form.is_valid():
        return _keep(request, enquiry, form)
    if "later" in request.POST and not form.has_changed():
        return redirect("intake:later", enquiry.public_id)
    return _show_step(request, enquiry, form)


@about_enquiry
@require_http_methods(ASK)
def check(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Show all answers, and send them."""
    if enquiry.is_sent:
        return redirect("intake:receipt", enquiry.public_id)
    walk = walk_of(enquiry)
    missing = walk.first_missing()
    if missing:
        return redirect(_address_of_missing(enquiry, missing.key))
    if request.method == "POST":
        return _leave_out(enquiry) if "without_brought" in request.POST else _send(enquiry)
    context = {"enquiry": enquiry, "parts": parts_of(walk), "last": walk.asked[-1]}
    return render(request, "intake/check.html", context)


@about_enquiry
@require_safe
def receipt(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Reference, what happens next and by when.

    Never the link to the own page: that was sent to the person, while this address stays behind
    in the history of a browser. After a day nothing that the person said is shown.
    """
    case = enquiry.case
    if enquiry.sent_at is None:
        return redirect("intake:check", enquiry.public_id)
    if case is None:
        return render(request, "intake/offer_receipt.html", {"offer": enquiry.offer})
    is_fresh = timezone.now() - enquiry.sent_at < timedelta(hours=actions.RECEIPT_HOURS)
    context = {
        "case": case,
        "due": due_in_words(case),
        "expected": expected_first_contact(case, at=timezone.now()),
        "channels": channels_in_words(walk_of(enquiry)) if is_fresh else [],
        "is_contacted": case.first_contacted_at is not None,
    }
    return render(request, "intake/receipt.html", context)


@about_enquiry
@require_http_methods(ASK)
def later(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """The link to go on with, to be written down or sent by e-mail."""
    if enquiry.is_sent:
        return redirect("intake:receipt", enquiry.public_id)
    link = settings.SITE_URL + reverse("intake:resume", args=[enquiry.public_id])
    form = LaterForm(readable_post(request.POST) if request.method == "POST" else None)
    context = {"enquiry": enquiry, "form": form, "link": link, "days": actions.DRAFT_DAYS}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "intake/later.html", context, status=status)
    if count_tries("letter", network_of(request)) > limits.LETTERS_AN_HOUR:
        form.add_error(
            None, _("Many links were sent from here this hour. Write down the link instead.")
        )
        return render(request, "intake/later.html", context, status=429)
    email = form.cleaned_data["email"]
    if count_tries("letter-to", f"{enquiry.pk}:{email}") == 1:
        actions.send_resume_link(enquiry, email=email, link=link)
    return redirect(reverse("intake:later", args=[enquiry.public_id]) + "?sent=1")


def _is_gone(enquiry: Enquiry) -> bool:
    """Whether what it became has been erased since."""
    return enquiry.case is None and not hasattr(enquiry, "offer")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _rows(request: HttpRequest) -> int:
    wanted = request.POST.get("add") or request.GET.get("rows") or ""
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0


def _keep(request: HttpRequest, enquiry: Enquiry, form: QuestionForm) -> HttpResponse:
    try:
        enquiry = actions.answer_question(
            enquiry, step=form.asked.key, answer=form.answer(), language=_language()
        )
    except actions.EnquiryIsSent:
        return _already_sent(request, enquiry)
    return redirect(_next_address(request, enquiry, form.asked.key))


def _show_step(request: HttpRequest, enquiry: Enquiry, form: QuestionForm) -> HttpResponse:
    number, total = form.walk.place_of(form.asked)
    context = {
        "enquiry": enquiry,
        "form": form,
        "number": number,
        "total": total,
        "before": form.walk.before(form.asked),
        "is_change": "change" in request.GET,
        "is_missing": "missing" in request.GET,
    }
    status = 422 if form.is_bound else 200
    return render(request, "intake/step.html", context, status=status)


def _next_address(request: HttpRequest, enquiry: Enquiry, step: str) -> str:
    """Where a kept answer leads: on, back to the check, away for now, or to more boxes."""
    here = reverse("intake:step", args=[enquiry.public_id, step])
    if "add" in request.POST:
        change = "&change=1" if "change" in request.GET else ""
        return f"{here}?rows={_rows(request)}{change}"
    if "later" in request.POST:
        return reverse("intake:later", args=[enquiry.public_id])
    walk = walk_of(enquiry)
    following = None if "change" in request.GET else walk.after(walk.definition.by_key[step])
    if following:
        return reverse("intake:step", args=[enquiry.public_id, following.key])
    return reverse("intake:check", args=[enquiry.public_id])


def _address_of_missing(enquiry: Enquiry, step: str) -> str:
    return reverse("intake:step", args=[enquiry.public_id, step]) + "?missing=1&change=1"


def _send(enquiry: Enquiry) -> HttpResponse:
    try:
        with reading_once():
            actions.send_enquiry(enquiry, at=timezone.now())
    except actions.EnquiryIsUnfinished as unfinished:
        return redirect(_address_of_missing(enquiry, unfinished.step))
    return redirect("intake:receipt", enquiry.public_id)


def _leave_out(enquiry: Enquiry) -> HttpResponse:
    try:
        actions.leave_out_brought(enquiry)
    except actions.EnquiryIsSent:
        return redirect("intake:receipt", enquiry.public_id)
    return redirect("intake:check", enquiry.public_id)


def _already_sent(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """To the receipt; who has just answered a question is told that it came too late."""
    too_late = "?late=1" if request.method == "POST" else ""
    return redirect(reverse("intake:receipt", args=[enquiry.public_id]) + too_late)
