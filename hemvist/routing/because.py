"""Why a case is where it is, in sentences for a colleague."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.accounts.models import User
from hemvist.casework.models import Case
from hemvist.core.dates import reader_locale
from hemvist.routing.choosing import AWAY, FULL, GONE, NO_HOST
from hemvist.routing.deciding import EARLIER_HOST, LEAST, NAMED, NO_RULE, NOBODY, QUEUE, SUSPECTED
from hemvist.routing.models import Decision


@dataclass(frozen=True)
class Why:
    """A decision as the case page shows it: one sentence, the rule, and what was weighed."""

    decision: Decision
    sentence: str
    rule: str
    passed_over: list[str]
    weighed: list[str]


def why_here(case: Case) -> Why | None:
    """The latest decision about a case; none for one that somebody opened by hand."""
    decisions = case.routing_decisions.select_related("rule_set", "team", "owner")
    decision = decisions.first()
    return explained(decision) if decision else None


def explained(decision: Decision) -> Why:
    """A decision in words; one more query, for the names of those who were weighed."""
    because: dict[str, Any] = decision.because
    standings = because.get("standings", [])
    names = dict(
        User.objects.filter(pk__in=[one["user"] for one in standings]).values_list("pk", "name")
    )
    passed_over = [
        _("Line %(line)d was passed over: %(why)s")
        % {"line": one["line"], "why": passed_over_words().get(one["why"], one["why"])}
        for one in because.get("passed_over", [])
    ]
    return Why(
        decision,
        _sentence(decision),
        because.get("rule", ""),
        passed_over,
        list(_weighed(standings, names)),
    )


def _sentence(decision: Decision) -> str:
    who = {"name": decision.owner.name if decision.owner else "", "team": decision.team.name}
    return {
        EARLIER_HOST: _("%(name)s was this household's host before."),
        NAMED: _("The rule names %(name)s."),
        LEAST: _("%(name)s had least to do of those who could have it."),
        QUEUE: _("The rule leads to the queue of %(team)s."),
        NOBODY: _("Nobody the rule leads to could have it, so it waits in the queue of %(team)s."),
        SUSPECTED: _("It may be spam, so it waits in the queue of %(team)s until somebody looks."),
        NO_RULE: _("No rule holds, so it waits in the queue of %(team)s."),
    }.get(decision.how, "") % who


def passed_over_words() -> dict[str, str]:
    """Why a line that holds was not followed, or a colleague not chosen."""
    return {
        "no_earlier_host": _("nobody had the earlier case"),
        GONE: _("does not work here any more"),
        NO_HOST: _("has no cases of their own"),
        AWAY: _("is away until after the promise"),
        FULL: _("has as many cases as they can have"),
        SUSPECTED: _("it may be spam"),
    }


def _weighed(standings: list[dict[str, Any]], names: dict[int, str]) -> Iterator[str]:
    for one in standings:
        name = names.get(one["user"], "?")
        if one["why_not"]:
            why = passed_over_words().get(one["why_not"], one["why_not"])
            yield _("%(name)s: %(why)s") % {"name": name, "why": why}
            continue
        cases = ngettext("%(n)d open case", "%(n)d open cases", one["cases"]) % {"n": one["cases"]}
        words = {
            "name": name,
            "cases": cases,
            "share": one["share"],
            "days": one["days"],
            "load": format_decimal(one["load"], locale=reader_locale()),
        }
        if one["speaks"]:
            yield (
                _(
                    "%(name)s: load %(load)s – %(cases)s, works %(share)s %%, here %(days)s of the "
                    "next 10 working days, speaks the language"
                )
                % words
            )
        else:
            yield (
                _(
                    "%(name)s: load %(load)s – %(cases)s, works %(share)s %%, here %(days)s of the "
                    "next 10 working days, does not speak the language"
                )
                % words
            )
