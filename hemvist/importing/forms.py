"""Forms about sources and lists."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from hemvist.core.translated import spoken
from hemvist.directory.models import Category
from hemvist.importing.known_sources import KNOWN_SOURCES
from hemvist.importing.lines import MEGABYTE, MOST_BYTES
from hemvist.importing.mapping import FIELDS
from hemvist.importing.models import ImportLine, Source, SourceKind
from hemvist.importing.queries import kinds_of_places

LONGEST_WORDS = 200


class SourceForm(forms.Form):
    """Who gives the lists, and under which licence; how often they come by themselves."""

    name = forms.CharField(
        label=_("Who gives the list"),
        max_length=100,
        help_text=_("It is shown on every place, with the licence."),
    )
    page = forms.URLField(
        label=_("Page of the source"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where a reader can see that it is true."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=100,
        help_text=_("What the source lets us do with it, such as CC0 1.0. Ask if it does not say."),
    )
    licence_url = forms.URLField(
        label=_("Page of the licence"), max_length=500, assume_scheme="https", required=False
    )
    is_nightly = forms.BooleanField(
        label=_("Fetch the jobs every night"),
        help_text=_("From the address of the newest list. Jobs that are no longer there go."),
        required=False,
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        known = KNOWN_SOURCES[SourceKind(source.kind)]
        super().__init__(*args, **kwargs)
        self.initial = {
            name: getattr(source, name) or getattr(known, name, "") for name in self.fields
        }
        self.source = source
        if not (source.has_jobs and source.address):
            del self.fields["is_nightly"]

    def filled(self) -> Source:
        """The source as the form says it; a new one gets a name of its own for addresses."""
        for name in self.fields:
            setattr(self.source, name, self.cleaned_data[name])
        if not self.source.slug:
            self.source.slug = _free_slug(self.source.name)
        return self.source


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "source"
    slug, number = stem, 2
    while Source.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


class ListForm(forms.Form):
    """A file, or an address to fetch one from."""

    hide_optional = True

    file = forms.FileField(
        label=_("A file"),
        required=False,
        max_length=200,
        error_messages={
            "empty": _("The file is empty."),
            "max_length": _("Give the file a shorter name."),
        },
    )
    address = forms.URLField(
        label=_("Or an address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("It must begin with https:// and be open to everybody."),
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"address": source.address}
        most, example = MOST_BYTES // MEGABYTE, KNOWN_SOURCES[SourceKind(source.kind)].example
        self.fields["file"].help_text = _(
            "At most %(most)s MB. It is deleted when it has been read."
        ) % {"most": most}
        if example:
            hint = _("It begins with https://, for example %(example)s") % {"example": example}
            self.fields["address"].help_text = hint

    def clean_address(self) -> str:
        """Only https."""
        address: str = self.cleaned_data["address"]
        if address and not address.startswith("https://"):
            raise forms.ValidationError(_("The address must begin with https://."))
        return address

    def clean(self) -> dict[str, Any]:
        """One of the two; a file goes before an address that stood there already."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("file") or cleaned.get("address") or self.errors):
            self.add_error("file", _("Choose a file, or write an address."))
        return cleaned


class ColumnsForm(forms.Form):
    """What each heading of a table means, and what holds for all its lines."""

    hide_optional = True

    def __init__(
        self,
        *args: Any,
        columns: dict[str, str],
        samples: dict[str, list[str]],
        usual_kind: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = {f"column-{place}": heading for place, heading in enumerate(columns)}
        choices = [("", _("Leave it out")), *FIELDS.items()]
        for name, heading in self.headings.items():
            self.fields[name] = forms.ChoiceField(
                label=heading,
                choices=choices,
                initial=columns[heading],
                required=False,
                help_text=" · ".join(text[:60] for text in samples.get(heading, [])),
                error_messages={"invalid_choice": _("Choose one in the list.")},
            )
        self.fields["usual_kind"] = _kind_field(
            label=_("Kind of place, where the line does not say it"), initial=usual_kind
        )

    def clean(self) -> dict[str, Any]:
        """No field twice, and a name in any case."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for name in self.headings:
            field = cleaned.get(name)
            if field and field in taken:
                self.add_error(
                    name,
                    _("“%(field)s” is chosen for two columns.") % {"field": FIELDS[field]},
                )
            elif field:
                taken[field] = name
        if self.headings and "name" not in taken and not self.errors:
            self.add_error(None, _("Say which column has the name."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the source's mapping is to hold."""
        columns = {heading: self.cleaned_data[name] for name, heading in self.headings.items()}
        return {"columns": columns, "category": self.cleaned_data["usual_kind"]}


class WordsForm(forms.Form):
    """What each figure counts, in Swedish and in English."""

    hide_optional = True

    def __init__(
        self,
        *args: Any,
        lines: Iterable[ImportLine],
        words: dict[str, dict[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys: dict[str, str] = {}
        for place, line in enumerate(lines):
            key = line.values.get("external_id", "")
            label = line.values.get("label", key)
            self.keys[f"words-{place}"] = key
            for code, language in (("sv", _("in Swedish")), ("en", _("in English"))):
                self.fields[f"words-{place}-{code}"] = forms.CharField(
                    label=_("%(label)s, %(language)s") % {"label": label, "language": language},
                    max_length=LONGEST_WORDS,
                    required=False,
                    initial=words.get(key, {}).get(code, ""),
                    help_text=line.values.get("value", ""),
                )

    def said(self) -> dict[str, Any]:
        """What the source's mapping is to hold."""
        words = {
            key: {code: self.cleaned_data[f"{name}-{code}"] for code in ("sv", "en")}
            for name, key in self.keys.items()
        }
        return {"words": words}


class KindsForm(forms.Form):
    """Which kind of place each of the source's words stands for."""

    hide_optional = True

    def __init__(self, *args: Any, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {f"word-{place}": word for place, word in enumerate(words)}
        for name, word in self.words.items():
            self.fields[name] = _kind_field(label=word, initial="")

    def said(self) -> dict[str, Any]:
        """What the source's mapping is to hold."""
        return {"kinds": {word: self.cleaned_data[name] for name, word in self.words.items()}}


class BringInForm(forms.Form):
    """What shall become of places that the source no longer lists."""

    closes_missing = forms.BooleanField(
        label=_("Close what is no longer in the list"),
        help_text=_("Otherwise it stays as it is, with a note that it is missing."),
        required=False,
    )


def _kind_field(*, label: Any, initial: str) -> forms.ChoiceField:
    kinds: list[Category] = list(kinds_of_places())
    return forms.ChoiceField(
        label=label,
        choices=[("", _("Not said")), *((kind.pk, spoken(kind.names)[0]) for kind in kinds)],
        initial=initial,
        required=False,
        error_messages={
            "invalid_choice": _("There is no such kind of place. Choose one in the list.")
        },
    )
