"""The lists of the desk: my work, the queue, what waits for others, the team, all cases."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hemvist.accounts.models import User
from hemvist.bulk.choosing import chips_of, filter_fields
from hemvist.bulk.filters import NOBODY, OPEN, Filters
from hemvist.bulk.models import DeedKind, FilteredPage, SavedFilter
from hemvist.bulk.rules import can_do_many
from hemvist.casework import rules
from hemvist.core.dates import today
from hemvist.desk import search
from hemvist.desk.counts import counts_of
from hemvist.desk.guarding import for_those_who, number_in, query_without, staff
from hemvist.desk.mine import mine
from hemvist.desk.news import SeenUpTo, news_address, seen_up_to
from hemvist.desk.queries import Group, Row, my_work, team_loads, waiting_for_others
from hemvist.desk.queries import queue as queue_of


def filtering(
    request: HttpRequest, filters: Filters, page: FilteredPage, seen: SeenUpTo, **shown: bool
) -> dict[str, Any]:
    """What the filters above a list need: the fields, those in use, those that were kept."""
    fields = filter_fields(filters, **shown)
    user = staff(request)
    kept = SavedFilter.objects.visible_to(user).filter(page=page).distinct()
    return {
        "filters": filters,
        "fields": fields,
        "chips": chips_of(fields, filters),
        "saved": kept.select_related("team"),
        "filtered_page": page,
        "kinds": DeedKind.choices if can_do_many(user) else [],
        "all_query": _all_of(page, filters, user),
        "news_address": _news_of(page, filters, user, seen.newest),
    }


def _with_news(seen: SeenUpTo, rows: Iterable[Row]) -> dict[str, Any]:
    """How many rows of a page are new to its reader, and since when."""
    return {"seen": seen, "news_count": sum(bool(row.news) for row in rows)}


def _news_of(page: FilteredPage, filters: Filters, user: User, mark: int) -> str:
    listed = Filters.from_text(_all_of(page, filters, user))
    if page == FilteredPage.WAITING:
        listed = replace(filters, owner=filters.owner or str(user.pk), state=OPEN)
    return news_address(mark, page=page.value, **dict(listed.pairs))


def _all_of(page: FilteredPage, filters: Filters, user: User) -> str:
    """The filter under which all that is on a list is found, beyond what one page shows."""
    if page == FilteredPage.HOME:
        return replace(filters, owner=str(user.pk), state=filters.state or OPEN).query
    if page == FilteredPage.QUEUE:
        teams = filters.team or ("" if user.is_coordinator else _teams_in_words(user))
        return replace(filters, owner=NOBODY, state=filters.state or OPEN, team=teams).query
    return filters.query if page == FilteredPage.CASES else ""


def _teams_in_words(user: User) -> str:
    return ",".join(str(pk) for pk in user.teams.values_list("pk", flat=True)) or "0"


@for_those_who(rules.can_use_desk)
def home(request: HttpRequest) -> HttpResponse:
    """My work: who waits for an answer, and my cases by the day of the next step."""
    filters, only, page = _asked(request)
    seen = seen_up_to(staff(request), FilteredPage.HOME, filters)
    asked: dict[str, Any] = {"filters": filters, "only": only, "page": page, "mark": seen.mark}
    groups = my_work(staff(request), now=timezone.now(), **asked)
    context = {
        "mine": mine(staff(request), on=today()),
        "counts": counts_of(staff(request), on=today()),
        **_grouped(groups, only),
        **_with_news(seen, [row for group in groups for row in group.rows]),
        **filtering(request, filters, FilteredPage.HOME, seen),
    }
    return render(request, "desk/home.html", context)


@for_those_who(rules.can_use_desk)
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for somebody else: the person, or a receiving function; mine unless asked."""
    filters, only, page = _asked(request)
    seen = seen_up_to(staff(request), FilteredPage.WAITING, filters)
    asked: dict[str, Any] = {"filters": filters, "only": only, "page": page, "mark": seen.mark}
    groups = waiting_for_others(staff(request), now=timezone.now(), **asked)
    context = {
        **_grouped(groups, only),
        **_with_news(seen, [row for group in groups for row in group.rows]),
        **filtering(request, filters, FilteredPage.WAITING, seen, with_owner=True),
        "show_owner": bool(filters.owner),
    }
    return render(request, "desk/waiting.html", context)


def _asked(request: HttpRequest) -> tuple[Filters, str, int]:
    page = max(number_in(request.GET.get("page", "")) or 1, 1)
    return Filters.from_query(request.GET), request.GET.get("group", ""), page


def _grouped(groups: list[Group], only: str) -> dict[str, Any]:
    return {
        "groups": groups,
        "shown": [group for group in groups if group.rows],
        "only": next((group for group in groups if group.code == only), None),
    }


@for_those_who(rules.can_use_desk)
def queue(request: HttpRequest) -> HttpResponse:
    """Cases of my teams that nobody owns yet."""
    filters, after = Filters.from_query(request.GET), request.GET.get("after", "")
    seen = seen_up_to(staff(request), FilteredPage.QUEUE, filters)
    asked: dict[str, Any] = {"filters": filters, "after": after, "mark": seen.mark}
    found = queue_of(staff(request), now=timezone.now(), **asked)
    context = {
        "queue": found,
        **_with_news(seen, found.rows),
        "after": after,
        "may_take": staff(request).role in rules.DECIDING,
        **filtering(request, filters, FilteredPage.QUEUE, seen),
    }
    return render(request, "desk/queue.html", context)


@for_those_who(lambda user: rules.can_use_desk(user) and user.is_coordinator)
def team(request: HttpRequest) -> HttpResponse:
    """How the work is spread over the hosts."""
    return render(request, "desk/team.html", {"loads": team_loads(staff(request), today=today())})


@for_those_who(rules.can_use_desk)
def cases(request: HttpRequest) -> HttpResponse:
    """Find a case by what one has at hand, or leaf through them from the newest."""
    filters, text = Filters.from_query(request.GET), search.clean(request.GET.get("q", ""))
    before = number_in(request.GET.get("before", ""))
    seen = seen_up_to(staff(request), FilteredPage.CASES, filters)
    asked: dict[str, Any] = {"filters": filters, "before": before, "mark": seen.mark}
    found = search.find_cases(staff(request), text, now=timezone.now(), **asked)
    context = {
        **_with_news(seen, [hit.row for hit in found.hits]),
        "found": found,
        "q": text,
        "before": before,
        "address": query_without(request, "before"),
        **filtering(request, filters, FilteredPage.CASES, seen, with_closed=True, with_owner=True),
    }
    return render(request, "desk/cases.html", context)
