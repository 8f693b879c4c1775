"""Whether any enquiry at all could come as far as a rule.

A search for one that the rule takes and no earlier one does. Fields are seen as independent of
each other, so it may miss that a rule is never reached, but never says so of one that is.
"""

from collections.abc import Iterable, Iterator, Sequence

from hemvist.routing.sentences import EVERYTHING, Condition, Rule
from hemvist.routing.words import BETWEEN, GIVEN, IS, IS_NOT, MISSING, NUMBERS

MOST_STEPS = 20_000
# What can have several values at once: each value is a yes or a no of its own.
SEVERAL = {"need", "child_age"}
NEVER_MISSING = {"language", "form", "day", "time", "children", "adults", "people"}
LEAST = {"months": EVERYTHING[0], "adults": 1, "people": 1}
OTHER = "\0other"

Value = frozenset[str] | frozenset[int]
Variable = tuple[str, str | int]
Assigned = dict[Variable, Value]


class TooFar(Exception):
    """The search has become longer than it is worth."""


class Reach:
    """Everything that the conditions of a set of rules can tell apart."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.atoms: dict[str, set[str]] = {}
        self.marks: dict[str, set[int]] = {}
        for condition in (one for rule in rules for one in rule.conditions):
            self.atoms.setdefault(condition.field, set()).update(condition.values)
            if condition.operator == BETWEEN:
                edges = {condition.low, condition.high + 1}
                self.marks.setdefault(condition.field, set()).update(edges)
        self.steps = 0

    def is_reached(self, rule: Rule, *, after: Sequence[Rule]) -> bool:
        """Whether something may be left for a rule by those before it."""
        self.steps = 0
        try:
            return self._found(rule, after, {})
        except TooFar:
            return True

    def _found(self, rule: Rule, after: Sequence[Rule], assigned: Assigned) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooFar
        undecided = None
        for condition in rule.conditions:
            holds = self._holds(condition, assigned)
            if holds is False:
                return False
            undecided = undecided or (condition if holds is None else None)
        if undecided is None:
            taken, undecided = self._taken(after, assigned)
            if taken:
                return False
        if undecided is None:
            return True
        variable = next(v for v in self._variables(undecided) if v not in assigned)
        return any(
            self._found(rule, after, {**assigned, variable: value})
            for value in self._domain(variable)
        )

    def _taken(self, after: Sequence[Rule], assigned: Assigned) -> tuple[bool, Condition | None]:
        undecided = None
        for rule in after:
            said = [(one, self._holds(one, assigned)) for one in rule.conditions]
            if all(holds for _one, holds in said):
                return True, None
            if undecided is None and not any(holds is False for _one, holds in said):
                undecided = next(one for one, holds in said if holds is None)
        return False, undecided

    def _holds(self, condition: Condition, assigned: Assigned) -> bool | None:
        variables = self._variables(condition)
        known = [assigned[one] for one in variables if one in assigned]
        is_whole = len(known) == len(variables)
        values: Value = frozenset(code for some in known for code in some)  # type: ignore[assignment]
        if condition.field in SEVERAL and not is_whole:
            some = self._says(condition, values)
            # More values can make "is" true and "is not" false, and never the other way round.
            if condition.operator in (IS_NOT, MISSING):
                return None if some else False
            return True if some else None
        return self._says(condition, values) if is_whole else None

    def _says(self, condition: Condition, values: Value) -> bool:
        if condition.field in NUMBERS:
            return condition.holds(frozenset(), values)  # type: ignore[arg-type]
        return condition.holds(values, frozenset())  # type: ignore[arg-type]

    def _variables(self, condition: Condition) -> list[Variable]:
        field = condition.field
        if field not in SEVERAL:
            return [(field, "")]
        if condition.operator in (GIVEN, MISSING):
            return [(field, one) for one in self._every(field)]
        if condition.operator in (IS, IS_NOT):
            return [(field, code) for code in sorted(condition.values)]
        inside = [one for one in self._numbers(field) if condition.low <= one <= condition.high]
        return [(field, one) for one in inside]

    def _every(self, field: str) -> list[str | int]:
        if field in NUMBERS:
            return list(self._numbers(field))
        return [*sorted(self.atoms.get(field, ())), OTHER]

    def _numbers(self, field: str) -> list[int]:
        """One number out of every span that the rules can tell apart."""
        least = LEAST.get(field, 0)
        return sorted({least, *(one for one in self.marks.get(field, ()) if one >= least)})

    def _domain(self, variable: Variable) -> Iterator[Value]:
        field, one = variable
        if field in SEVERAL:
            yield frozenset([one])  # type: ignore[misc]
            yield frozenset()
            return
        if field == "day":
            for day in "0123456":
                yield frozenset([day])
                yield frozenset([day, "closed"])
            return
        for value in self._every(field):
            yield frozenset([value])  # type: ignore[misc]
        if field not in NEVER_MISSING:
            yield frozenset()
