"""The language, the look, health, and what machines ask for."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from hemvist.core import stylesheet
from hemvist.core.living_page import examples, switches
from hemvist.core.models import Municipality
from hemvist.core.translated import spoken

A_YEAR = 60 * 60 * 24 * 365
THEMES = {"light": _("Light"), "dark": _("Dark"), "auto": _("As my device")}


@require_safe
@gzip_page
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def stylesheet_text(
    request: HttpRequest, readers: str, theme: str, hue: int, version: str
) -> HttpResponse:
    """The one stylesheet, in an accent hue; kept for ever since its address changes with it."""
    if theme not in stylesheet.THEMES:
        raise Http404
    css = stylesheet.text(hue, theme=theme, staff=readers == "staff")
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_POST
def set_language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember the reader's language for pages without a language in the address."""
    code = request.POST.get("language", "")
    answer = HttpResponseRedirect(_way_back(request))
    if code in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax")
    return answer


def _way_back(request: HttpRequest) -> str:
    address = request.POST.get("next") or request.GET.get("next") or ""
    here = {request.get_host()}
    if url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure()):
        return address
    return "/"


class AppearanceForm(forms.Form):
    """Light, dark, or what the device says."""

    theme = forms.ChoiceField(
        label=_("How should the pages look?"),
        choices=list(THEMES.items()),
        widget=forms.RadioSelect,
    )


def appearance(request: HttpRequest) -> HttpResponse:
    """A page to choose light or dark; the choice stays in a cookie and nowhere else."""
    chosen = request.COOKIES.get("theme", "auto")
    form = AppearanceForm(request.POST or None, initial={"theme": chosen})
    if form.is_valid():
        answer = HttpResponseRedirect(_way_back(request))
        answer.set_cookie("theme", form.cleaned_data["theme"], max_age=A_YEAR, samesite="Lax")
        return answer
    status = 422 if form.is_bound else 200
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "core/appearance.html", context, status=status)


def _offered(language: str | None) -> str:
    return language if language in dict(settings.LANGUAGES) else translation.get_language()


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """The living page: every component in all its states; for staff, and for all in the demo."""
    if settings.PRODUCTION and not request.user.is_authenticated:
        raise Http404
    with translation.override(_offered(request.GET.get("language"))):
        context = {
            **examples(),
            "switches": switches(),
            "direction": "rtl" if request.GET.get("dir") == "rtl" else "",
            "theme": request.GET.get("theme", ""),
        }
        return render(request, "core/design.html", context)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve pages: 200 with the database there, 503 without."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@cache_control(public=True, max_age=86400)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone: all that is not the guide."""
    closed = ["/desk/", "/accounts/", "/referrals/", "/audit/", "/staff/", "/design/", "/demo/"]
    closed += [f"/{code}/my/" for code, _name in settings.LANGUAGES]
    # The page with the box may be found; what somebody looked for is made for them alone.
    closed += [f"/{code}/search/{ask}" for code, _n in settings.LANGUAGES for ask in ("?", "sug")]
    closed += [f"/{code}/enquiry/" for code, _name in settings.LANGUAGES]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    lines.append(f"Sitemap: {settings.SITE_URL}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for the mark without being told."""
    return redirect(static("core/img/favicon.svg"))


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep the site on its home screen."""
    municipality = Municipality.objects.filter(pk=1).first()
    name = spoken(municipality.service_names)[0] if municipality else "Hemvist"
    icon = {"src": static("core/img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": name,
            "short_name": municipality.name if municipality else name,
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbf9f5",
            "theme_color": "#fbf9f5",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(public=True, max_age=86400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    municipality = Municipality.objects.filter(pk=1).first()
    if municipality is None:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(microsecond=0)
    languages = ", ".join(code for code, _name in settings.LANGUAGES[:2])
    text = (
        f"Contact: mailto:{municipality.email}\n"
        f"Expires: {expires.isoformat()}\n"
        f"Preferred-Languages: {languages}\n"
        f"Canonical: {settings.SITE_URL}{request.path}\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
