"""Whether a form can be published: what is wrong with it, in sentences that name the place."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.core.translated import Texts
from hemvist.intake.conditions import Domain, can_hold
from hemvist.intake.definition import (
    MOST_CHOICES,
    MOST_QUESTIONS,
    TAKEN_KEYS,
    Definition,
    Question,
    Section,
)
from hemvist.intake.kinds import KINDS, WHEN_VALUES, values_of

ALWAYS_COMPLETE = ("sv", "en")
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
# What has to be asked before, and what must not come after.
NEEDS_BEFORE = {"whom": ("household", "needs")}
COMES_AFTER = {"times": ("ways", "origin"), "name": ("ways", "origin")}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and the question or the section where it can be put right."""

    words: str
    question: str = ""
    section: str = ""


def problems(
    definition: Definition, *, is_offer: bool = False, life_areas: Mapping[str, Any] | None = None
) -> list[Problem]:
    """Everything that keeps a form from being published, in the order of the form."""
    return list(_Check(definition, is_offer, life_areas or {}).all())


class _Check:
    def __init__(
        self, definition: Definition, is_offer: bool, life_areas: Mapping[str, Any]
    ) -> None:
        self.form = definition
        self.is_offer = is_offer
        self.domains = {
            one.key: _domain(one, values_of(one, life_areas=dict(life_areas)))
            for one in definition.questions
        }
        self.keys = Counter(one.key for one in definition.questions)
        self.kinds = Counter(one.kind for one in definition.questions)

    def all(self) -> Iterator[Problem]:
        yield from self._whole()
        for name, count in Counter(part.key for part in self.form.sections).items():
            if count > 1:
                yield Problem(_("Two sections are called “%(name)s”.") % {"name": name})
        for section in self.form.sections:
            yield from self._section(section)
            for question in section.questions:
                yield from _Asked(self, section, question).all()

    def _whole(self) -> Iterator[Problem]:
        known = {code for code, _name in settings.LANGUAGES}
        for code in self.form.languages:
            if code not in known:
                yield Problem(_("This installation has no language “%(code)s”.") % {"code": code})
        for code in ALWAYS_COMPLETE:
            if code not in self.form.languages:
                words = _("A form is always offered in %(language)s.")
                yield Problem(words % {"language": language_name(code)})
        for what, texts in (
            (_("name"), self.form.name),
            (_("heading"), self.form.heading),
            (_("introduction"), self.form.lead),
            *((_("what is asked, and why"), texts) for texts in self.form.asked),
        ):
            for language in self.missing(texts):
                words = _("The form’s %(what)s is missing in %(language)s.")
                yield Problem(words % {"what": what, "language": language})
        if not self.form.questions:
            yield Problem(_("The form asks nothing yet."))
        elif not self.kinds["name"]:
            yield Problem(_("The form does not ask for a name and an address to answer to."))
        if len(self.form.questions) > MOST_QUESTIONS:
            words = _("The form has more than %(most)d questions. Nobody answers so many.")
            yield Problem(words % {"most": MOST_QUESTIONS})

    def _section(self, section: Section) -> Iterator[Problem]:
        if not section.questions:
            words = _("The section “%(section)s” has no questions. Add one, or remove it.")
            yield Problem(words % {"section": section}, section=section.key)
        for language in self.missing(section.title):
            words = _("The heading of the section “%(section)s” is missing in %(language)s.")
            yield Problem(words % {"section": section, "language": language}, section=section.key)

    def missing(self, texts: Texts) -> list[str]:
        """The languages of the form in which a text is missing, in words."""
        return [
            language_name(code)
            for code in self.form.languages
            if code in LANG_INFO and not texts.get(code, "").strip()
        ]


class _Asked:
    """What is wrong with one question."""

    def __init__(self, check: _Check, section: Section, question: Question) -> None:
        self.check, self.form = check, check.form
        self.section, self.question = section, question
        self.kind = KINDS.get(question.kind)
        self.names: dict[str, Any] = {"question": question, "section": section}

    def all(self) -> Iterator[Problem]:
        """Every sentence about it."""
        yield from self._itself()
        yield from self._texts()
        if self.kind is None:
            return
        if self.kind.has_choices:
            yield from self._choices()
        yield from self._order()
        yield from self._condition()

    def _say(self, words: str, **more: Any) -> Problem:
        return Problem(words % {**self.names, **more}, self.question.key, self.section.key)

    def _itself(self) -> Iterator[Problem]:
        question, kind = self.question, self.kind
        if self.check.keys[question.key] > 1:
            yield self._say(
                _("“%(question)s” in “%(section)s”: another question is called “%(key)s” too."),
                key=question.key,
            )
        if question.key in TAKEN_KEYS or not KEY.fullmatch(question.key):
            yield self._say(
                _("“%(question)s” in “%(section)s”: the name “%(key)s” cannot be an address."),
                key=question.key,
            )
        if kind is None:
            yield self._say(
                _("“%(question)s” in “%(section)s”: there is no kind of question “%(kind)s”."),
                kind=question.kind,
            )
            return
        if kind.is_single and self.check.kinds[question.kind] > 1:
            yield self._say(
                _("“%(question)s” in “%(section)s”: a form can ask “%(kind)s” only once."),
                kind=kind.label,
            )
        if self.check.is_offer and kind.for_household:
            yield self._say(
                _("“%(question)s” in “%(section)s” is for households, and this is an offer."),
            )
        yield from self._what_it_fills()

    def _what_it_fills(self) -> Iterator[Problem]:
        question, kind = self.question, self.kind
        if kind and question.fills not in kind.fills:
            yield self._say(
                _("“%(question)s” in “%(section)s” cannot become “%(fills)s” of the case."),
                fills=question.fills,
            )
        same = [q for q in self.form.questions if q.fills and q.fills == question.fills]
        if len(same) > 1 and kind and not kind.is_single:
            yield self._say(
                _("“%(question)s” in “%(section)s”: another question becomes the same field."),
            )
        if question.kind == "when" and not set(question.offers) & set(WHEN_VALUES):
            yield self._say(
                _("“%(question)s” in “%(section)s”: choose what can be answered, a day or a month.")
            )
        if question.kind == "consent" and not question.receiver.strip():
            yield self._say(
                _("“%(question)s” in “%(section)s”: say with whom it is shared, by name.")
            )
        if question.kind == "name" and question.condition:
            yield self._say(_("“%(question)s” in “%(section)s” has to be asked of everybody."))

    def _texts(self) -> Iterator[Problem]:
        question = self.question
        needed = [(_("question"), question.question)]
        needed += [
            (what, texts)
            for what, texts in (
                (_("short name"), question.title),
                (_("label"), question.label),
                (_("help"), question.help),
            )
            if any(text.strip() for text in texts.values())
        ]
        for what, texts in needed:
            for language in self.check.missing(texts):
                yield self._say(
                    _("“%(question)s” in “%(section)s”: the %(what)s is missing in %(language)s."),
                    what=what,
                    language=language,
                )

    def _choices(self) -> Iterator[Problem]:
        choices = self.question.choices
        if len(choices) < 2:
            yield self._say(_("“%(question)s” in “%(section)s” needs at least two answers."))
        if len(choices) > MOST_CHOICES:
            yield self._say(
                _("“%(question)s” in “%(section)s” has more than %(most)d answers."),
                most=MOST_CHOICES,
            )
        for key, count in Counter(choice.key for choice in choices).items():
            if count > 1:
                yield self._say(
                    _("“%(question)s” in “%(section)s”: two answers are called “%(key)s”."),
                    key=key,
                )
        for choice in choices:
            for language in self.check.missing(choice.text):
                yield self._say(
                    _(
                        "“%(question)s” in “%(section)s”: the answer “%(key)s” is missing in "
                        "%(language)s."
                    ),
                    key=choice.key,
                    language=language,
                )

    def _order(self) -> Iterator[Problem]:
        place = self.form.places[self.question.key]
        earlier = {one.kind for one in self.form.questions[:place]}
        later = {one.kind for one in self.form.questions[place:]}
        before = NEEDS_BEFORE.get(self.question.kind, ())
        wrong = [kind for kind in before if kind not in earlier]
        wrong += [k for k in COMES_AFTER.get(self.question.kind, ()) if k in later]
        for kind in wrong:
            yield self._say(
                _("“%(question)s” in “%(section)s” has to come after “%(kind)s”."),
                kind=KINDS[kind].label,
            )

    def _condition(self) -> Iterator[Problem]:
        condition = self.question.condition
        if condition is None:
            return
        if not condition.tests:
            yield self._say(
                _("“%(question)s” in “%(section)s”: its condition says nothing. Remove it.")
            )
            return
        wrong = [problem for test in condition.tests for problem in self._test(test)]
        yield from wrong
        if not wrong and not self._can_hold():
            yield self._say(
                _("“%(question)s” in “%(section)s” is never asked: its condition cannot hold.")
            )

    def _test(self, test: Any) -> Iterator[Problem]:
        other = self.form.by_key.get(test.question)
        if other is None:
            yield self._say(
                _(
                    "“%(question)s” in “%(section)s”: its condition asks about “%(other)s”, which "
                    "is not in the form."
                ),
                other=test.question,
            )
            return
        places = self.form.places
        if other.key == self.question.key or self._waits_for(other):
            yield self._say(
                _("“%(question)s” in “%(section)s” and “%(other)s” wait for each other."),
                other=other,
            )
        elif places[other.key] > places[self.question.key]:
            yield self._say(
                _(
                    "“%(question)s” in “%(section)s”: its condition asks about “%(other)s”, which "
                    "comes later."
                ),
                other=other,
            )
        yield from self._values(test, other)

    def _values(self, test: Any, other: Question) -> Iterator[Problem]:
        known = self.check.domains[other.key].values
        unknown = [value for value in test.one_of if value not in known]
        if not test.one_of or (not known and not unknown):
            yield self._say(
                _("“%(question)s” in “%(section)s”: say which answer to “%(other)s” it waits for."),
                other=other,
            )
        for value in unknown:
            yield self._say(
                _(
                    "“%(question)s” in “%(section)s” waits for the answer “%(value)s” to "
                    "“%(other)s”, which cannot be given."
                ),
                other=other,
                value=value,
            )

    def _waits_for(self, other: Question) -> bool:
        """Whether the other question, or one that it depends on, depends on this one."""
        open_, seen = [other], set()
        while open_:
            one = open_.pop()
            if one.key in seen:
                continue
            seen.add(one.key)
            names = {test.question for test in one.condition.tests} if one.condition else set()
            if self.question.key in names:
                return True
            open_ += [self.form.by_key[name] for name in names if name in self.form.by_key]
        return False

    def _can_hold(self) -> bool:
        conditions = {one.key: one.condition for one in self.form.questions}
        return can_hold(self.question.condition, domains=self.check.domains, conditions=conditions)


def _domain(question: Question, values: Collection[str] | Iterable[str]) -> Domain:
    kind = KINDS.get(question.kind)
    return Domain(frozenset(values), takes_many=bool(kind and kind.takes_many))
