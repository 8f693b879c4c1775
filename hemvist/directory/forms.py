"""What an editor fills in about a place; a translated text has a field for each language."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemvist.directory.contacts import validate_function
from hemvist.directory.models import (
    AccessAnswer,
    Accessibility,
    AccessNeed,
    Area,
    Category,
    Service,
    ServiceStatus,
)
from hemvist.directory.swedish_order import in_swedish_order

TEXTS = {
    "descriptions": _("What it is"),
    "alerts": _("What everybody should know just now"),
    "eligibility_descriptions": _("For whom it is"),
    "application_processes": _("How to apply"),
    "fees_descriptions": _("What it costs"),
}
LONGEST_TEXT = 1000
DAYS_OF_REVIEW = [(90, _("3 months")), (180, _("6 months")), (365, _("a year"))]


class PlaceForm(forms.Form):
    """A place: what it is, who runs it, where it is and how to reach it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Never translated."),
        error_messages={"required": _("Write what the place is called.")},
    )
    category = forms.ModelChoiceField(
        label=_("Kind of place"),
        queryset=Category.objects.all(),
        empty_label=_("Choose a kind of place"),
        error_messages={"required": _("Choose what kind of place it is.")},
    )
    organization = forms.CharField(
        label=_("Who runs it"),
        max_length=200,
        help_text=_("The municipality, a company, an association."),
        error_messages={"required": _("Write who runs the place.")},
    )
    status = forms.ChoiceField(label=_("Open or closed"), choices=ServiceStatus)
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.order_by(in_swedish_order()),
        required=False,
        empty_label=_("None of these"),
    )
    address = forms.CharField(label=_("Street and number"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        validators=[validate_function],
        help_text=_("The unit's own address, never a person's."),
    )
    url = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")
    source_url = forms.URLField(
        label=_("Where we know it from"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_(
            "The address of a page that says so, which readers see. "
            "Empty if it is their own website."
        ),
    )
    review_days = forms.TypedChoiceField(
        label=_("Look at it again after"), choices=DAYS_OF_REVIEW, coerce=int, initial=180
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("review_days")
        field = self.fields["review_days"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        if kept and kept not in dict(DAYS_OF_REVIEW):
            field.choices = [(kept, format_lazy(_("{days} days"), days=kept)), *DAYS_OF_REVIEW]
        for texts, label in TEXTS.items():
            for code, language in settings.LANGUAGES:
                self.fields[f"{texts}_{code}"] = forms.CharField(
                    label=format_lazy("{what}: {language}", what=label, language=language),
                    required=False,
                    max_length=LONGEST_TEXT,
                    widget=forms.Textarea({"rows": 2, "lang": code, "dir": "auto"}),
                )

    def clean(self) -> dict[str, Any]:
        """What a place says on its own website is known from there."""
        said: dict[str, Any] = self.cleaned_data
        if "source_url" in said and "url" in said:
            said["source_url"] = said["source_url"] or said["url"]
            if not said["source_url"]:
                self.add_error("source_url", _("Write the address of the page that says so."))
        return said

    def plain_fields(self) -> Iterator[BoundField]:
        """The fields that are the same in every language."""
        return (self[name] for name in self.base_fields)

    def texts(self) -> Iterator[tuple[Any, list[BoundField], bool]]:
        """The translated texts, each with its fields and whether one of them has a mistake."""
        for name, label in TEXTS.items():
            fields = [self[f"{name}_{code}"] for code, _language in settings.LANGUAGES]
            yield label, fields, any(field.errors for field in fields)

    def fill(self, service: Service) -> Service:
        """The service with what was written; its address, area and telephone stand elsewhere."""
        said = self.cleaned_data
        for name in ("name", "category", "status", "email", "url", "source_url", "review_days"):
            setattr(service, name, said[name])
        for name in TEXTS:
            written = {code: said[f"{name}_{code}"] for code, _language in settings.LANGUAGES}
            texts = getattr(service, name) | written
            setattr(service, name, {code: text for code, text in texts.items() if text})
        return service


def as_written(service: Service, *, address: str, phone: str) -> dict[str, Any]:
    """A place as the form shows it."""
    location = service.whereabouts
    names = ("name", "category", "status", "email", "url", "source_url", "review_days")
    values = {name: getattr(service, name) for name in names}
    texts = {
        f"{name}_{code}": getattr(service, name).get(code, "")
        for name in TEXTS
        for code, _language in settings.LANGUAGES
    }
    where = {"area": location.area_id if location else None, "address": address, "phone": phone}
    return values | texts | where | {"organization": service.organization.name}


class AccessForm(forms.Form):
    """What a place is like for each need: an answer, and what one should know."""

    def __init__(self, *args: Any, known: dict[str, Accessibility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in AccessNeed:
            row = known.get(need)
            self.fields[need] = forms.ChoiceField(
                label=need.label,
                choices=AccessAnswer,
                initial=row.answer if row else AccessAnswer.UNKNOWN,
            )
            for code in ("sv", "en"):
                self.fields[f"{need}_{code}"] = forms.CharField(
                    label=format_lazy("{need}: {code}", need=need.label, code=code),
                    required=False,
                    max_length=300,
                    initial=row.details.get(code, "") if row else "",
                )

    def rows(self, location: Any, known: dict[str, Accessibility]) -> list[Accessibility]:
        """What is said, a row for each need that somebody knows something about."""
        found = []
        for need in AccessNeed:
            said = {code: self.cleaned_data[f"{need}_{code}"] for code in ("sv", "en")}
            row = known.get(need) or Accessibility(location=location, need=need)
            row.answer = self.cleaned_data[need]
            row.details = {code: text for code, text in (row.details | said).items() if text}
            if row.answer != AccessAnswer.UNKNOWN or row.details:
                found.append(row)
        return found
