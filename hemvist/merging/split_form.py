"""Who and what goes along when a case is divided."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Role, Team, User
from hemvist.casework.models import Case
from hemvist.core.dates import short_day
from hemvist.core.translated import spoken
from hemvist.merging.forms import member_in_words
from hemvist.merging.splitting import Taken
from hemvist.messaging.models import Message
from hemvist.people.actions import Contact
from hemvist.people.models import Channel
from hemvist.people.phone import NotAPhoneNumber, normalise

MOST_SAID = 60


def said_in(case: Case) -> list[Model]:
    """The latest messages, notes and calls of a case, the newest first."""
    rows: list[Any] = list(case.conversation.messages.order_by("-created_at")[:MOST_SAID])
    rows += list(case.notes.order_by("-created_at")[:MOST_SAID])
    rows += list(case.calls.order_by("-created_at")[:MOST_SAID])
    return sorted(rows, key=lambda row: row.created_at, reverse=True)[:MOST_SAID]


def key_of(row: Model) -> str:
    """The name of a row in the form: message-12."""
    return f"{row._meta.model_name}-{row.pk}"


def words_of(row: Any) -> str:
    """A message, a note or a call in a line."""
    text = getattr(row, "body", "") or getattr(row, "summary", "")
    kind = row._meta.verbose_name
    if isinstance(row, Message):
        kind = row.get_direction_display()
    return f"{short_day(row.created_at)}, {kind}: {Truncator(text).chars(90)}"


class SplitForm(forms.Form):
    """A new case for a part of a household, reached in its own way."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name of the one we talk with in the new case"),
        max_length=200,
        error_messages={"required": _("Write the name of the one we shall talk with.")},
    )
    email = forms.EmailField(label=_("Their e-mail"), required=False, max_length=254)
    phone = forms.CharField(label=_("Their telephone"), required=False, max_length=40)
    language = forms.ChoiceField(label=_("Their language"))
    people = forms.MultipleChoiceField(
        label=_("Who goes along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("What they look for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    said = forms.MultipleChoiceField(
        label=_("What was said that belongs to them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ModelChoiceField(
        label=_("Who has the new case"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody yet: the queue of the team"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        home = case.household
        first = {"version": case.version, "language": home.language, "owner": case.owner}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in home.people.present() if not one.is_contact}
        self.wanted = {str(one.pk): one for one in case.needs.select_related("life_area", "person")}
        self.rows = {key_of(row): row for row in said_in(case)}
        self._offer()

    def _offer(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["people"].choices = [(k, member_in_words(one)) for k, one in self.members.items()]
        fields["needs"].choices = [(k, _need_in_words(one)) for k, one in self.wanted.items()]
        fields["said"].choices = [(k, words_of(row)) for k, row in self.rows.items()]
        fields["owner"].queryset = User.objects.filter(
            role__in=[Role.HOST, Role.COORDINATOR], is_active=True
        )
        fields["language"].choices = [
            (code, LANG_INFO[code]["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ]
        for name in ("people", "needs", "said"):
            if not fields[name].choices:
                del fields[name]

    def clean_phone(self) -> str:
        """A number that somewhere is one."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone:
            try:
                normalise(phone)
            except NotAPhoneNumber as error:
                raise forms.ValidationError(
                    _("This is no telephone number. From abroad it needs its country code.")
                ) from error
        return phone

    def _writes_discreetly(self) -> bool:
        """Whoever moves apart may live with those who read along: what held goes on."""
        choice = getattr(self.case.household, "contact_choice", None)
        return choice is not None and choice.no_content

    def taken(self) -> Taken:
        """What was chosen."""
        chosen = self.cleaned_data
        channels = [Channel.EMAIL] if chosen["email"] else []
        channels += [Channel.PHONE] if chosen["phone"] else []
        owner: User | None = chosen["owner"]
        team: Team = self.case.team
        return Taken(
            name=chosen["name"],
            contact=Contact(
                channels=channels or [Channel.VISIT],
                language=chosen["language"],
                email=chosen["email"],
                phone=chosen["phone"],
                no_content=self._writes_discreetly(),
            ),
            team=team,
            owner=owner,
            people=[self.members[key] for key in chosen.get("people", [])],
            needs=[self.wanted[key] for key in chosen.get("needs", [])],
            said=[self.rows[key] for key in chosen.get("said", [])],
            moving_on=self.case.household.moving_on,
            origin=self.case.household.origin,
        )


def _need_in_words(need: Any) -> str:
    area = spoken(need.life_area.names)[0]
    if need.person is None:
        return area
    return f"{area} ({member_in_words(need.person)})"
