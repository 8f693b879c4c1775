"""Which questions are asked, and whether a condition can ever hold.

A question is asked when its condition holds over the answers of the questions before it that are
asked themselves. An answer to a question no longer asked counts for nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hemvist.intake.definition import Answered, Condition, Question

Chosen = Mapping[str, frozenset[str]]


def holds(condition: Condition | None, chosen: Chosen) -> bool:
    """Whether a question with this condition is asked; `chosen` are values by question."""
    if condition is None:
        return True
    results = (
        not chosen.get(t.question, frozenset()).isdisjoint(t.one_of) for t in condition.tests
    )
    return any(results) if condition.is_any else all(results)


def asked(
    questions: Iterable[Question], values: Callable[[Question, Chosen], frozenset[str]]
) -> list[Question]:
    """The questions that are asked, in order; `values` gives what was chosen in one of them."""
    chosen: dict[str, frozenset[str]] = {}
    found = []
    for question in questions:
        if holds(question.condition, chosen):
            found.append(question)
            chosen[question.key] = values(question, chosen)
    return found


@dataclass(frozen=True)
class Domain:
    """What can be chosen in a question, and whether several things at once."""

    values: frozenset[str]
    takes_many: bool


def can_hold(
    condition: Condition | None,
    *,
    domains: Mapping[str, Domain],
    conditions: Mapping[str, Condition | None],
) -> bool:
    """Whether any answers at all make a condition hold, by the conditions it depends on too.

    Conditions refer only to questions before them: it is checked elsewhere, and ends there.
    """
    return condition is None or _solve([condition], {}, frozenset(), domains, conditions)


def _solve(
    open_: list[Condition],
    left: dict[str, frozenset[str]],
    known: frozenset[str],
    domains: Mapping[str, Domain],
    conditions: Mapping[str, Condition | None],
) -> bool:
    """Whether all open conditions can hold together, given what is left to choose from."""
    if not open_:
        return True
    condition, rest = open_[0], open_[1:]
    ways = [(test,) for test in condition.tests] if condition.is_any else [condition.tests]
    for way in ways:
        narrowed = _narrowed(way, left, domains)
        if narrowed is None:
            continue
        newly = [t.question for t in way if t.question not in known]
        more = [found for key in dict.fromkeys(newly) if (found := conditions.get(key))]
        if _solve([*rest, *more], narrowed, known | set(newly), domains, conditions):
            return True
    return False


def _narrowed(
    tests: Iterable[Answered], left: dict[str, frozenset[str]], domains: Mapping[str, Domain]
) -> dict[str, frozenset[str]] | None:
    """What is left to choose from when these tests hold; None when one of them cannot."""
    left = dict(left)
    for test in tests:
        domain = domains.get(test.question, Domain(frozenset(), takes_many=False))
        fits = domain.values & set(test.one_of)
        if domain.takes_many:
            if not fits:
                return None
            continue
        left[test.question] = left.get(test.question, domain.values) & fits
        if not left[test.question]:
            return None
    return left
