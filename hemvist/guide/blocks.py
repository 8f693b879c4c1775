"""What a page's text is made of. Every block renders with a template of ours."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    DateBlock,
    EmailBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageBlock

from hemvist.guide.choosers import PlaceChooserBlock

# Few on purpose: what a page needs to be read, and nothing that makes two pages look different.
TEXT_FEATURES = ["bold", "link", "ol", "ul", "h3"]
SHORT_FEATURES = ["bold", "link", "ul"]


class HeadingBlock(CharBlock):
    """The heading of a part of the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "guide/blocks/heading.html"


class LinesBlock(RichTextBlock):
    """A text of which two versions are compared line by line."""

    def get_comparison_class(self) -> type[Any]:
        """What shows an editor the difference."""
        from hemvist.guide.history import LinesComparison  # asks for the models, which ask for us

        return LinesComparison


class TextBlock(LinesBlock):
    """Paragraphs and lists."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "guide/blocks/text.html"


class NoteBlock(LinesBlock):
    """Something the reader must not miss, in a box."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": SHORT_FEATURES, **kwargs})

    class Meta:
        label = _("Note box")
        icon = "warning"
        help_text = _("One thing that must not be missed. Use it once on a page.")
        template = "guide/blocks/note.html"


class PlacesBlock(StructBlock):
    """Places from the directory, with what the directory says of them today."""

    heading = CharBlock(
        label=_("Heading"), max_length=120, required=False, help_text=_("What the places are.")
    )
    places = ListBlock(PlaceChooserBlock(label=_("Place")), label=_("Places"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> Any:
        """The places that the public may see, in the editor's order."""
        context = super().get_context(value, parent_context=parent_context)
        context["places"] = [place for place in value["places"] if place and place.is_public]
        return context

    class Meta:
        label = _("List of places")
        icon = "list-ul"
        template = "guide/blocks/places.html"


class ContactBlock(StructBlock):
    """Where to turn: an office or a counter, never a named person."""

    name = CharBlock(
        label=_("Who"), max_length=120, help_text=_("An office or a counter, not a person's name.")
    )
    text = CharBlock(
        label=_("What they help with"), max_length=200, required=False, help_text=_("One sentence.")
    )
    phone = CharBlock(
        label=_("Telephone"), max_length=30, required=False, help_text=_("As one dials it.")
    )
    email = EmailBlock(label=_("E-mail"), required=False, help_text=_("The office's own address."))
    web = URLBlock(
        label=_("Web page"), required=False, help_text=_("The whole address, with https://.")
    )

    class Meta:
        label = _("Contact box")
        icon = "mail"
        template = "guide/blocks/contact.html"


class PictureBlock(ImageBlock):
    """A picture; it says what it shows, unless it shows nothing that matters."""

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "guide/blocks/picture.html"


class FactBlock(StructBlock):
    """A fact that can become untrue: it says where it comes from and when that was read."""

    text = CharBlock(label=_("The fact"), max_length=300, help_text=_("One sentence."))
    source_url = URLBlock(
        label=_("Where it stands"), help_text=_("The address of the page that says it.")
    )
    checked_on = DateBlock(label=_("Checked on"), help_text=_("The day you read it there."))

    class Meta:
        label = _("Fact with its source")
        icon = "doc-full"
        template = "guide/blocks/fact.html"


class StepBlock(StructBlock):
    """One step: what to do, when or how long it takes, and where."""

    title = CharBlock(
        label=_("What to do"), max_length=120, help_text=_("Begin with a verb: Apply, Call, Bring.")
    )
    when = CharBlock(
        label=_("When, or how long it takes"), max_length=120, required=False, help_text=_("Short.")
    )
    body = RichTextBlock(
        label=_("How"), features=SHORT_FEATURES, required=False, help_text=_("A few sentences.")
    )
    link = URLBlock(
        label=_("Where it is done"), required=False, help_text=_("The address of the form or page.")
    )

    class Meta:
        label = _("Step")
        icon = "order"
        template = "guide/blocks/step.html"


class StepsBlock(StreamBlock):
    """Steps in their order."""

    step = StepBlock()

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "guide/blocks/steps.html"


class SourceBlock(StructBlock):
    """Where a page's facts come from."""

    url = URLBlock(label=_("Address"), help_text=_("The page that says it."))
    checked_on = DateBlock(label=_("Read on"), help_text=_("The day you read it."))

    class Meta:
        label = _("Source")
        icon = "link"


class DistanceBlock(StructBlock):
    """How far it is to something that people ask about."""

    to = CharBlock(label=_("To"), max_length=80, help_text=_("The centre, a school, the hospital."))
    how_far = CharBlock(
        label=_("How far"), max_length=60, help_text=_("For example 12 km, 15 minutes by car.")
    )

    class Meta:
        label = _("Distance")
        icon = "arrow-right"


class InternalNoteBlock(RichTextBlock):
    """What only colleagues read. It has no rendering at all, so no public page can show it.

    Staff pages read it through `AnswerPage.internal_notes`. It is not searched, not translated
    and not told to any translation service.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": SHORT_FEATURES, **kwargs})

    def render(self, value: Any, context: Any = None) -> str:
        """Nothing, whoever asks."""
        return ""

    render_basic = render

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing to find."""
        return []

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """Nothing to translate."""
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        """The note as it is."""
        return value

    class Meta:
        label = _("Internal note")
        icon = "lock"
        help_text = _("Only colleagues see this. It is never shown on a public page.")


class Body(StreamBlock):
    """What every page's text can be made of."""

    heading = HeadingBlock()
    text = TextBlock()
    note = NoteBlock()
    places = PlacesBlock()
    contact = ContactBlock()
    picture = PictureBlock()
    steps = StepsBlock()
    fact = FactBlock()


class AnswerBody(Body):
    """An answer can hold what only staff read."""

    internal = InternalNoteBlock()
