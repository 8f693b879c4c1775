"""The building blocks of every page; each stands on the living page, /design/."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core import signing
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxSelectMultiple, MultiWidget, RadioSelect
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, urlize
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemvist.core import dates, stylesheet
from hemvist.core.context import known_phone
from hemvist.core.desk_counts import count_at
from hemvist.core.desk_menu import Shown, menu_for
from hemvist.core.linked_data import of_trail
from hemvist.core.missing import mistakes_of
from hemvist.core.translated import Texts, spoken

register = template.Library()

DAY_STYLES: dict[str, Callable[[date], str]] = {
    "words": dates.day_in_words,
    "short": dates.short_day,
    "full": dates.full_day,
    "month": dates.month_in_words,
}
# Drawings that point along the line of reading turn round when it does.
TURNING_ICONS = {"back", "forward", "arrow", "send", "leave", "external", "list", "queue", "refer"}
# Signs the name of a page that a form stands on, so that nobody can send it for another.
PAGE_SALT = "hemvist.page"
MAY_BE_LINK = re.compile(r"[@:]|\.\w")
TONES = {"neutral", "info", "good", "warn", "bad"}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A small drawing beside words that already say it; hidden from screen readers.

    The names are the ids in static/core/img/icons.svg.
    """
    turns = " icon--turns" if name in TURNING_ICONS else ""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        turns,
        static("core/img/icons.svg"),
        name,
    )


@register.simple_tag
@cache
def spot(name: str) -> SafeString:
    """A small landscape for an area of life; decoration, hidden from screen readers.

    The names are the ids in static/core/img/spots.svg.
    """
    return format_html(
        '<svg class="spot" viewBox="0 0 320 180" preserveAspectRatio="xMidYMax slice"'
        ' aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("core/img/spots.svg"),
        name,
    )


@register.simple_tag
def status(tone: str, text: str) -> SafeString:
    """A state in words, with a tone: neutral, info, good, warn or bad.

    The colour only repeats what the words say.
    """
    return format_html(
        '<span class="tag tag--{}">{}</span>', tone if tone in TONES else "neutral", text
    )


@register.simple_tag
def translated(texts: Texts) -> SafeString:
    """A text kept in several languages, in the reader's; marked with its own if it fell back."""
    text, language = spoken(texts or {})
    if not text or language == dates.reader_locale().language:
        return format_html("{}", text)
    return format_html('<span lang="{}" dir="auto">{}</span>', language, text)


@register.filter(name="spoken")
def spoken_text(texts: Texts) -> str:
    """The same text without marks, for a page title or an attribute."""
    return spoken(texts or {})[0]


@register.filter(is_safe=True)
def linked(text: str) -> SafeString:
    """What somebody wrote, with its addresses as links; a text that has none is not searched."""
    return SafeString(urlize(text, autoescape=True) if MAY_BE_LINK.search(text) else escape(text))


@register.simple_tag
def moment(at: datetime | None, style: str = "words") -> SafeString:
    """A moment: "today 14.30"; with "short" for a narrow column; nothing for none."""
    return _moment(at, style, dates.today(), get_language()) if at else SafeString()


# A page of the desk says the same few moments over and over, to everybody who reads it.
@lru_cache(maxsize=4096)
def _moment(at: datetime, style: str, on: date, _language: str | None) -> SafeString:
    words = dates.moment_in_words(at, on=on)
    if style == "short":
        is_today = dates.local_day(at) == on
        words = dates.time_of_day(at) if is_today else dates.short_day(at, on=on)
    return format_html(
        '<time datetime="{}" title="{} {}">{}</time>',
        at.isoformat(timespec="minutes"),
        dates.full_day(at),
        dates.time_of_day(at),
        words,
    )


@register.simple_tag
def day(on: date | datetime | None, style: str = "words") -> SafeString:
    """A day: "Monday 30 November"; with "short" 30 Nov; with "month" November 2026."""
    if on is None:
        return SafeString()
    return _day(dates.local_day(on), style, dates.today(), get_language())


@lru_cache(maxsize=4096)
def _day(day: date, style: str, _on: date, _language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), DAY_STYLES[style](day))


@register.simple_tag
def time_of(at: datetime) -> SafeString:
    """The time of day alone, where the day stands beside it: 14.30."""
    return format_html(
        '<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), dates.time_of_day(at)
    )


@register.simple_tag
def weekday(on: date) -> str:
    """The short name of a day of the week: Mon."""
    return dates.weekday_in_short(on)


@register.simple_tag
def length(value: timedelta) -> str:
    """How long something lasted, in its largest unit: "3 hours"."""
    return dates.length_in_words(value)


@register.inclusion_tag("core/ui/clock.html")
def clock(since: datetime | None, due: datetime | None = None) -> dict[str, Any]:
    """How long somebody has waited for us, in words and tone; nothing if nobody waits.

    The tone follows the promise: calm, soon (a quarter of the time left), late.
    """
    if since is None:
        return {"since": None}
    now = timezone.now()
    return {
        "since": since,
        "due": due,
        "waited": dates.length_in_words(now - since),
        "tone": _clock_tone(since, due, now),
    }


def _clock_tone(since: datetime, due: datetime | None, now: datetime) -> str:
    if due is None:
        return "calm"
    if now >= due:
        return "late"
    return "soon" if (due - now) <= (due - since) / 4 else "calm"


@register.inclusion_tag("core/ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    """Links to the other pages of a list that keep the filters in the address.

    Nothing if all fits on one page.
    """
    query = context["request"].GET.copy()
    query.pop("page", None)
    paginator = page.paginator
    return {
        "page": page,
        "numbers": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "gap": paginator.ELLIPSIS,
        "query": query.urlencode(),
    }


@register.inclusion_tag("core/ui/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    """What has to be put right, at the top of the page, each mistake linked to its field.

    Nothing if there is none. Takes several forms, or sets of forms, when a page has them.
    """
    mistakes: list[tuple[str, str]] = []
    for form in _each(forms):
        if not form or not form.is_bound:
            continue
        mistakes += [("", str(mistake)) for mistake in form.non_field_errors()]
        for field in form:
            mistakes += [(_first_input(field), mistake) for mistake in mistakes_of(field)]
    return {"mistakes": mistakes}


def _each(forms: Iterable[BaseForm | BaseFormSet]) -> Iterator[BaseForm]:
    for form in forms:
        yield from form.forms if isinstance(form, BaseFormSet) else [form]


def _first_input(field: BoundField) -> str:
    if isinstance(field.field.widget, (RadioSelect, CheckboxSelectMultiple, MultiWidget)):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag
def optional(field: BoundField) -> SafeString:
    """The words that tell a field may be left empty; a form with hide_optional says nothing."""
    if field.field.required or getattr(field.form, "hide_optional", False):
        return SafeString()
    return format_html(' <span class="optional">{}</span>', _("(may be left empty)"))


@register.inclusion_tag("core/ui/breadcrumbs.html")
def breadcrumbs(trail: Iterable[tuple[str, str | None]]) -> dict[str, Any]:
    """The way here: a list of (label, address); the last is this page, address None."""
    return {"trail": list(trail or [])}


@register.simple_tag
def trail_for_machines(trail: Iterable[tuple[str, str | None]], url: str) -> SafeString:
    """The way here in the words of schema.org, for inside a script element."""
    return of_trail(trail or [], url=url)


@register.inclusion_tag("core/ui/empty.html")
def empty(title: str, text: str = "") -> dict[str, str]:
    """What stands where a list would be, when there is nothing in it."""
    return {"title": title, "text": text}


@register.inclusion_tag("core/ui/sun_path.html")
def sun_path(step: int, steps: int) -> dict[str, Any]:
    """How far one has come, as a low sun on its way across the sky, and in words."""
    share = min(max((step - 0.5) / max(steps, 1), 0), 1)
    return {
        "step": step,
        "steps": steps,
        "sun_x": round(20 + 600 * share),
        "sun_y": round(62 - 176 * share * (1 - share)),
    }


@register.inclusion_tag("core/ui/languages.html", takes_context=True)
def language_picker(context: Context) -> dict[str, Any]:
    """The same page in the other languages, each in its own name.

    Links where the language is in the address, a form where it is the reader's own choice.
    """
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    current = dates.reader_locale().language
    first, _slash, rest = path.lstrip("/").partition("/")
    by_address = first in LANGUAGE_CODES
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "path": path,
        "by_address": by_address,
        "languages": [
            {
                "code": code,
                "name": LANG_INFO[code]["name_local"].capitalize(),
                "direction": "rtl" if LANG_INFO[code]["bidi"] else "ltr",
                "url": f"/{code}/{rest}" if by_address else "",
                "is_current": code == current,
            }
            for code in _offered(context)
        ],
    }


LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


def _offered(context: Context) -> list[str]:
    municipality = context.get("municipality")
    chosen = municipality.languages if municipality else []
    return [code for code in LANGUAGE_CODES if code in chosen] or LANGUAGE_CODES


@register.simple_tag(takes_context=True)
def current_if(context: Context, *names: str) -> SafeString:
    """The mark of the place in the menu where the reader is, by the names of its addresses."""
    match = getattr(context.get("request"), "resolver_match", None)
    return SafeString(' aria-current="page"' if match and match.view_name in names else "")


@register.simple_tag(takes_context=True)
def desk_menu(context: Context) -> list[Shown]:
    """The menu of whoever is signed in, with the place marked where they are."""
    request = context["request"]
    match = getattr(request, "resolver_match", None)
    return menu_for(request.user.role, view=match.view_name if match else "")


@register.simple_tag(takes_context=True)
def waiting_at(context: Context, name: str) -> int:
    """How many things wait for the reader behind a line of the menu."""
    return count_at(name, context["request"].user)


@register.simple_tag(takes_context=True)
def telephone(context: Context) -> str:
    """The number to call, also when the database that knows it cannot be asked."""
    municipality = context.get("municipality")
    return municipality.phone if municipality else known_phone()


@register.filter
def dial(number: str) -> str:
    """A telephone number as a link wants it."""
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")


@register.simple_tag(takes_context=True)
def stylesheet_url(context: Context, readers: str = "all") -> str:
    """The address of the one stylesheet: in the accent, in the light the reader has chosen.

    With "staff", the one that has the desk's parts too.
    """
    municipality, request = context.get("municipality"), context.get("request")
    hue = municipality.accent_hue if municipality else stylesheet.DEFAULT_HUE
    theme = context.get("theme") or (request.COOKIES.get("theme") if request else "")
    theme = theme if theme in stylesheet.THEMES else "auto"
    return stylesheet.address(hue, theme=theme, staff=readers == "staff")


@register.simple_tag(takes_context=True)
def signed_page(context: Context, title: str) -> str:
    """This page's address without its language, and its title, so that a form can name it.

    The same for every reader, so that the page can be kept.
    """
    path = context["request"].path.lstrip("/").partition("/")[2]
    return signing.dumps([path[:300], str(title)[:200]], salt=PAGE_SALT)
