"""The addresses of the files and of the catalogue."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemvist.api.answers import as_json
from hemvist.api.open_data import catalogue, files, licences
from hemvist.api.open_data.texts import TEXTS
from hemvist.api.problems import problem
from hemvist.directory.models import Service

CSV = "text/csv; charset=utf-8"
Answer = Callable[[], HttpResponseBase]


def places_json(request: HttpRequest, source: str = "") -> HttpResponseBase:
    """All places in one document."""
    services, licence = _asked(source)
    return _unless_known(
        request,
        files.freshness(services),
        lambda: StreamingHttpResponse(
            files.places_as_json(services, licence=licence), content_type="application/json"
        ),
    )


def places_csv(request: HttpRequest, source: str = "") -> HttpResponseBase:
    """All places as a package of tables."""
    services, licence = _asked(source)
    name = f'attachment; filename="places{source}.zip"'
    return _unless_known(
        request,
        files.freshness(services),
        lambda: HttpResponse(
            files.places_as_tables(services, licence=licence),
            content_type="application/zip",
            headers={"Content-Disposition": name},
        ),
    )


def texts_json(request: HttpRequest, name: str) -> HttpResponseBase:
    """All happenings, jobs or pages in one document."""
    found = TEXTS[name]()
    return _unless_known(
        request,
        found.freshness(),
        lambda: StreamingHttpResponse(found.as_json(name), content_type="application/json"),
    )


def texts_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """All happenings, jobs or pages in one table."""
    found = TEXTS[name]()
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return _unless_known(
        request,
        found.freshness(),
        lambda: StreamingHttpResponse(found.as_csv(), content_type=CSV, headers=headers),
    )


def areas_json(request: HttpRequest) -> HttpResponse:
    """All areas in one document."""
    return as_json({"licence": licences.ours(), "areas": files.areas_as_json()})


def areas_csv(request: HttpRequest) -> HttpResponse:
    """All areas in one table."""
    response = HttpResponse("".join(files.areas_as_csv()), content_type=CSV)
    response["Content-Disposition"] = 'attachment; filename="areas.csv"'
    return response


def dcat(request: HttpRequest, ending: str = "") -> HttpResponse:
    """The catalogue, in the form that the ending or the Accept header asks for."""
    if ending and catalogue.form_of(ending) is None:
        raise Http404
    accepted = request.headers.get("Accept", "*/*")
    form = catalogue.form_of(ending) or catalogue.form_liked(accepted)
    if form is None:
        types = ", ".join(catalogue.FORMS)
        return problem(request, 406, _("Ask for one of: %(types)s.") % {"types": types})
    content = catalogue.written(catalogue.made(), form)
    response = HttpResponse(content, content_type=f"{form}; charset=utf-8")
    if not ending:
        response["Vary"] = "Accept"
    return response


def _asked(source: str) -> tuple[QuerySet[Service], str]:
    services = licences.public_services(share_alike=bool(source))
    if source and not services.exists():
        raise Http404
    return services, licences.licence_of(services)


def _unless_known(
    request: HttpRequest, freshness: tuple[str, datetime | None], answer: Answer
) -> HttpResponseBase:
    """A large file is made only for those who do not have it already."""
    tag, changed_at = freshness
    etag = quote_etag(f"{tag}-{timezone.localdate():%j}-{get_language()}")
    moment = int(changed_at.timestamp()) if changed_at else None
    known = get_conditional_response(request, etag, moment)
    response = known if known is not None and known.status_code != 200 else answer()
    response["ETag"] = etag
    if moment:
        response["Last-Modified"] = http_date(moment)
    return response
