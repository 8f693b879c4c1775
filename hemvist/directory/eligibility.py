"""Whether somebody may use a service, and why or why not, from a few answers that nobody keeps.

A rule without an answer is neither met nor unmet, and nothing is ever guessed from another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _

from hemvist.core.translated import Texts
from hemvist.directory.models import EligibilityKind, EligibilityRule, Service

SOMETHING_ELSE = "other"
Words = Mapping[str, str]


class Met(Enum):
    """How one condition stands."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not said"


@dataclass(frozen=True)
class Answers:
    """What a visitor says of themselves; None or empty for what they did not say."""

    age: int | None = None
    personal_number: bool | None = None
    chosen: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """One condition in words, how it stands, and what to do when it is not met."""

    condition: str
    met: Met
    advice: Texts

    @property
    def is_met(self) -> bool:
        """Whether the answers meet it."""
        return self.met == Met.YES

    @property
    def is_unmet(self) -> bool:
        """Whether the answers speak against it."""
        return self.met == Met.NO


def rules_of(service: Service, rules: Sequence[EligibilityRule]) -> list[EligibilityRule]:
    """The rules of a service; its ages in HSDS are one, unless a rule says more about ages."""
    has_ages = service.minimum_age is not None or service.maximum_age is not None
    if has_ages and not any(rule.kind == EligibilityKind.AGE for rule in rules):
        ages = EligibilityRule(
            service=service,
            kind=EligibilityKind.AGE,
            minimum=service.minimum_age,
            maximum=service.maximum_age,
        )
        return [ages, *rules]
    return list(rules)


def weigh(
    rules: Sequence[EligibilityRule], answers: Answers, *, words: Mapping[str, Words]
) -> list[Verdict]:
    """Every rule against the answers; `words` has the reader's words for the codes of a kind."""
    return [
        Verdict(condition_in_words(rule, words.get(rule.kind, {})), _met(rule, answers), rule.notes)
        for rule in rules
    ]


def outcome(verdicts: Sequence[Verdict]) -> Met:
    """All together: one unmet condition is enough for no, one open one leaves it open."""
    if any(verdict.is_unmet for verdict in verdicts):
        return Met.NO
    return Met.YES if all(verdict.is_met for verdict in verdicts) else Met.NOT_SAID


def _met(rule: EligibilityRule, answers: Answers) -> Met:
    if rule.kind == EligibilityKind.AGE:
        return _age_met(rule, answers.age)
    if rule.kind == EligibilityKind.PERSONAL_NUMBER:
        has = answers.personal_number
        return Met.NOT_SAID if has is None else Met.YES if has else Met.NO
    chosen = answers.chosen.get(rule.kind, [])
    if not chosen:
        return Met.NOT_SAID
    return Met.YES if set(chosen) & set(rule.allowed) else Met.NO


def _age_met(rule: EligibilityRule, age: int | None) -> Met:
    if age is None:
        return Met.NOT_SAID
    is_old_enough = rule.minimum is None or age >= rule.minimum
    is_young_enough = rule.maximum is None or age <= rule.maximum
    return Met.YES if is_old_enough and is_young_enough else Met.NO


def condition_in_words(rule: EligibilityRule, words: Words) -> str:
    """What must be so."""
    if rule.kind == EligibilityKind.AGE:
        return _ages(rule)
    if rule.kind == EligibilityKind.PERSONAL_NUMBER:
        return _("A Swedish personal number")
    sentences = {
        EligibilityKind.ORIGIN: _("You move from: %(what)s"),
        EligibilityKind.AREA: _("You live or will live in: %(what)s"),
        EligibilityKind.LANGUAGE: _("You speak one of these: %(what)s"),
        EligibilityKind.EMPLOYER: _("You work or will work at: %(what)s"),
    }
    what = ", ".join(words.get(code, code) for code in rule.allowed)
    return sentences[EligibilityKind(rule.kind)] % {"what": what}


def _ages(rule: EligibilityRule) -> str:
    ages = {"minimum": rule.minimum, "maximum": rule.maximum}
    if rule.minimum is None:
        return _("Up to %(maximum)s years old") % ages
    if rule.maximum is None:
        return _("From %(minimum)s years old") % ages
    return _("From %(minimum)s to %(maximum)s years old") % ages
