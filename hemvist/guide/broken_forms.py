"""Forms that reach the editor broken are refused with a page, and nothing of them is kept.

What the editor's script puts into hidden fields (how many blocks there are, a text with its marks)
Wagtail reads as it comes. If it was cut off on its way or tampered with, reading it fails in as
many ways as there are; all of them mean the same.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from draftjs_exporter.error import ExporterException

MOST_BLOCKS = 999
HALF_A_CHARACTER = re.compile(r"\\ud[89a-f]", re.I)
CANNOT_READ = (
    ArithmeticError, AssertionError, AttributeError, ExporterException, LookupError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip


def whole_forms(view: Callable[..., Any]) -> Callable[..., Any]:
    """Answer a form that cannot be read as a bad request, before or while it is read."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        if any(_is_broken(*field) for field in request.POST.items()):
            raise BadRequest
        try:
            return view(request, *args, **kwargs)
        except CANNOT_READ as trouble:
            if _was_reading_a_form(trouble):
                raise BadRequest from trouble
            raise

    return answer


def _is_broken(name: str, value: object) -> bool:
    """Whether it says that there are more blocks than can be, or holds half a character."""
    if not isinstance(value, str):
        return False
    if name.endswith("-count"):
        return not (value.isascii() and value.isdigit() and int(value[:9]) <= MOST_BLOCKS)
    return bool(HALF_A_CHARACTER.search(value)) and not _can_be_written(value)


def _can_be_written(value: str) -> bool:
    try:
        json.dumps(json.loads(value), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    except (ValueError, RecursionError):
        return True  # no JSON: the words of somebody who writes about characters
    return True


def _was_reading_a_form(trouble: BaseException) -> bool:
    at = trouble.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_name == "value_from_datadict":
            return True
        at = at.tb_next
    return False
