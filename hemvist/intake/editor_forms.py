"""What an editor of forms fills in: texts side by side, answers, conditions by choosing."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemvist.casework.languages import language_name
from hemvist.core.translated import spoken
from hemvist.intake.definition import LONGEST_TEXT, Definition, Question
from hemvist.intake.kinds import KINDS, WHEN_VALUES, value_in_words, values_of
from hemvist.intake.outline import Part, free_key

SPARE_ANSWERS = 3
MOST_ANSWERS = 40
MOST_REASONS = 8
RIGHT_TO_LEFT = {"ar"}
FILLS: dict[str, Any] = {
    "": gettext_lazy("Kept beside the case, with its question"),
    "household.moving_on": gettext_lazy("When the household moves"),
    "case.area": gettext_lazy("The area of the case"),
    "case.message": gettext_lazy("The person’s first message"),
}


class PartForm(forms.Form):
    """Texts in all the languages of a form, one group of boxes for each text.

    `base` is the part as it stood when the page was made, so that two who change it at once can
    be brought together.
    """

    hide_optional = True
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, typed: Mapping[str, Any] | None = None, *, part: Part, languages: tuple[str, ...]
    ) -> None:
        super().__init__(typed)
        self.part, self.languages = part, languages
        self.groups: list[tuple[str, str, str]] = []
        self.fields["base"].initial = json.dumps(part, ensure_ascii=False)

    def add_texts(self, name: str, label: Any, *, hint: Any = "", rows: int = 1) -> None:
        """A text in every language."""
        self.groups.append((name, str(label), str(hint)))
        for code in self.languages:
            self.fields[f"{name}_{code}"] = self.text_in(
                code, self.part.get(name, {}).get(code, ""), rows
            )

    def text_in(self, code: str, initial: str, rows: int = 1) -> forms.CharField:
        """A box for a text in one language."""
        attrs = {"dir": "rtl" if code in RIGHT_TO_LEFT else "ltr", "lang": code}
        widget: forms.Widget = forms.TextInput(attrs)
        if rows > 1:
            widget = forms.Textarea({**attrs, "rows": rows})
        return forms.CharField(
            label=language_name(code),
            initial=initial,
            required=False,
            max_length=LONGEST_TEXT,
            widget=widget,
        )

    def texts(self, name: str) -> dict[str, str]:
        """What was written of one text, by language."""
        cleaned = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in self.languages}
        return {code: text.replace("\r\n", "\n") for code, text in cleaned.items() if text}

    def text_groups(self) -> Iterator[dict[str, Any]]:
        """The boxes as the page shows them."""
        for name, label, hint in self.groups:
            boxes = [self[f"{name}_{code}"] for code in self.languages]
            yield {"name": name, "label": label, "hint": hint, "boxes": boxes}

    def clean_base(self) -> Part:
        """The part as it stood. One that is not ours is taken for what stands now."""
        try:
            base = json.loads(self.cleaned_data["base"])
        except ValueError:
            return self.part
        return base if isinstance(base, dict) else self.part


class SectionForm(PartForm):
    """The heading of a section."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("title", gettext_lazy("Heading"))

    def changed(self) -> Part:
        """The section's words."""
        return {"title": self.texts("title")}


class FormTextsForm(PartForm):
    """What a form is called, and what stands on its first page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("name", gettext_lazy("Name"), hint=_("What links to it say."))
        self.add_texts("heading", gettext_lazy("Heading of the first page"))
        self.add_texts("lead", gettext_lazy("Introduction"), rows=3)
        for number in range(MOST_REASONS):
            kept = self.part.get("asked", [])
            texts = kept[number] if number < len(kept) else {}
            if number > len(kept):
                break
            self.part = {**self.part, f"asked_{number}": texts}
            label = _("What we ask, and why: line %(number)d") % {"number": number + 1}
            self.add_texts(f"asked_{number}", label)

    def changed(self) -> Part:
        """The texts; lines left empty in all languages are gone."""
        lines = [name for name, _label, _hint in self.groups if name.startswith("asked_")]
        asked = [texts for name in lines if (texts := self.texts(name))]
        return {**{name: self.texts(name) for name in ("name", "heading", "lead")}, "asked": asked}


class QuestionEditor(PartForm):
    """One question: its words, its answers, when it is asked and what its answer becomes."""

    def __init__(
        self,
        typed: Mapping[str, Any] | None = None,
        *,
        part: Part,
        languages: tuple[str, ...],
        definition: Definition,
        life_areas: Mapping[str, Any],
        answers: int = 0,
    ) -> None:
        super().__init__(typed, part=part, languages=languages)
        self.definition, self.kind = definition, KINDS[part["kind"]]
        self._add_words()
        if self.kind.has_choices:
            self._add_answers(answers)
        self._add_settings()
        self._add_condition(life_areas)

    def _add_words(self) -> None:
        self.add_texts("question", gettext_lazy("The question, the heading of its page"))
        self.add_texts(
            "title",
            gettext_lazy("Short name"),
            hint=_("Where all answers stand together. Empty, the question stands there."),
        )
        if self.kind.one_field:
            hint = _("Beside the field. Empty, the question itself is read out there.")
            self.add_texts("label", gettext_lazy("Label"), hint=hint)
        self.add_texts("help", gettext_lazy("Help"), rows=3)

    def _add_answers(self, wanted: int) -> None:
        kept = self.part.get("choices", [])
        typed = sum(name.endswith("_place") for name in self.data)
        self.rows = min(max(len(kept) + SPARE_ANSWERS, wanted, typed), MOST_ANSWERS)
        for number in range(self.rows):
            choice: Part = kept[number] if number < len(kept) else {"key": "", "text": {}}
            self.fields[f"answer_{number}_key"] = forms.CharField(
                initial=choice["key"], required=False, widget=forms.HiddenInput, max_length=40
            )
            self.fields[f"answer_{number}_place"] = forms.IntegerField(
                label=_("Place"),
                initial=number + 1,
                required=False,
                min_value=0,
                max_value=1_000,
                widget=forms.TextInput({"size": 2, "inputmode": "numeric"}),
            )
            for code in self.languages:
                text = choice["text"].get(code, "")
                self.fields[f"answer_{number}_{code}"] = self.text_in(code, text)

    def answer_rows(self) -> Iterator[dict[str, Any]]:
        """The answers as the page shows them."""
        for number in range(getattr(self, "rows", 0)):
            yield {
                "number": number + 1,
                "key": self[f"answer_{number}_key"],
                "place": self[f"answer_{number}_place"],
                "boxes": [self[f"answer_{number}_{code}"] for code in self.languages],
            }

    def _add_settings(self) -> None:
        part, kind = self.part, self.kind
        if kind.may_be_empty:
            self.fields["required"] = forms.BooleanField(
                label=_("It has to be answered"),
                initial=part.get("required", True),
                required=False,
            )
        if kind.code == "when":
            self.fields["offers"] = forms.MultipleChoiceField(
                label=_("What can be answered"),
                choices=list(WHEN_VALUES.items()),
                initial=part.get("offers", []),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Choose what can be answered.")},
            )
        if kind.code == "consent":
            self.fields["receiver"] = forms.CharField(
                label=_("With whom is it shared?"),
                help_text=_("By name. It stands in the person’s list of agreements."),
                initial=part.get("receiver", ""),
                required=False,
                max_length=200,
            )
        if len(kind.fills) > 1:
            self.fields["fills"] = forms.ChoiceField(
                label=_("What the answer becomes"),
                choices=[(name, FILLS[name]) for name in kind.fills],
                initial=part.get("fills", ""),
                required=False,
                widget=forms.RadioSelect,
            )

    def _add_condition(self, life_areas: Mapping[str, Any]) -> None:
        """Every answer to an earlier question that this one can wait for."""
        self.askable = list(self._earlier(life_areas))
        if not self.askable or self.kind.code == "name":
            self.askable = []
            return
        condition = self.part.get("condition") or {"tests": [], "match": "all"}
        chosen = [
            f"{test['question']}|{value}" for test in condition["tests"] for value in test["one_of"]
        ]
        known = {pair for _name, group in self.askable for pair, _words in group}
        gone = [(pair, pair.replace("|", ": ")) for pair in chosen if pair not in known]
        groups = [*self.askable, *([(_("No longer in the form"), gone)] if gone else [])]
        self.fields["asked_if"] = forms.MultipleChoiceField(
            label=_("Ask this only if the answer is"),
            help_text=_("Choose nothing to ask it always."),
            choices=groups,
            initial=chosen,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--columns"}),
        )
        self.fields["match"] = forms.ChoiceField(
            label=_("When you have chosen answers to several questions"),
            choices=[("all", _("All of them must hold")), ("any", _("One is enough"))],
            initial=condition.get("match", "all"),
            required=False,
            widget=forms.RadioSelect,
        )

    def _earlier(self, life_areas: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
        place = self.definition.places.get(self.part["key"], len(self.definition.questions))
        for question in self.definition.questions[:place]:
            values = values_of(question, life_areas=dict(life_areas))
            if values:
                yield (
                    str(question),
                    [
                        (f"{question.key}|{one}", _words(question, one, life_areas))
                        for one in values
                    ],
                )

    def settings(self) -> Iterator[BoundField]:
        """The fields below the texts."""
        for name in ("required", "offers", "receiver", "fills", "asked_if", "match"):
            if name in self.fields:
                yield self[name]

    def clean(self) -> dict[str, Any]:
        """A question without words cannot even be shown."""
        if not self.texts("question"):
            first = self.languages[0]
            self.add_error(f"question_{first}", ValidationError(_("Write the question.")))
        return self.cleaned_data

    def changed(self) -> Part:
        """The question as it is now; empty parts are left out."""
        given = self.cleaned_data
        part = {key: self.part[key] for key in ("key", "kind")}
        part["fills"] = given.get("fills", self.kind.fills[0])
        part["required"] = given.get("required", self.part.get("required", True))
        for name in ("question", "title", "label", "help"):
            if texts := self.texts(name):
                part[name] = texts
        if self.kind.has_choices:
            part["choices"] = self._answers()
        for name in ("offers", "receiver"):
            if given.get(name):
                part[name] = given[name]
        if condition := self._condition():
            part["condition"] = condition
        return part

    def _answers(self) -> list[Part]:
        """The answers in the order of their places; one without words is gone."""
        found: list[tuple[float, int, Part]] = []
        taken: set[str] = set()
        for number in range(self.rows):
            texts = self.texts(f"answer_{number}")
            if not texts:
                continue
            key = self.cleaned_data.get(f"answer_{number}_key", "")
            if not key or key in taken:
                key = free_key(taken, texts.get("en") or spoken(texts)[0])
            taken.add(key)
            place = self.cleaned_data.get(f"answer_{number}_place")
            found.append((number if place is None else place, number, {"key": key, "text": texts}))
        return [part for _place, _number, part in sorted(found, key=lambda one: one[:2])]

    def _condition(self) -> Part | None:
        chosen: dict[str, list[str]] = {}
        for pair in self.cleaned_data.get("asked_if", []):
            question, _bar, value = pair.partition("|")
            chosen.setdefault(question, []).append(value)
        if not chosen:
            return None
        tests = [{"question": key, "one_of": values} for key, values in chosen.items()]
        return {"match": self.cleaned_data.get("match") or "all", "tests": tests}


class NewQuestionForm(forms.Form):
    """Which kind of question to add; its words come on the next page."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of question?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what kind of question it is.")},
    )

    def __init__(self, *args: Any, definition: Definition, is_offer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.code, kind.label)
            for kind in KINDS.values()
            if not (kind.is_single and definition.of_kind(kind.code))
            and not (is_offer and kind.for_household)
        ]


def _words(question: Question, value: str, life_areas: Mapping[str, Any]) -> str:
    return value_in_words(question, value, life_areas=dict(life_areas))
