"""What differs between two versions of a form, question by question."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hemvist.casework.languages import language_name
from hemvist.core.translated import Texts
from hemvist.intake.definition import Condition, Definition, Question
from hemvist.intake.kinds import value_in_words


@dataclass(frozen=True)
class Changed:
    """One thing that reads otherwise: what it is, and how it was and is."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A part of a form that is new, gone, moved or changed."""

    name: str
    words: str
    changes: list[Changed] = field(default_factory=list)


def differences(old: Definition, new: Definition) -> list[Difference]:
    """All that differs, the form itself first, then its questions in their new order."""
    return [*_of_the_form(old, new), *_of_sections(old, new), *_of_questions(old, new)]


def _of_the_form(old: Definition, new: Definition) -> Iterator[Difference]:
    parts = [
        (_("name"), old.name, new.name),
        (_("heading"), old.heading, new.heading),
        (_("introduction"), old.lead, new.lead),
    ]
    changes = [one for what, before, after in parts for one in _texts(what, before, after)]
    before, after = (_lines(form.asked) for form in (old, new))
    if before != after:
        changes.append(Changed(_("what is asked, and why"), before, after))
    languages = [", ".join(map(language_name, form.languages)) for form in (old, new)]
    if languages[0] != languages[1]:
        changes.append(Changed(_("languages"), *languages))
    if changes:
        yield Difference(_("The form"), _("Changed"), changes)


def _of_sections(old: Definition, new: Definition) -> Iterator[Difference]:
    before = {section.key: section for section in old.sections}
    for section in new.sections:
        was = before.pop(section.key, None)
        if was is None:
            yield Difference(str(section), _("New section"))
        elif changes := list(_texts(_("heading"), was.title, section.title)):
            yield Difference(str(section), _("Changed section"), changes)
    for section in before.values():
        yield Difference(str(section), _("Removed section"))


def _of_questions(old: Definition, new: Definition) -> Iterator[Difference]:
    kept = [key for key in old.places if key in new.places]
    order = [key for key in new.places if key in old.places]
    moved = {key for place, key in enumerate(order) if kept[place] != key}
    for question in new.questions:
        was = old.by_key.get(question.key)
        if was is None:
            yield Difference(str(question), _("New question"))
            continue
        changes = list(_changes(was, question, old, new))
        if question.key in moved:
            yield Difference(str(question), _("Moved"), changes)
        elif changes:
            yield Difference(str(question), _("Changed"), changes)
    for question in old.questions:
        if question.key not in new.by_key:
            yield Difference(str(question), _("Removed question"))


def _changes(
    old: Question, new: Question, before: Definition, after: Definition
) -> Iterator[Changed]:
    yield from _texts(_("question"), old.question, new.question)
    yield from _texts(_("short name"), old.title, new.title)
    yield from _texts(_("label"), old.label, new.label)
    yield from _texts(_("help"), old.help, new.help)
    plain: list[tuple[str, Any, Any]] = [
        (_("needs an answer"), _yes(old.required), _yes(new.required)),
        (_("becomes"), old.fills, new.fills),
        (_("shared with"), old.receiver, new.receiver),
        (_("can be answered by"), ", ".join(old.offers), ", ".join(new.offers)),
        (_("answers"), _choices(old), _choices(new)),
        (
            _("asked only if"),
            condition_in_words(old.condition, before),
            condition_in_words(new.condition, after),
        ),
    ]
    for what, was, is_now in plain:
        if was != is_now:
            yield Changed(what, was, is_now)


def condition_in_words(condition: Condition | None, form: Definition) -> str:
    """What a question waits for, a line for each test."""
    if condition is None:
        return ""
    lines = [
        _("“%(question)s”: %(answers)s")
        % {
            "question": form.by_key.get(test.question, test.question),
            "answers": ", ".join(_value(test.question, one, form) for one in test.one_of),
        }
        for test in condition.tests
    ]
    if len(lines) == 1:
        return lines[0]
    return "\n".join([_("Any of these:") if condition.is_any else _("All of these:"), *lines])


def _value(key: str, value: str, form: Definition) -> str:
    question = form.by_key.get(key)
    return value_in_words(question, value) if question else value


def _texts(what: str, before: Texts, after: Texts) -> Iterator[Changed]:
    for code in dict.fromkeys([*before, *after]):
        was, is_now = before.get(code, ""), after.get(code, "")
        if was != is_now:
            words = _("%(what)s in %(language)s") % {"what": what, "language": language_name(code)}
            yield Changed(words, was, is_now)


def _lines(all_texts: tuple[Texts, ...]) -> str:
    return "\n".join(" / ".join(texts.values()) for texts in all_texts)


def _choices(question: Question) -> str:
    return "\n".join(" / ".join(choice.text.values()) for choice in question.choices)


def _yes(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")
