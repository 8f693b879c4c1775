"""What happened in a case, one recorded event in one sentence."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hemvist.accounts.models import Team, User
from hemvist.audit.words import deed_in_words
from hemvist.casework.household_words import change_in_words
from hemvist.casework.models import CloseReason, NeedState, NextStep, UnmetReason
from hemvist.casework.queries import FROM_THE_LOG, HOUSEHOLD, Item
from hemvist.core.dates import full_day
from hemvist.core.translated import spoken
from hemvist.directory.models import LifeArea

Detail = dict[str, Any]
Sentence = Callable[[Detail, "Names"], str]


class Names:
    """The names behind the numbers and codes in a page of events; three queries at most."""

    def __init__(self, details: Iterable[Detail]) -> None:
        details = list(details)
        self.users = _found(User, details, "owner", "name")
        self.teams = _found(Team, details, "team", "name")
        self.areas = {
            slug: spoken(names)[0]
            for slug, names in _found(LifeArea, details, "area", "names").items()
        }


def tell(items: Iterable[Item]) -> None:
    """Give every change among these items its sentence, as `item.row.sentence`."""
    items = list(items)
    for item in items:
        if item.kind == HOUSEHOLD:
            item.row.sentence = change_in_words(item.row)
    changes = [item.row for item in items if item.kind in FROM_THE_LOG]
    names = Names(event.detail for event in changes)
    for event in changes:
        event.sentence = words_of(event.verb, event.detail, names)


def words_of(verb: str, detail: Detail, names: Names) -> str:
    """The sentence of an event; what the log calls it for one that has no sentence of its own."""
    sentence = SENTENCES.get(verb)
    return sentence(detail, names) if sentence else deed_in_words(verb)


def _found(model: Any, details: list[Detail], key: str, field: str) -> dict[Any, Any]:
    wanted = {detail[key] for detail in details if detail.get(key)}
    return dict(model.objects.filter(pk__in=wanted).values_list("pk", field)) if wanted else {}


def _assigned(detail: Detail, names: Names) -> str:
    owner, team = names.users.get(detail.get("owner")), names.teams.get(detail.get("team"), "")
    if owner:
        return _("%(name)s became responsible") % {"name": owner}
    return _("Put in the queue of %(team)s") % {"team": team}


def _next_step(detail: Detail, names: Names) -> str:
    step = _label(NextStep, detail.get("step"))
    try:
        day = full_day(date.fromisoformat(detail.get("on", "")))
    except ValueError:
        return _("Next step: %(step)s") % {"step": step}
    return _("Next step: %(step)s, %(day)s") % {"step": step, "day": day}


def _need_added(detail: Detail, names: Names) -> str:
    return _("Also looks for: %(area)s") % {"area": names.areas.get(detail.get("area"), "")}


def _need_changed(detail: Detail, names: Names) -> str:
    said = {
        "area": names.areas.get(detail.get("area"), ""),
        "state": _label(NeedState, detail.get("state")),
        "reason": _label(UnmetReason, detail.get("reason")),
    }
    if said["reason"]:
        return _("%(area)s: %(state)s, %(reason)s") % said
    return _("%(area)s: %(state)s") % said


def _closed(detail: Detail, names: Names) -> str:
    return _("Closed: %(reason)s") % {"reason": _label(CloseReason, detail.get("reason"))}


def _label(choices: Any, code: Any) -> str:
    return str(choices(code).label) if code in choices.values else str(code or "")


def _other(detail: Detail) -> dict[str, str]:
    return {"other": str(detail.get("other", ""))}


def _function(detail: Detail) -> dict[str, str]:
    return {"function": str(detail.get("function", ""))}


SENTENCES: dict[str, Sentence] = {
    "case.opened": lambda detail, names: _("The case was opened"),
    "case.assigned": _assigned,
    "case.next_step_set": _next_step,
    "case.closed": _closed,
    "case.reopened": lambda detail, names: _("Opened again"),
    "case.merged": lambda detail, names: _("%(other)s became a part of this case") % _other(detail),
    "case.merged_away": lambda detail, names: _("Became a part of %(other)s") % _other(detail),
    "case.merge_undone": lambda detail, names: _("Taken apart again: %(other)s") % _other(detail),
    "case.proven_same": lambda detail, names: _("The household says that it is the same"),
    "case.split": lambda detail, names: _("Divided; the other part is %(other)s") % _other(detail),
    "case.split_undone": lambda detail, names: _("Put together again: %(other)s") % _other(detail),
    "case.told_apart": lambda detail, names: _("Not the same as %(other)s") % _other(detail),
    "delivery.failed": lambda detail, names: _("A message to the person did not arrive"),
    "need.added": _need_added,
    "need.changed": _need_changed,
    "referral.made": lambda detail, names: _("Referred to %(function)s") % _function(detail),
    "referral.accepted": lambda detail, names: _("%(function)s accepted") % _function(detail),
    "referral.declined": lambda detail, names: _("%(function)s declined") % _function(detail),
    "referral.done": lambda detail, names: (
        _("%(function)s has done what was asked") % _function(detail)
    ),
    "referral.withdrawn": lambda detail, names: (
        _("The referral to %(function)s was withdrawn") % _function(detail)
    ),
    "referral.viewed": lambda detail, names: _("The receiving function read the referral"),
    "referral.reminded": lambda detail, names: (
        _("%(function)s was reminded to answer") % _function(detail)
    ),
    "referral.returned": lambda detail, names: (
        _("%(function)s did not answer; the referral came back to us") % _function(detail)
    ),
}
