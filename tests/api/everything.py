"""One service with every part that a service, an organisation and a location can have."""

from datetime import UTC, date, datetime, time

from hemvist.directory import models as d

LATER = date(2999, 12, 31)
IN_TWO = {"sv": "På svenska", "en": "In English"}
SOURCE = {"source_url": "https://www.boden.se/", "checked_on": date(2026, 11, 23)}
HOURS = {"freq": "WEEKLY", "byday": "MO,WE", "opens_at": time(9), "closes_at": time(16, 30)}


def make_everything():
    """Returns the service; nothing of it is empty but what has no meaning."""
    organization = _organization()
    program = d.Program.objects.create(
        organization=organization, name="Öppen dörr", descriptions=IN_TWO
    )
    category = d.Category.objects.order_by("pk").first()
    service = d.Service.objects.create(
        slug="allt-i-ett", name="Allt i ett", alternate_name="AiE", organization=organization,
        program=program, category=category, descriptions=IN_TWO, alerts=IN_TWO,
        url="https://allt.example/", email="info@allt.example", application_processes=IN_TWO,
        eligibility_descriptions=IN_TWO, fees_descriptions=IN_TWO, interpretation_services=IN_TWO,
        wait_times=IN_TWO, accreditations="ISO", licenses="Tillstånd", minimum_age=6,
        maximum_age=19, **SOURCE,
    )  # fmt: skip
    location = _location(organization)
    at = d.ServiceAtLocation.objects.create(
        service=service, location=location, descriptions=IN_TWO, **SOURCE
    )
    for owner in ({"service": service}, {"location": location}, {"service_at_location": at}):
        _ways_and_hours(owner)
    _ways({"organization": organization})
    _conditions(service, at)
    _terms(service, category)
    return service


def _organization():
    parent = d.Organization.objects.create(name="Moderföreningen", descriptions=IN_TWO)
    organization = d.Organization.objects.create(
        name="Allt i ett-föreningen", alternate_name="AiEF", descriptions=IN_TWO,
        website="https://allt.example/", email="info@allt.example", legal_status="Ideell förening",
        year_incorporated=1999, logo="https://allt.example/l.png", uri="https://allt.example/#o",
        parent_organization=parent, **SOURCE,
    )  # fmt: skip
    d.OrganizationIdentifier.objects.create(organization=organization, identifier="212000-2767")
    d.Url.objects.create(organization=organization, labels=IN_TWO, url="https://mer.example/")
    return organization


def _location(organization):
    location = d.Location.objects.create(
        name="Huset", alternate_name="Gula huset", organization=organization,
        area=d.Area.objects.order_by("pk").first(), descriptions=IN_TWO, transportations=IN_TWO,
        url="https://huset.example/", latitude="65.825100", longitude="21.688700",
        external_identifier="123", external_identifier_type="Fastighet", **SOURCE,
    )  # fmt: skip
    d.Address.objects.create(
        location=location, attention="Receptionen", address_1="Kungsgatan 1", address_2="2 tr",
        city="Boden", region="Boden", state_province="Norrbottens län", postal_code="961 62",
    )  # fmt: skip
    d.Accessibility.objects.create(
        location=location, need="wheelchair", answer="partly", details=IN_TWO,
        url="https://t-d.example/",
    )  # fmt: skip
    return location


def _ways(owner):
    phone = d.Phone.objects.create(
        number="0921-620 00", extension=12, type="voice", descriptions=IN_TWO, **owner
    )
    d.Language.objects.create(phone=phone, code="fi", notes=IN_TWO)
    contact = d.Contact.objects.create(
        title="Receptionen", department="Kundtjänst", email="reception@allt.example", **owner
    )
    phone = d.Phone.objects.create(number="0921-620 01", contact=contact)
    d.Language.objects.create(phone=phone, code="ar")


def _ways_and_hours(owner):
    _ways(owner)
    d.Schedule.objects.create(
        descriptions=IN_TWO, valid_from=date(2026, 1, 1), valid_to=LATER, interval=2,
        dtstart=date(2026, 1, 5), until=LATER, schedule_link="https://allt.example/tider",
        by_appointment=True, **HOURS, **owner,
    )  # fmt: skip
    d.Schedule.objects.create(freq="MONTHLY", bymonthday="1,-1", **owner)
    d.SpecialDay.objects.create(
        first_day=date(2026, 7, 1), last_day=date(2026, 7, 31), reasons=IN_TWO, **owner
    )
    if "service_at_location" not in owner:
        d.Language.objects.create(code="so", notes=IN_TWO, **owner)


def _conditions(service, at):
    d.Url.objects.create(service=service, labels=IN_TWO, url="https://mer.example/")
    area = d.Area.objects.order_by("pk").last()
    d.ServiceArea.objects.create(service=service, area=area, descriptions=IN_TWO)
    d.ServiceArea.objects.create(
        service_at_location=at, name="Hela länet", extent="Norrbotten", extent_type="text",
        uri="https://lan.example/",
    )  # fmt: skip
    d.CostOption.objects.create(
        service=service, options=IN_TWO, amount="0", valid_from=date(2026, 1, 1)
    )
    d.CostOption.objects.create(
        service=service, amount="149.50", amount_descriptions=IN_TWO, valid_to=LATER
    )
    d.RequiredDocument.objects.create(
        service=service, documents=IN_TWO, uri="https://blankett.example/"
    )
    for number, (status, available) in enumerate(
        [("available", 7), ("limited", None), ("full", None), ("waitlist", None)]
    ):
        unit = d.Unit.objects.create(
            names={"sv": f"plats {number}"}, scheme="egen", identifier=str(number),
            uri="https://enhet.example/",
        )  # fmt: skip
        d.ServiceCapacity.objects.create(
            service=service, unit=unit, status=status, available=available, maximum=20,
            descriptions=IN_TWO, updated=datetime(2026, 11, 1, 8, tzinfo=UTC),
            holds_until=date(2026, 1, 1) if status == "waitlist" else LATER,
        )  # fmt: skip


def _terms(service, category):
    taxonomy = d.Taxonomy.objects.create(
        name="Bodens ord", descriptions=IN_TWO, uri="https://ord.example/", version="1"
    )
    top = d.TaxonomyTerm.objects.create(
        taxonomy=taxonomy, code="allt", names=IN_TWO, descriptions=IN_TWO
    )
    d.TaxonomyTerm.objects.create(
        taxonomy=taxonomy, code="kind", names=IN_TWO, parent=top, category=category,
        term_uri="https://ord.example/kind",
    )  # fmt: skip
    put = d.TaxonomyTerm.objects.create(taxonomy=taxonomy, code="newcomers", names={"sv": "Nya"})
    d.Attribute.objects.create(
        link_entity="service", link_id=service.pk, taxonomy_term=put, value="ja",
        link_type="audience", label="För nya",
    )  # fmt: skip
    d.Provenance.objects.create(
        service=service, source="lansforeningen", source_name="Länsföreningen", key="1",
        source_page="https://lansforeningen.example/", licence="CC0 1.0",
        licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    )  # fmt: skip
    d.Metadata.objects.create(
        resource_type="service", resource_id=service.pk, field_name="name",
        last_action_date=datetime(2026, 11, 1, 8, tzinfo=UTC), previous_value="Allt",
        replacement_value="Allt i ett", updated_by="editor",
    )  # fmt: skip
