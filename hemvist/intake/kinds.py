"""The kinds of question a form can be made of, and what can be said of each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemvist.core.translated import spoken
from hemvist.intake.definition import Question
from hemvist.people.models import Channel, Origin

UNSURE = "unsure"
SOON, MONTH, DAY = "soon", "month", "day"
ADULTS, CHILDREN = "adults", "children"
YES, NO = "yes", "no"
AGREED = "agreed"

Values = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind. `values` are those a condition can ask for where no editor writes them.

    What `is_single` stands once in a form at most; `takes_many` can have several values at once.
    Where there is `one_field`, the label and the help belong to it, and it may be left empty
    unless the form requires an answer.
    """

    code: str
    label: Any
    fills: tuple[str, ...] = ("",)
    values: Values | None = None
    is_single: bool = False
    takes_many: bool = False
    has_choices: bool = False
    one_field: bool = False
    for_household: bool = False
    asks_freely: bool = False

    @property
    def may_be_empty(self) -> bool:
        """Whether an editor can say that it need not be answered."""
        return self.one_field and not self.for_household


WHEN_VALUES: Values = {
    SOON: _("As soon as possible"),
    MONTH: _("In a certain month"),
    DAY: _("On a certain day"),
    UNSURE: _("I do not know yet"),
}

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in [
        Kind(
            "household",
            _("Who is moving: adults, and the children's ages"),
            fills=("household.people",),
            values={ADULTS: _("More than one adult"), CHILDREN: _("Children")},
            is_single=True,
            takes_many=True,
            for_household=True,
        ),
        Kind(
            "needs",
            _("What they look for, by area of life"),
            fills=("case.needs",),
            values={},
            is_single=True,
            takes_many=True,
            one_field=True,
            for_household=True,
        ),
        Kind(
            "whom",
            _("For whom they look for it, member by member"),
            fills=("needs.person",),
            is_single=True,
            for_household=True,
        ),
        Kind(
            "origin",
            _("Where they live now, as the rules of moving need it"),
            fills=("household.origin",),
            values=dict(Origin.choices),
            is_single=True,
            one_field=True,
            for_household=True,
        ),
        Kind(
            "when",
            _("A day, a month, or not known yet"),
            fills=("", "household.moving_on"),
            values=WHEN_VALUES,
            one_field=True,
        ),
        Kind("area", _("A place in the municipality"), fills=("", "case.area"), one_field=True),
        Kind(
            "ways",
            _("How they want to be contacted"),
            fills=("contact.channels",),
            values=dict(Channel.choices),
            is_single=True,
            takes_many=True,
        ),
        Kind("times", _("In which language, and when"), fills=("contact.times",), is_single=True),
        Kind("name", _("Name and addresses"), fills=("contact.addresses",), is_single=True),
        Kind("choice", _("One of several answers"), has_choices=True, one_field=True),
        Kind(
            "choices",
            _("Several answers at once"),
            takes_many=True,
            has_choices=True,
            one_field=True,
        ),
        Kind("yes_no", _("Yes or no"), values={YES: _("Yes"), NO: _("No")}, one_field=True),
        Kind("ages", _("Ages"), one_field=True),
        Kind("text", _("A short text"), one_field=True, asks_freely=True),
        Kind(
            "long_text",
            _("A long text"),
            fills=("", "case.message"),
            one_field=True,
            asks_freely=True,
        ),
        Kind(
            "consent",
            _("An agreement that something is shared"),
            values={AGREED: _("Agreed")},
            one_field=True,
        ),
    ]
}


def kind_of(question: Question) -> Kind:
    """The kind of a question that is known to have one."""
    return KINDS[question.kind]


def values_of(question: Question, *, life_areas: Values) -> Values:
    """What a condition on this question can ask for, in words; none for what cannot be asked for.

    `life_areas` are the areas of life that can be sought, by their names in addresses.
    """
    kind = KINDS.get(question.kind)
    if kind is None:
        return {}
    if kind.has_choices:
        return {choice.key: choice.text for choice in question.choices}
    if kind.code == "needs":
        return {**life_areas, UNSURE: _("I want to talk about it first")}
    if kind.code == "when":
        return {key: words for key, words in WHEN_VALUES.items() if key in question.offers}
    return dict(kind.values or {})


def value_in_words(question: Question, value: str, *, life_areas: Values | None = None) -> str:
    """One answer that a condition can ask for, in the reader's language; its name if unknown."""
    words = values_of(question, life_areas=life_areas or {}).get(value, value)
    return spoken(words)[0] or value if isinstance(words, dict) else str(words)
