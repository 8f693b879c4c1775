"""Writes down the sources of many translations at once, as wagtail-localize does one by one.

One by one they cost some hundred queries a page; a first start of the demo cannot wait for that.
`tests/demo/test_page_loading.py` holds this to what wagtail-localize itself would have written.
"""

import json
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)

BATCH = 1_000


def add_sources(pages: list[tuple[Any, list[Any]]]) -> None:
    """Keep pages that have no source yet, with the segments that were read from them."""
    page_type = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        [
            TranslatableObject(translation_key=page.translation_key, content_type=page_type)
            for page, _segments in pages
        ],
        ignore_conflicts=True,
    )
    sources = TranslationSource.objects.bulk_create([_source(page) for page, _s in pages])
    contexts = _contexts(pages)
    strings, templates = _strings(pages), _templates(pages)
    rows: dict[type[Any], list[Any]] = {StringSegment: [], TemplateSegment: []}
    rows[OverridableSegment] = []
    for (page, segments), source in zip(pages, sources, strict=True):
        for segment in segments:
            where = {
                "source": source,
                "context": contexts[page.translation_key, segment.path],
                "order": segment.order,
            }
            if isinstance(segment, StringSegmentValue):
                string = strings[page.locale_id, segment.string.data]
                attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
                rows[StringSegment].append(StringSegment(string=string, attrs=attrs, **where))
            elif isinstance(segment, TemplateSegmentValue):
                template = templates[_template_number(segment)]
                rows[TemplateSegment].append(TemplateSegment(template=template, **where))
            elif isinstance(segment, OverridableSegmentValue):
                said = json.dumps(segment.data, cls=DjangoJSONEncoder)
                rows[OverridableSegment].append(OverridableSegment(data_json=said, **where))
    for table, found in rows.items():
        table.objects.bulk_create(found, batch_size=BATCH)


def _source(page: Any) -> TranslationSource:
    return TranslationSource(
        object_id=page.translation_key,
        locale_id=page.locale_id,
        specific_content_type=ContentType.objects.get_for_model(type(page)),
        object_repr=str(page)[:200],
        content_json=page.to_json(),
        schema_version=_schema_version(page),
        last_updated_at=timezone.now(),
    )


_versions: dict[str, str] = {}


def _schema_version(page: Any) -> str:
    """The newest migration of the page's app; asked for once, for it does not change."""
    label = page._meta.app_label
    if label not in _versions:
        _versions[label] = get_schema_version(label)
    return _versions[label]


def _contexts(pages: list[tuple[Any, list[Any]]]) -> dict[tuple[Any, str], TranslationContext]:
    """Every place in every page, with the name of the field it is in."""
    wanted: dict[tuple[Any, str], TranslationContext] = {}
    for page, segments in pages:
        for path in {segment.path for segment in segments}:
            context = TranslationContext(
                object_id=page.translation_key,
                path=path,
                path_id=TranslationContext._get_path_id(path),
            )
            context.save = lambda **kwargs: None  # it would be saved each by itself
            context.get_field_path(page)
            del context.save
            wanted[page.translation_key, path] = context
    TranslationContext.objects.bulk_create(wanted.values(), batch_size=BATCH, ignore_conflicts=True)
    kept = TranslationContext.objects.filter(object_id__in={key for key, _path in wanted})
    return {(context.object_id, context.path): context for context in kept}


def _strings(pages: list[tuple[Any, list[Any]]]) -> dict[tuple[int, str], String]:
    wanted = {
        (page.locale_id, segment.string.data): String(
            locale_id=page.locale_id,
            data=segment.string.data,
            data_hash=String._get_data_hash(segment.string.data),
        )
        for page, segments in pages
        for segment in segments
        if isinstance(segment, StringSegmentValue)
    }
    String.objects.bulk_create(wanted.values(), batch_size=BATCH, ignore_conflicts=True)
    hashes = [string.data_hash for string in wanted.values()]
    kept = String.objects.filter(data_hash__in=hashes)
    return {(string.locale_id, string.data): string for string in kept}


def _templates(pages: list[tuple[Any, list[Any]]]) -> dict[uuid.UUID, Template]:
    wanted = {
        _template_number(segment): Template(
            uuid=_template_number(segment),
            template=segment.template,
            template_format=segment.format,
            string_count=segment.string_count,
        )
        for _page, segments in pages
        for segment in segments
        if isinstance(segment, TemplateSegmentValue)
    }
    Template.objects.bulk_create(wanted.values(), batch_size=BATCH, ignore_conflicts=True)
    return {template.uuid: template for template in Template.objects.filter(uuid__in=wanted)}


def _template_number(segment: TemplateSegmentValue) -> uuid.UUID:
    space = uuid.uuid5(Template.BASE_UUID_NAMESPACE, segment.format)
    return uuid.uuid5(space, segment.template)
