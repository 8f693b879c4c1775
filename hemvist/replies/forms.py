"""What somebody writes in a template, in every language side by side."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from hemvist.accounts.models import User
from hemvist.casework.blanks import unknown
from hemvist.casework.languages import language_name
from hemvist.casework.rules import DECIDING
from hemvist.core.dates import today
from hemvist.replies.actions import REVIEW_DAYS
from hemvist.replies.models import ReplyTemplate

LONGEST = 5_000


class TextFields(NamedTuple):
    """The fields of one language."""

    code: str
    name: str
    subject: BoundField
    body: BoundField


class ReplyTemplateForm(forms.ModelForm):
    """A template with its texts; Swedish has to be there, every other language may be."""

    hide_optional = True

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = ReplyTemplate
        fields = ["name", "life_area", "owner", "review_on", "is_active"]
        widgets = {
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  told by the model
        owner.queryset = User.objects.filter(is_active=True, role__in=DECIDING)
        owner.required = True
        if self.instance.pk is None:
            self.initial.setdefault("owner", by.pk)
            self.initial.setdefault("review_on", today() + timedelta(days=REVIEW_DAYS))
        for code, _name in settings.LANGUAGES:
            self._add_texts(code)

    def _add_texts(self, code: str) -> None:
        direction = "rtl" if code == "ar" else "ltr"
        marks = {"lang": code, "dir": direction}
        self.fields[f"subject_{code}"] = forms.CharField(
            label=lazy("Subject"),
            required=False,
            max_length=200,
            initial=self.instance.subjects.get(code, ""),
            widget=forms.TextInput(attrs=marks),
        )
        self.fields[f"body_{code}"] = forms.CharField(
            label=lazy("Message"),
            required=code == "sv",
            max_length=LONGEST,
            initial=self.instance.bodies.get(code, ""),
            widget=forms.Textarea(attrs={"rows": 8, **marks}),
            error_messages={
                "required": lazy("Write the text in Swedish: it is read when nothing else fits.")
            },
        )

    @property
    def texts(self) -> Iterator[TextFields]:
        """The fields of each language, Swedish first."""
        for code, _name in settings.LANGUAGES:
            yield TextFields(
                code, language_name(code), self[f"subject_{code}"], self[f"body_{code}"]
            )

    def clean(self) -> dict[str, Any]:
        """Refuse words in braces that nothing fills, and a subject that has no message."""
        cleaned = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            for field in (f"subject_{code}", f"body_{code}"):
                for word, meant in unknown(cleaned.get(field) or "").items():
                    self.add_error(field, _no_such_blank(word, meant))
            if cleaned.get(f"subject_{code}") and not cleaned.get(f"body_{code}"):
                self.add_error(
                    f"body_{code}", _("Write the message too, or take the subject away.")
                )
        return cleaned

    def filled(self) -> ReplyTemplate:
        """The template with what was written."""
        template: ReplyTemplate = self.save(commit=False)
        codes = [code for code, _name in settings.LANGUAGES]
        for name in ("subject", "body"):
            texts = {code: self.cleaned_data[f"{name}_{code}"] for code in codes}
            kept = {code: text for code, text in texts.items() if text}
            setattr(template, "subjects" if name == "subject" else "bodies", kept)
        return template


def _no_such_blank(word: str, meant: str) -> str:
    if meant:
        return _("Nothing fills {%(word)s}. Did you mean {%(meant)s}?") % {
            "word": word,
            "meant": meant,
        }
    return _("Nothing fills {%(word)s}. The words that are filled stand below.") % {"word": word}
