"""What a form is: sections, questions, choices and conditions, read from the document kept of it.

A document is plain JSON, so that it can be kept, compared and carried to another municipality.
`read` makes it whole values or says in sentences what is wrong with its shape; `checking` says
whether what it means can be published.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from hemvist.core.translated import Texts, spoken

LONGEST_TEXT = 2_000
MOST_QUESTIONS = 60
MOST_CHOICES = 40
KEY_LENGTH = 40
# Addresses below a draft that are no question.
TAKEN_KEYS = {"check", "receipt", "later"}
Part = TypeVar("Part")


class NotADefinition(Exception):
    """The document has not the shape of a form; `sentences` say where."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Choice:
    """One of the answers that can be chosen."""

    key: str
    text: Texts


@dataclass(frozen=True)
class Answered:
    """Holds when the answer to an earlier question is, or has among it, one of these."""

    question: str
    one_of: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """When a question is asked at all: if every test holds, or any of them."""

    tests: tuple[Answered, ...]
    match: str = "all"

    @property
    def is_any(self) -> bool:
        """Whether one test that holds is enough."""
        return self.match == "any"


@dataclass(frozen=True)
class Question:
    """One question, one page. `label` and `help` belong to its field where it has only one.

    `fills` says which field of the household or the case the answer becomes; empty, it is kept
    beside the case with its question.
    """

    key: str
    kind: str
    question: Texts
    title: Texts = field(default_factory=dict)
    label: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    condition: Condition | None = None
    required: bool = True
    fills: str = ""
    offers: tuple[str, ...] = ()
    receiver: str = ""

    def __str__(self) -> str:
        return spoken(self.question)[0] or self.key

    @property
    def short(self) -> Texts:
        """What it is called where all answers stand together."""
        return self.title if any(self.title.values()) else self.question


@dataclass(frozen=True)
class Section:
    """Questions that belong together, under a heading where all answers stand together."""

    key: str
    title: Texts
    questions: tuple[Question, ...]

    def __str__(self) -> str:
        return spoken(self.title)[0] or self.key


@dataclass(frozen=True)
class Definition:
    """A whole form: what it is called, what stands on its first page, and what it asks."""

    languages: tuple[str, ...]
    name: Texts
    heading: Texts
    lead: Texts
    asked: tuple[Texts, ...]
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """The questions by their names."""
        return {question.key: question for question in self.questions}

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each question stands in the order, by its name."""
        return {question.key: place for place, question in enumerate(self.questions)}

    def of_kind(self, kind: str) -> Question | None:
        """The question of a kind that a form has once."""
        return next((question for question in self.questions if question.kind == kind), None)

    def section_of(self, key: str) -> Section | None:
        """The section a question stands in."""
        return next(
            (part for part in self.sections for one in part.questions if one.key == key), None
        )


def read(document: Any) -> Definition:
    """The form that a document describes. Raises NotADefinition."""
    return _Reading().definition(document)


class _Reading:
    """Reads a document to its end, so that all that is wrong with it is said at once."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def definition(self, document: Any) -> Definition:
        whole = self._object(document, _("the form"))
        definition = Definition(
            languages=self._keys(whole, "languages", _("the form")),
            name=self._texts(whole, "name", _("the form")),
            heading=self._texts(whole, "heading", _("the form")),
            lead=self._texts(whole, "lead", _("the form")),
            asked=tuple(
                self._texts({"asked": one}, "asked", _("the form"))
                for one in self._list(whole, "asked", _("the form"))
            ),
            sections=tuple(self._each(whole, "sections", _("the form"), self._section)),
        )
        if self.wrong:
            raise NotADefinition(self.wrong)
        return definition

    def _section(self, part: dict[str, Any], place: str) -> Section:
        place = _("section “%(key)s”") % {"key": self._called(part, place)}
        return Section(
            key=self._key(part, "key", place),
            title=self._texts(part, "title", place),
            questions=tuple(self._each(part, "questions", place, self._question)),
        )

    def _question(self, part: dict[str, Any], place: str) -> Question:
        place = _("question “%(key)s”") % {"key": self._called(part, place)}
        condition = part.get("condition")
        return Question(
            key=self._key(part, "key", place),
            kind=self._key(part, "kind", place),
            question=self._texts(part, "question", place),
            title=self._texts(part, "title", place),
            label=self._texts(part, "label", place),
            help=self._texts(part, "help", place),
            choices=tuple(self._each(part, "choices", place, self._choice)),
            condition=self._condition(condition, place) if condition else None,
            required=part.get("required", True) is not False,
            fills=self._key(part, "fills", place, may_be_empty=True),
            offers=self._keys(part, "offers", place),
            receiver=self._text(part, "receiver", place)[:200],
        )

    def _choice(self, part: dict[str, Any], place: str) -> Choice:
        return Choice(self._key(part, "key", place), self._texts(part, "text", place))

    def _condition(self, part: Any, place: str) -> Condition:
        part = self._object(part, place)
        match = part.get("match", "all")
        if match not in ("all", "any"):
            self._say(_("In %(place)s, “match” is neither “all” nor “any”."), place)
        tests = tuple(self._each(part, "tests", place, self._test))
        return Condition(tests, "any" if match == "any" else "all")

    def _test(self, part: dict[str, Any], place: str) -> Answered:
        return Answered(self._key(part, "question", place), self._keys(part, "one_of", place))

    def _say(self, words: str, place: str, name: str = "") -> None:
        self.wrong.append(words % {"place": place, "name": name})

    def _object(self, part: Any, place: str) -> dict[str, Any]:
        if isinstance(part, dict):
            return part
        self._say(_("In %(place)s there is something that is no object."), place)
        return {}

    def _called(self, part: dict[str, Any], place: str) -> str:
        """Its name, which stands in every sentence about it, if it can be one; else its place."""
        key = part.get("key")
        return key if isinstance(key, str) and 0 < len(key) <= KEY_LENGTH else place

    def _list(self, part: dict[str, Any], name: str, place: str) -> list[Any]:
        value = part.get(name, [])
        if isinstance(value, list) and len(value) <= MOST_QUESTIONS:
            return value
        self._say(_("In %(place)s, “%(name)s” is no list, or too long."), place, name)
        return []

    def _each(
        self,
        part: dict[str, Any],
        name: str,
        place: str,
        read_one: Callable[[dict[str, Any], str], Part],
    ) -> Iterator[Part]:
        for number, one in enumerate(self._list(part, name, place), start=1):
            yield read_one(self._object(one, place), f"{place} {name} {number}")

    def _keys(self, part: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
        values = self._list(part, name, place)
        return tuple(self._key({name: value}, name, place) for value in values)

    def _key(
        self, part: dict[str, Any], name: str, place: str, *, may_be_empty: bool = False
    ) -> str:
        value = part.get(name, "")
        is_text = isinstance(value, str) and len(value) <= KEY_LENGTH
        if is_text and (value or may_be_empty):
            return str(value)
        self._say(_("In %(place)s, “%(name)s” is missing or too long."), place, name)
        return ""

    def _text(self, part: dict[str, Any], name: str, place: str) -> str:
        value = part.get(name, "")
        if isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value:
            return value
        self._say(_("In %(place)s, “%(name)s” is no text, or too long."), place, name)
        return ""

    def _texts(self, part: dict[str, Any], name: str, place: str) -> Texts:
        value = part.get(name) or {}
        if not isinstance(value, dict):
            self._say(_("In %(place)s, “%(name)s” has no languages."), place, name)
            return {}
        return {str(code): self._text({name: text}, name, place) for code, text in value.items()}
