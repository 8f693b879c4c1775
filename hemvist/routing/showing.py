"""Rules as pages show them: line by line, with what is wrong marked in the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hemvist.routing.choosing import Staff
from hemvist.routing.linting import findings_in
from hemvist.routing.models import RuleSet
from hemvist.routing.queries import reading_of
from hemvist.routing.sentences import Mistake


@dataclass(frozen=True)
class Piece:
    """A part of a line, marked or not."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class ShownLine:
    """One line with its number, what it is, and what is to be said of it."""

    number: int
    pieces: list[Piece]
    is_remark: bool
    findings: list[Mistake] = field(default_factory=list)
    reached: int | None = None


@dataclass(frozen=True)
class ShownSet:
    """A set of rules ready to show."""

    rule_set: RuleSet
    lines: list[ShownLine]
    findings: list[Mistake]

    @property
    def has_errors(self) -> bool:
        """Whether it could not be put in force as it stands."""
        return any(one.is_error for one in self.findings)


def shown(
    rule_set: RuleSet | None, staff: Staff, *, reached: Mapping[int, int] | None = None
) -> ShownSet | None:
    """A set with its findings beside the lines; `reached` says how many came to each."""
    if rule_set is None:
        return None
    findings = findings_in(reading_of(rule_set), staff)
    by_line: dict[int, list[Mistake]] = {}
    for one in findings:
        by_line.setdefault(one.line, []).append(one)
    lines = [
        ShownLine(
            number,
            _pieces(line, by_line.get(number, [])),
            not line.strip() or line.lstrip().startswith("#"),
            by_line.get(number, []),
            None if reached is None else reached.get(number, 0),
        )
        for number, line in enumerate(rule_set.text.rstrip().splitlines(), start=1)
    ]
    return ShownSet(rule_set, lines, findings)


def _pieces(line: str, findings: list[Mistake]) -> list[Piece]:
    meant = next((one for one in findings if one.is_error and one.end > one.start), None)
    if meant is None:
        return [Piece(line)]
    parts = [
        Piece(line[: meant.start]),
        Piece(line[meant.start : meant.end], is_marked=True),
        Piece(line[meant.end :]),
    ]
    return [one for one in parts if one.text]
