"""How forms look: every field with its label, its hint and its mistake in our own markup."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's renderer; the field template is ours when the look has made it."""
