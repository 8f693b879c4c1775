"""The log, for those who may read it. Reading it is itself written down."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.audit.forms import LogForm
from hemvist.audit.models import Event
from hemvist.audit.queries import Page, chain_state, page_of
from hemvist.audit.rules import can_read_log
from hemvist.audit.subjects import names_of
from hemvist.audit.words import actor_in_words, deed_in_words, thing_in_words

EXPORT_ROWS = 100_000
COLUMNS = ["number", "at", "who", "kind", "verb", "subject", "subject_number", "detail"]


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not can_read_log(request.user):
        raise PermissionDenied
    return request.user


@login_required
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Show who did and who looked, the newest first."""
    reader = _reader(request)
    form = LogForm(request.GET)
    page = Page([], "")
    if form.is_valid():
        page = page_of(form.events(reader=reader), before=request.GET.get("before", ""))
        record("audit.read", reader, by=reader, detail=form.looked_for())
    rows = _rows(page, reader)
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "chain": chain_state(),
        "query": query.urlencode(),
    }
    return render(request, "audit/log.html", context, status=422 if form.errors else 200)


def _rows(page: Page, reader: User) -> list[dict[str, Any]]:
    """The events of a page in words."""
    names = names_of(page.events, reader=reader)
    return [
        {
            "event": event,
            "who": event.actor.name if event.actor else actor_in_words(event.actor_kind),
            "deed": deed_in_words(event.verb),
            "thing": thing_in_words(event.subject_type),
            "name": names.get((event.subject_type, event.subject_id), event.subject_id),
        }
        for event in page.events
    ]


@login_required
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Give the events that were looked for as a file, at most EXPORT_ROWS of the newest."""
    reader = _reader(request)
    form = LogForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "page": Page([], ""), "chain": chain_state()}
        return render(request, "audit/log.html", context, status=422)
    record("audit.exported", reader, by=reader, detail=form.looked_for())
    response = StreamingHttpResponse(_lines(form, reader), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(form: LogForm, reader: User) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark tells spreadsheets that it is UTF-8
    events = form.events(reader=reader).select_related("actor").order_by("-at", "-pk")[:EXPORT_ROWS]
    for event in events.iterator(chunk_size=2_000):
        yield writer.writerow([_harmless(cell) for cell in _cells(event)])


def _cells(event: Event) -> list[Any]:
    return [
        event.pk,
        event.at.isoformat(),
        event.actor.name if event.actor else "",
        event.actor_kind,
        event.verb,
        event.subject_type,
        event.subject_id,
        json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
    ]


def _harmless(cell: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
