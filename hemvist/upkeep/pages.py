"""What is to be done about pages: read again, translated; and all of upkeep at a glance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Locale, Page

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.casework.rules import can_write
from hemvist.core.dates import today
from hemvist.core.uploads import takes_file
from hemvist.guide.models import GuidePage
from hemvist.upkeep.actions import confirm_page, take_translation
from hemvist.upkeep.answering import answer_of, count_use, find_answers
from hemvist.upkeep.forms import AnswerFilter, TranslationFile, TranslationFilter
from hemvist.upkeep.queries import find_copies, page_rows, work_at_a_glance
from hemvist.upkeep.reviews import LinkIsOld, page_of, pages_to_review
from hemvist.upkeep.rules import can_keep_up, can_read_answers
from hemvist.upkeep.translation_files import begun, document_of
from hemvist.upkeep.translations import languages, source_pages
from hemvist.upkeep.xliff import MEDIA_TYPE, MOST_BYTES, NotATranslation, without_target, written
from hemvist.writing.actions import put_into_draft

PAGE_SIZE = 40


def _keeper(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_keep_up(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """All that keeps the guide true, with how much waits in each place."""
    by = _keeper(request)
    return render(request, "upkeep/hub.html", {"groups": work_at_a_glance(by, on=today())})


@login_required
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """Pages that are due to be read again; mine first."""
    by = _keeper(request)
    due = sorted(pages_to_review(on=today()), key=lambda page: page.owner_id != by.pk)
    shown = Paginator(due, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "upkeep/review_list.html", {"page": shown, "me": by})


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a page is still right today."""
    by = _keeper(request)
    page = get_object_or_404(Page.objects.live(), pk=pk).specific
    if not isinstance(page, GuidePage):
        raise Http404
    confirm_page(page, on=today(), by=by)
    messages.success(request, _("Noted: %(title)s was checked today.") % {"title": page.title})
    return redirect("upkeep:review_list")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's answer by the link in their letter; nobody can forge it without the link."""
    try:
        page = page_of(token)
    except LinkIsOld:
        return render(request, "upkeep/review_over.html", status=410)
    if request.method == "POST":
        confirm_page(page, on=today(), by=None)
        return render(request, "upkeep/review_thanks.html", {"about": page})
    return render(request, "upkeep/review.html", {"about": page})


@login_required
@require_safe
def translation_list(request: HttpRequest) -> HttpResponse:
    """Every page with how it stands in each language; first what is work."""
    _keeper(request)
    form = TranslationFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = Paginator(
        page_rows(language=asked.get("language", ""), state=asked.get("state", "")), PAGE_SIZE
    ).get_page(request.GET.get("page"))
    find_copies(rows)
    context = {
        "form": form,
        "page": rows,
        "languages": [(code, get_language_info(code)) for code in languages()],
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "upkeep/translation_list.html", context, status=status)


def _page_to_translate(pk: int, language: str) -> Page:
    if language not in languages():
        raise Http404
    return get_object_or_404(source_pages(), pk=pk)


@takes_file(at_most=MOST_BYTES, may=can_keep_up)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """A page's translation as a file: out to a translator, and in again with what is wrong."""
    by = _keeper(request)
    page = _page_to_translate(pk, language)
    found = begun(page, language)
    form = TranslationFile(request.POST or None, request.FILES or None)
    taken = None
    if found is not None and request.method == "POST" and form.is_valid():
        try:
            taken = take_translation(found, form.cleaned_data["file"], by=by)
        except NotATranslation as refused:
            form.add_error("file", str(refused.words))
        else:
            form = TranslationFile()
    units = document_of(found).units if found else []
    context = {
        "about": page,
        "language": get_language_info(language),
        "form": form,
        "is_begun": found is not None,
        "copy": page.get_translation_or_none(Locale.objects.get(language_code=language)),
        "total": len(units),
        "missing": len(without_target(units)),
        "taken": taken,
    }
    return render(request, "upkeep/translation.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def translation_file(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The file itself, for an agency or a tool."""
    _keeper(request)
    page = _page_to_translate(pk, language)
    found = begun(page, language)
    if found is None:
        raise Http404
    name = f'attachment; filename="{page.slug}-{language}.xlf"'
    return HttpResponse(
        written(document_of(found)),
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": name},
    )


def _answerer(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_read_answers(request.user):
        raise PermissionDenied
    return request.user


def _case_to_write(user: User, reference: str) -> Case | None:
    """The case an answer is looked up for, if this colleague may write in it."""
    case = Case.objects.visible_to(user).filter(reference=reference).first() if reference else None
    return case if case is not None and can_write(user, case) else None


@login_required
@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """Answers with what only colleagues read; for a case, each can be taken into a message."""
    user = _answerer(request)
    form = AnswerFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    case = _case_to_write(user, asked.get("case", ""))
    language = asked.get("language") or (case.household.language if case else user.language)
    answers = find_answers(words=asked.get("q", ""), language=language, on=today())
    context = {"form": form, "answers": answers, "case": case, "language": language}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "upkeep/answer_list.html", context, status=status)


@login_required
@require_POST
def take_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an answer into the message that is about to be written in a case."""
    user = _answerer(request)
    case = _case_to_write(user, request.POST.get("case", "")[:20])
    answer = answer_of(pk, on=today())
    if case is None or answer is None:
        raise Http404
    if answer.is_due:
        messages.warning(
            request, _("Nobody has checked this answer in time. Ask its owner before you use it.")
        )
        return redirect("answers:answer_list")
    put_into_draft(case, text=answer.as_message, by=user, at=timezone.now())
    count_use(answer.page, on=today())
    return redirect("casework:write", case.reference)
