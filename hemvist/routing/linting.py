"""What is wrong with a set of rules that each can be read: nobody reaches it, somebody has left."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.routing.choosing import Staff
from hemvist.routing.reaching import Reach
from hemvist.routing.sentences import Mistake, Reading, Rule
from hemvist.routing.words import ARROWS


def findings_in(reading: Reading, staff: Staff) -> list[Mistake]:
    """Everything to put right or to think of, by line; errors keep a set from being published."""
    found = [*reading.mistakes, *_unreached(reading.rules)]
    for rule in reading.rules:
        found += _people(rule, staff)
        found += _teams(rule, staff)
    found += _without_end(reading)
    return sorted(found, key=lambda one: (one.line, not one.is_error, one.start))


def _unreached(rules: tuple[Rule, ...]) -> Iterator[Mistake]:
    reach = Reach(rules)
    before: list[Rule] = []
    for rule in rules:
        if not reach.is_reached(rule, after=[]):
            yield _whole(rule, _("No enquiry can be all of this at once."))
        elif not reach.is_reached(rule, after=before):
            yield _whole(rule, _why_unreached(rule, before, reach))
        # After the earlier host the search goes on, for those who have none.
        if not rule.target.is_earlier_host:
            before.append(rule)


def _why_unreached(rule: Rule, before: list[Rule], reach: Reach) -> str:
    alone = next((one for one in before if not reach.is_reached(rule, after=[one])), None)
    if alone is None:
        return _("The lines above already take everybody this line is for.")
    if {(c.field, c.operator, c.values, c.low, c.high) for c in alone.conditions} == {
        (c.field, c.operator, c.values, c.low, c.high) for c in rule.conditions
    } and alone.target != rule.target:
        return _("Line %(line)d says something else of the same people, and comes first.") % {
            "line": alone.line
        }
    return _("Line %(line)d already takes everybody this line is for.") % {"line": alone.line}


def _people(rule: Rule, staff: Staff) -> Iterator[Mistake]:
    for pk in rule.target.people:
        one = staff.colleagues.get(pk)
        if one is None or not one.is_active:
            name = one.name if one else "?"
            yield _target(rule, _("%(name)s does not work here any more.") % {"name": name})
        elif not one.is_host:
            words = _("%(name)s has no cases of their own: only hosts and coordinators do.")
            yield _target(rule, words % {"name": one.name})


def _teams(rule: Rule, staff: Staff) -> Iterator[Mistake]:
    team = rule.target.team
    if team is not None and team not in staff.teams:
        yield _target(rule, _("This team does not exist any more."))
    elif team is not None and not staff.teams[team] and not rule.target.people:
        words = _("Nobody in this team takes cases. What is sent here waits for a coordinator.")
        yield _target(rule, words, is_error=False)


def _without_end(reading: Reading) -> Iterator[Mistake]:
    if reading.mistakes or any(
        not rule.conditions and not rule.target.is_earlier_host for rule in reading.rules
    ):
        return
    last = max((rule.line for rule in reading.rules), default=1)
    words = _(
        "No line takes everybody else, so they wait in the queue of the front door. "
        "End with a line that begins with “otherwise”."
    )
    yield Mistake(last, 0, 0, words, is_error=False)


def _whole(rule: Rule, words: str) -> Mistake:
    return Mistake(rule.line, 0, len(rule.text), words)


def _target(rule: Rule, words: str, *, is_error: bool = True) -> Mistake:
    arrow = max(rule.text.rfind(one) for one in ARROWS)
    return Mistake(rule.line, max(arrow, 0), len(rule.text), words, is_error)


def summary(findings: list[Mistake]) -> str:
    """How many mistakes there are, in one line; empty for none."""
    errors = sum(one.is_error for one in findings)
    if not errors:
        return ""
    return ngettext("%(n)d line to put right", "%(n)d lines to put right", errors) % {"n": errors}
