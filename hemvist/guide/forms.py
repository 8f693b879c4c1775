"""The filters of the list of places, and the questions that tell whether a place is for one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.core.translated import spoken
from hemvist.directory.eligibility import SOMETHING_ELSE, Answers, Words
from hemvist.directory.models import (
    AccessNeed,
    Area,
    Category,
    EligibilityKind,
    EligibilityRule,
)
from hemvist.directory.queries import are_any_hours_known, categories_in_use, is_any_need_answered
from hemvist.directory.swedish_order import in_swedish_order


class CategoryChoice(forms.ModelChoiceField):
    """A choice of kinds of places, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """The word for many of the kind."""
        return spoken(obj.plural_names or obj.names)[0]


WITHIN = [
    ("", _("Only there")),
    ("5", _("Up to 5 km away")),
    ("10", _("Up to 10 km away")),
    ("20", _("Up to 20 km away")),
    ("40", _("Up to 40 km away")),
]


class MapFilter(forms.Form):
    """Which kind of place, and how far around the centre."""

    hide_optional = True

    category = CategoryChoice(
        label=_("Kind of place"),
        queryset=Category.objects.none(),
        empty_label=_("All kinds"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no such kind of place. Choose one in the list.")
        },
    )
    within = forms.ChoiceField(
        label=_("How much to show"),
        choices=[
            ("", _("All of it")),
            ("40", _("40 km around the centre")),
            ("15", _("15 km around the centre")),
            ("5", _("5 km around the centre")),
        ],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the distances in the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories_in_use()  # type: ignore[attr-defined]


class PlaceFilter(forms.Form):
    """Kind, area and how far from it, a part of the name, a need, open now; all may be empty."""

    hide_optional = True

    category = CategoryChoice(
        label=_("Kind of place"),
        queryset=Category.objects.none(),
        empty_label=_("All kinds"),
        required=False,
        error_messages={
            "invalid_choice": _("There is no such kind of place. Choose one in the list.")
        },
    )
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        empty_label=_("The whole municipality"),
        required=False,
        error_messages={"invalid_choice": _("There is no such area. Choose one in the list.")},
    )
    within = forms.TypedChoiceField(
        label=_("How far from there"),
        choices=WITHIN,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the distances in the list.")},
    )
    need = forms.ChoiceField(
        label=_("Works for me"),
        choices=[("", _("No special need")), *AccessNeed.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the needs in the list.")},
    )
    open_now = forms.BooleanField(label=_("Open now"), required=False)
    text = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Write at most 100 characters of the name.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("category").queryset = categories_in_use()
        self._choices("area").queryset = Area.objects.order_by(in_swedish_order())
        # What nobody has written down for any place would only leave an empty list.
        if not is_any_need_answered():
            del self.fields["need"]
        if not are_any_hours_known():
            del self.fields["open_now"]

    def clean(self) -> dict[str, Any]:
        """A distance needs a place to count from."""
        cleaned = super().clean() or {}
        area = cleaned.get("area")
        if cleaned.get("within") and not self.errors.get("area"):
            if area is None:
                self.add_error("area", _("Choose the area that the distance is counted from."))
            elif not area.has_position:
                self.add_error(
                    "within", _("We do not know where this area lies on the map. Choose another.")
                )
        return cleaned

    def _choices(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        return field


class EligibilityForm(forms.Form):
    """The few questions that the conditions of one place ask; nothing of it is kept anywhere."""

    hide_optional = True

    def __init__(
        self,
        *args: Any,
        rules: Sequence[EligibilityRule],
        words: Mapping[str, Words],
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = "whom_%s"
        super().__init__(*args, **kwargs)
        for rule in rules:
            self.fields[NAMES[rule.kind]] = _question(rule, words.get(rule.kind, {}))

    @staticmethod
    def names() -> list[str]:
        """The names that the questions have in an address."""
        return list(NAMES.values())

    @staticmethod
    def nothing() -> Answers:
        """What somebody says who has not answered."""
        return Answers()

    def answers(self) -> Answers:
        """What the visitor said of themselves."""
        said = self.cleaned_data
        chosen = {kind: said.get(name) for kind, name in NAMES.items()}
        number = said.get(NAMES[EligibilityKind.PERSONAL_NUMBER])
        return Answers(
            age=said.get(NAMES[EligibilityKind.AGE]),
            personal_number={"yes": True, "no": False}.get(number or ""),
            chosen={
                kind: [answer] if isinstance(answer, str) else answer
                for kind, answer in chosen.items()
                if isinstance(answer, str | list) and answer
            },
        )


NAMES: dict[str, str] = {
    EligibilityKind.AGE: "age",
    EligibilityKind.ORIGIN: "moves_from",
    EligibilityKind.AREA: "lives_in",
    EligibilityKind.PERSONAL_NUMBER: "has_number",
    EligibilityKind.LANGUAGE: "speaks",
    EligibilityKind.EMPLOYER: "works_at",
}
LABELS: dict[str, Any] = {
    EligibilityKind.AGE: _("How old are you, or is the one it is for?"),
    EligibilityKind.ORIGIN: _("Where do you move from?"),
    EligibilityKind.AREA: _("Where do you live, or will you live?"),
    EligibilityKind.PERSONAL_NUMBER: _("Do you have a Swedish personal number?"),
    EligibilityKind.LANGUAGE: _("Which of these languages do you speak?"),
    EligibilityKind.EMPLOYER: _("Where do you work, or will you work?"),
}
OLDEST = 120


def _question(rule: EligibilityRule, words: Words) -> forms.Field:
    wrong = {"invalid_choice": _("Choose one of the answers in the list.")}
    common: dict[str, Any] = {"label": LABELS[rule.kind], "required": False}
    if rule.kind == EligibilityKind.AGE:
        sentence = _("Write the age as a number of years, 0 for a baby.")
        return forms.IntegerField(
            **common,
            min_value=0,
            max_value=OLDEST,
            widget=forms.TextInput({"size": 4, "inputmode": "numeric", "autocomplete": "off"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
        )
    if rule.kind == EligibilityKind.PERSONAL_NUMBER:
        choices: list[Any] = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(
            **common, choices=choices, widget=forms.RadioSelect, error_messages=wrong
        )
    if rule.kind == EligibilityKind.LANGUAGE:
        choices = [*_allowed(rule, words), (SOMETHING_ELSE, _("None of these"))]
        return forms.MultipleChoiceField(
            **common, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=wrong
        )
    choices = [("", _("Not said"))]
    if rule.kind == EligibilityKind.ORIGIN:
        choices += words.items()
    else:
        choices += [*_allowed(rule, words), (SOMETHING_ELSE, _("Somewhere else"))]
    return forms.ChoiceField(**common, choices=choices, error_messages=wrong)


def _allowed(rule: EligibilityRule, words: Words) -> list[tuple[str, str]]:
    return [(code, words.get(code, code)) for code in rule.allowed]
