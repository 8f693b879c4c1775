"""`{% once %}…{% endonce %}`: what stands on many pages alike is put together once an edition.

Within it may stand only what is the same for everybody who reads this language, apart from what is
named: `{% once view_name %}` is put together once for each name. See `core.read_once`; on a page
that is made for one reader the tag does nothing.
"""

from itertools import count

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from hemvist.core.read_once import Memory

register = template.Library()
MOST = 5000
_parts, _numbers = Memory[SafeString](MOST), count()


class Once(Node):
    """A part of a template that is kept as text."""

    def __init__(self, inner: NodeList, told: list[FilterExpression]) -> None:
        self.inner, self.told, self.number = inner, told, next(_numbers)

    def render(self, context: Context) -> SafeString:
        """The part as it was put together for the same names, or as it is now."""
        told = tuple(str(one.resolve(context)) for one in self.told)
        key = (self.number, get_language(), told)
        return _parts.ask(key, lambda: self.inner.render(context))


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """Keep what stands up to the end of the part."""
    _name, *told = token.split_contents()
    inner = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(inner, [parser.compile_filter(one) for one in told])
