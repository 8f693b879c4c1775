"""What readers and editors write about a page."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hemvist.core.forms import CountedTextarea
from hemvist.core.people_only import PeopleOnly
from hemvist.core.templatetags.ui import PAGE_SALT
from hemvist.upkeep.models import WORDS_LIMIT, GlossaryTerm, TranslationState
from hemvist.upkeep.translations import languages
from hemvist.upkeep.xliff import MOST_BYTES, Document, NotATranslation, read

ANSWER_LIMIT = WORDS_LIMIT * 3
RIGHT_TO_LEFT = {code for code, _name in settings.LANGUAGES if LANG_INFO[code]["bidi"]}


class UsefulForm(forms.Form):
    """Yes or no, to a page that our own template named: the name is signed."""

    page = forms.CharField(max_length=900)
    useful = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    def clean_page(self) -> tuple[str, str]:
        """The page's address without its language, and its title."""
        try:
            path, title = signing.loads(self.cleaned_data["page"], salt=PAGE_SALT)
        except (signing.BadSignature, ValueError) as mistake:
            raise ValidationError(_("We do not know this page."), code="invalid") from mistake
        return path, title


class WordsForm(forms.Form):
    """What the reader missed, and where to answer if they want an answer."""

    words = forms.CharField(
        label=_("What did you look for, or what is wrong?"),
        help_text=_("Write nothing about your health or about threats against you."),
        max_length=WORDS_LIMIT,
        widget=CountedTextarea(WORDS_LIMIT),
    )
    email = forms.EmailField(
        label=_("E-mail, if you want an answer"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    # No person sees this box; a machine fills it in.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_by_machine(self) -> bool:
        """Whether the box that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    def words_and_address(self) -> dict[str, Any]:
        """What is kept."""
        return {name: self.cleaned_data[name] for name in ("words", "email")}


WAYS = {
    "": _("Rather not say"),
    "screen reader": _("With a screen reader"),
    "keyboard": _("With the keyboard alone"),
    "enlarged": _("With large text or a magnifier"),
    "voice": _("With my voice, or a switch"),
    "phone": _("With an old or slow telephone"),
    "other": _("In another way"),
}


class BarrierForm(PeopleOnly, WordsForm):
    """What kept somebody out, and where."""

    where = forms.CharField(
        label=_("On which page?"),
        help_text=_("Its name or its address. Leave it empty if it is all of them."),
        max_length=300,
        required=False,
    )
    way = forms.ChoiceField(
        label=_("How do you use the pages?"), choices=list(WAYS.items()), required=False
    )
    field_order = ["words", "where", "way", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What stops you?")

    def told(self) -> str:
        """All of it as one text for whoever mends it."""
        said = self.cleaned_data
        way = str(WAYS[said["way"]]) if said["way"] else ""
        return "\n".join(part for part in (said["where"], way, said["words"]) if part)


class AnswerForm(forms.Form):
    """What the reader gets by mail."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("It goes to the reader by e-mail, with what they wrote."),
        max_length=ANSWER_LIMIT,
        widget=CountedTextarea(ANSWER_LIMIT),
    )


class GlossaryTermForm(forms.ModelForm[GlossaryTerm]):
    """A word of the glossary, with a line for each language."""

    class Meta:
        model = GlossaryTerm
        fields = ("term", "note")
        error_messages: ClassVar = {
            "term": {"unique": _("This word is in the glossary already.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            if code in languages():
                self.fields[code] = forms.CharField(
                    label=format_lazy("{} ({})", name, code),
                    max_length=200,
                    required=False,
                    initial=self.instance.translations.get(code, ""),
                    widget=forms.TextInput(
                        {"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
                    ),
                )

    @property
    def translations(self) -> list[forms.BoundField]:
        """The lines for the languages, for the page to show together."""
        return [self[code] for code in languages()]

    def filled(self) -> GlossaryTerm:
        """The word with its translations; an empty line is none."""
        term: GlossaryTerm = self.instance
        said = {code: self.cleaned_data[code].strip(" ,") for code in languages()}
        term.translations = {code: words for code, words in said.items() if words}
        return term


class TranslationFilter(forms.Form):
    """Which translations to see. Without a state, all that is work."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("What is to be done")), ("all", _("All")), *TranslationState.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, name) for code, name in settings.LANGUAGES if code in languages()]
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker
        field.choices = [("", _("All languages")), *offered]


class AnswerFilter(forms.Form):
    """What a colleague looks for, and for which case."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.SearchInput()
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    case = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - says to the type checker
        field.choices = [("", _("Theirs, or mine")), *settings.LANGUAGES]


class TranslationFile(forms.Form):
    """An XLIFF file that has come back from a translator."""

    file = forms.FileField(
        label=_("The translated file"),
        help_text=_("XLIFF 1.2, of this page and language."),
        widget=forms.FileInput({"accept": ".xlf,.xliff"}),
        error_messages={
            "required": _("Choose the file that has come back."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> Document:
        """What it says."""
        file = self.cleaned_data["file"]
        try:
            return read(file.read(MOST_BYTES + 1))
        except NotATranslation as refused:
            raise ValidationError(str(refused), code="invalid") from refused
