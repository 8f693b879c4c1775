"""A rule chosen from lists, with up to three conditions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, Team, User
from hemvist.routing import words
from hemvist.routing.building import SAYS, WITHOUT_VALUE, Chosen, bare, condition_text, in_own
from hemvist.routing.parsing import read
from hemvist.routing.words import Vocabulary

ROWS = (1, 2, 3)
HOW = [
    (words.IS, _("is")),
    (words.IS_NOT, _("is not")),
    (words.GIVEN, _("is given")),
    (words.MISSING, _("is missing")),
    (words.AT_LEAST, _("is at least (a number)")),
    (words.AT_MOST, _("is at most (a number)")),
    (words.BETWEEN, _("is between (two numbers)")),
]
FLAGS = [
    ("returning", _("the household comes back")),
    ("interpreter", _("an interpreter is needed")),
]
LEAST = ("den med minst att göra", "the one with least to do")


class RuleForm(forms.Form):
    """What shall hold, where it leads, and where among the others it stands."""

    hide_optional = True
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: list[str], vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary, self.conditions = vocabulary, list[str]()
        for row in ROWS:
            self._add_row(row)
        self.fields["target"] = forms.ChoiceField(label=_("Then it goes to"), choices=_targets())
        self.fields["before"] = forms.TypedChoiceField(
            label=_("Where among the rules?"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", _("Last, but before the line that takes everybody else")),
                *((str(n), f"{n}. {line[:80]}") for n, line in enumerate(lines, 1)),
            ],
            help_text=_("It comes before the line you choose. The first one that holds decides."),
        )

    def _add_row(self, row: int) -> None:
        nothing = _("Everybody else") if row == 1 else _("Nothing more")
        fields = [(code, name) for code, name in words.FIELD_NAMES.items()]
        self.fields[f"what_{row}"] = forms.ChoiceField(
            label=_("When") if row == 1 else _("and"),
            required=False,
            choices=[("", nothing), *FLAGS, *fields],
        )
        self.fields[f"how_{row}"] = forms.ChoiceField(label=_("How?"), required=False, choices=HOW)
        self.fields[f"value_{row}"] = forms.CharField(
            label=_("What?"),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"list": "rule-values", "dir": "auto"}),
            help_text=_("Several with commas between.") if row == 1 else "",
        )

    def rows(self) -> Iterable[tuple[Any, Any, Any]]:
        """The boxes of each condition."""
        return [(self[f"what_{n}"], self[f"how_{n}"], self[f"value_{n}"]) for n in ROWS]

    def clean(self) -> dict[str, Any]:
        """Write each condition as a rule does, and say beside its row what cannot be read."""
        cleaned = super().clean() or {}
        for row in ROWS:
            what, how = cleaned.get(f"what_{row}", ""), cleaned.get(f"how_{row}") or words.IS
            if what and how in SAYS:
                self._check(row, Chosen(what, how, _values(cleaned.get(f"value_{row}", ""))))
            elif cleaned.get(f"value_{row}") and f"what_{row}" not in self.errors:
                self.add_error(f"what_{row}", _("Choose what this is about."))
        return cleaned

    def _check(self, row: int, chosen: Chosen) -> None:
        is_flag = chosen.what in words.FLAGS
        if not is_flag and chosen.how not in WITHOUT_VALUE and not chosen.values:
            self.add_error(f"value_{row}", _("Write or choose a value."))
            return
        text = condition_text(chosen)
        found = read(f"{text} → {in_own(('kön', 'the queue'))}", self.vocabulary).mistakes
        if found:
            self.add_error(f"value_{row}", found[0].words)
        else:
            self.conditions.append(text)


def _values(text: str) -> tuple[str, ...]:
    return tuple(one for part in text.replace("\0", "").split(",") if (one := bare(part)))


def _targets() -> list[Any]:
    """Everywhere a rule can lead, as it is written, with how it is called."""
    least, team = in_own(LEAST), in_own(("team", "team"))
    hosts = User.objects.filter(is_active=True, role__in=[Role.HOST, Role.COORDINATOR])
    people = [bare(name) for name in hosts.order_by("name").values_list("name", flat=True)]
    teams = [bare(name) for name in Team.objects.order_by("name").values_list("name", flat=True)]
    earlier = in_own(("sin tidigare värd", "their earlier host"))
    return [
        (least, _("Whoever has least to do")),
        (earlier, _("The host they had before; without one, the next rule is tried")),
        (in_own(("kön", "the queue")), _("The queue of the front door")),
        (_("Whoever of a team has least to do"), [(f'{team} "{t}", {least}', t) for t in teams]),
        (_("The queue of a team"), [(f'{team} "{t}"', t) for t in teams]),
        (_("A colleague"), [(f'"{name}"', name) for name in people]),
    ]
