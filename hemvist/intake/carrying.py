"""A form as a file, to be carried to another municipality, and read again with sentences."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from hemvist.intake.checking import KEY
from hemvist.intake.definition import TAKEN_KEYS, Definition, NotADefinition, read
from hemvist.intake.kinds import KINDS
from hemvist.intake.models import FormKind, FormVersion
from hemvist.intake.outline import Document

FORMAT = "hemvist-form-1"
MOST_BYTES = 1_000_000


class NotAForm(Exception):
    """The file is no form that can be taken in; `sentences` say why."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Carried:
    """A form as it was carried here."""

    slug: str
    kind: str
    document: Document


def as_file(version: FormVersion) -> str:
    """A version as text that `from_file` reads again."""
    form = version.form
    whole = {
        "format": FORMAT,
        "slug": form.slug,
        "kind": form.kind,
        "document": written(version.definition),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def from_file(content: bytes) -> Carried:
    """The form in a file. Raises NotAForm."""
    whole = _opened(content)
    kind, slug = whole.get("kind"), whole.get("slug")
    if kind not in FormKind.values:
        raise NotAForm([_("The file does not say for whom the form is.")])
    try:
        definition = read(whole.get("document"))
    except NotADefinition as mistake:
        raise NotAForm(mistake.sentences) from mistake
    document = written(definition)
    if wrong := list(_of_no_use_here(definition)):
        raise NotAForm(wrong)
    return Carried(slug if isinstance(slug, str) else "", kind, document)


def written(definition: Definition) -> Document:
    """A form as the document that describes it, with nothing in it that is empty."""
    whole: Document = _trimmed(asdict(definition))
    return {"name": {}, "heading": {}, "lead": {}, "asked": [], "sections": [], **whole}


def _trimmed(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _trimmed(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part not in (None, "", {}, [])}
    if isinstance(value, list | tuple):
        return [_trimmed(part) for part in value]
    return value


def _opened(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise NotAForm([_("The file is larger than a form can be.")])
    try:
        whole = json.loads(content.decode("utf-8-sig"))
        text = json.dumps(whole, ensure_ascii=False)
    except (UnicodeDecodeError, ValueError, RecursionError) as mistake:
        raise NotAForm([_("The file is not JSON, or is damaged.")]) from mistake
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotAForm([_("The file is no form that was fetched from Hemvist.")])
    # Signs that no keyboard writes and no database keeps; nor can a sentence that names them.
    if "\\u0000" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise NotAForm([_("There are signs in the file that cannot be kept.")])
    return whole


def _of_no_use_here(definition: Definition) -> Iterator[str]:
    """What an editor could not put right, because the pages of the draft would not open."""
    spoken_here = {code for code, _name in settings.LANGUAGES}
    for code in definition.languages:
        if code not in spoken_here:
            yield _("This installation has no language “%(code)s”.") % {"code": code}
    sections = [part.key for part in definition.sections]
    questions = [part.key for part in definition.questions]
    for key in dict.fromkeys([*sections, *questions]):
        if not KEY.fullmatch(key) or key in TAKEN_KEYS:
            yield _("The name “%(key)s” cannot be an address.") % {"key": key}
    for keys in (sections, questions):
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            yield _("Two parts of the form are called “%(key)s”.") % {"key": key}
    for question in definition.questions:
        if question.kind not in KINDS:
            yield _("There is no kind of question “%(kind)s”.") % {"kind": question.kind}
