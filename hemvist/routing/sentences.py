"""A rule as the parser has understood it, and what can be wrong with one."""

from dataclasses import dataclass, field

from hemvist.routing.words import GIVEN, IS, IS_NOT, MISSING

EVERYTHING = (-(10**6), 10**6)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a line, and which letters of it are meant; `level` is error or warning."""

    line: int
    start: int
    end: int
    words: str
    is_error: bool = True


@dataclass(frozen=True)
class Condition:
    """One thing that has to be so: a set of codes, a span of numbers, or a yes."""

    field: str
    operator: str
    text: str
    values: frozenset[str] = frozenset()
    low: int = EVERYTHING[0]
    high: int = EVERYTHING[1]

    def holds(self, said: frozenset[str], numbers: frozenset[int]) -> bool:
        """Whether it is so, for the codes or the numbers an enquiry has in this field."""
        if self.operator == GIVEN:
            return bool(said or numbers)
        if self.operator == MISSING:
            return not said and not numbers
        if self.operator == IS:
            return bool(said & self.values)
        if self.operator == IS_NOT:
            return not said & self.values
        return any(self.low <= number <= self.high for number in numbers)


@dataclass(frozen=True)
class Target:
    """Where a rule sends: a team, somebody preferably, or the one with least to do.

    Without any of them it is the front door's queue.
    """

    text: str
    team: int | None = None
    person: int | None = None
    is_least: bool = False
    among: tuple[int, ...] = ()
    is_earlier_host: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody it names."""
        return (*([self.person] if self.person else []), *self.among)


@dataclass(frozen=True)
class Rule:
    """One line: when all conditions hold, the target. No condition means always."""

    line: int
    text: str
    conditions: tuple[Condition, ...]
    target: Target


@dataclass(frozen=True)
class Reading:
    """What the parser made of a text: the rules it understood, and the mistakes."""

    rules: tuple[Rule, ...]
    mistakes: tuple[Mistake, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
