"""How a page's text is shown: marked when it is in another language, its links in the reader's."""

import re
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.staticfiles import finders
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.rich_text import RichText, expand_db_html

from hemvist.guide.models import GuidePage

register = template.Library()
CODES = "|".join(code for code, _name in settings.LANGUAGES)
INTERNAL = re.compile(rf'href="/(?:{CODES})/')


def marks(code: str) -> SafeString:
    """The attributes that tell in which language, and in which direction, a text is."""
    if not code:
        return SafeString()
    direction = "rtl" if LANG_INFO[code]["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', code, direction)


@register.simple_tag(takes_context=True)
def foreign(context: Context) -> SafeString:
    """The marks of a text in another language than the reader's; nothing when it is in theirs."""
    return marks(str(context.get("foreign_language") or ""))


@register.simple_tag
def rich(value: RichText | str) -> SafeString:
    """An editor's text, with its links to our own pages in the reader's language."""
    source = value.source if isinstance(value, RichText) else value
    shown = expand_db_html(source or "")
    return mark_safe(INTERNAL.sub(f'href="/{get_language()}/', shown))


@register.filter
def host(url: str) -> str:
    """Whose page an address is."""
    return urlsplit(url).netloc.removeprefix("www.") or url


@register.simple_tag
def drawing(text: GuidePage) -> SafeString:
    """The picture at the top of a page: an editor's, else one of our drawings, else nothing."""
    if text.picture:
        shown = text.picture.get_rendition("fill-1200x500|format-webp")
        size = format_html('width="{}" height="{}"', shown.width, shown.height)
        return format_html('<img class="page-top" src="{}" alt="" {}>', shown.url, size)
    path = f"guide/pictures/{text.drawing}.svg"
    if not text.drawing or not finders.find(path):
        return SafeString()
    # Not an img: only what is used inside the page follows the light that the reader chose.
    return format_html(
        '<svg class="page-top" viewBox="0 65 1200 540" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false"><use href="{}#picture"></use></svg>',
        static(path),
    )
