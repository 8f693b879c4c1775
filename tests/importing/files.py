"""Lists as people and machines write them, small, for tests."""

import io
import json
import zipfile

from openpyxl import Workbook

from hemvist.importing.faults import CannotRead

SCHOOL_LIST = {
    "data": {
        "type": "schoolunit",
        "attributes": [
            {"schoolUnitCode": "11112222", "name": "Granskolan", "status": "AKTIV"},
            {"schoolUnitCode": "33334444", "name": "Tallskolan", "status": "UPPHORT"},
        ],
    }
}
SCHOOL = {
    "data": {
        "type": "schoolunit",
        "schoolUnitCode": "11112222",
        "attributes": {
            "displayName": "Granskolan",
            "status": "AKTIV",
            "url": "https://granskolan.example",
            "email": "kim.exempelsson@granskolan.example",
            "phoneNumber": "0921-111 11",
            "headMaster": "Kim Exempelsson",
            "schoolTypes": ["GR", "FKLASS"],
            "addresses": [
                {"type": "POSTADRESS", "streetAddress": "Box 1", "locality": "Norrby"},
                {
                    "type": "BESOKSADRESS",
                    "streetAddress": "Skolvägen 1",
                    "postalCode": "123 45",
                    "locality": "Norrby",
                    "geoCoordinates": {
                        "coordinateSweRefN": "6562397,097",
                        "coordinateSweRefE": "679180,062",
                        "latitude": None,
                        "longitude": None,
                    },
                },
            ],
        },
    },
    "included": {"attributes": {"displayName": "Norrby kommun"}},
}
AD = {
    "id": "2001",
    "headline": "Bagare",
    "webpage_url": "https://jobs.example/2001",
    "application_deadline": "2026-12-24T23:59:59",
    "publication_date": "2026-11-01T08:00:00",
    "number_of_vacancies": 2,
    "employer": {"name": "Brödboden", "email": "kim.exempelsson@brod.example"},
    "occupation": {"concept_id": "abcd_123_xyz", "label": "Bagare/Konditor"},
    "occupation_field": {"concept_id": "ScKy_FHB_7wT", "label": "Hotell, restaurang"},
    "workplace_address": {"municipality": "Norrby", "city": "Lillby"},
    "working_hours_type": {"label": "Heltid"},
    "must_have": {"languages": [{"label": "Svenska"}]},
    "application_contacts": [{"name": "Kim Exempelsson", "telephone": "070-174 06 05"}],
    "description": {"text": "Ring Kim Exempelsson."},
    "removed": False,
}
OSM = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "node/42",
            "properties": {
                "amenity": "kindergarten",
                "name": "Kotten",
                "addr:street": "Stigen",
                "addr:housenumber": "3",
                "contact:phone": "0921-222 22",
            },
            "geometry": {"type": "Point", "coordinates": [21.7, 65.8]},
        },
        {
            "type": "Feature",
            "properties": {"@id": "way/7", "shop": "supermarket", "name": "Handlar'n"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[21.0, 65.0], [21.2, 65.0], [21.2, 65.4], [21.0, 65.4]]],
            },
        },
        {"type": "Feature", "id": "node/43", "properties": {"natural": "tree"}, "geometry": None},
    ],
}
HSDS = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Öppna förskolan",
    "description": "För de minsta.",
    "status": "active",
    "url": "https://oppna.example",
    "organization": {"id": "1", "name": "Norrby kommun"},
    "attributes": [{"taxonomy_term": {"code": "preschool", "name": "Förskola"}}],
    "contacts": [{"name": "Kim Exempelsson", "phones": [{"number": "070-174 06 05"}]}],
    "service_at_locations": [
        {
            "phones": [{"number": "0921-333 33"}],
            "location": {
                "latitude": 65.8,
                "longitude": 21.7,
                "addresses": [
                    {
                        "address_type": "physical",
                        "address_1": "Torget 1",
                        "postal_code": "123 45",
                        "city": "Norrby",
                    }
                ],
            },
        }
    ],
}
KOLADA = {
    "count": 3,
    "next_page": None,
    "values": [
        {
            "kpi": "N01951",
            "municipality": "2582",
            "period": period,
            "values": [{"gender": "K", "value": 1.0}, {"gender": "T", "value": value}],
        }
        for period, value in [(2023, 28_000.0), (2024, 28_100.0), (2022, 27_900.0)]
    ],
}
PEOPLE = {
    "version": "2.0",
    "class": "dataset",
    "id": ["Region", "ContentsCode", "Tid"],
    "size": [1, 1, 2],
    "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    "dimension": {
        "Region": {"category": {"index": {"2582": 0}, "label": {"2582": "Boden"}}},
        "ContentsCode": {"category": {"index": {"BE1": 0}, "label": {"BE1": "Folkmängd"}}},
        "Tid": {"category": {"index": {"2023": 0, "2024": 1}, "label": {}}},
    },
    "value": [28000, 28100],
}


def as_file(content):
    """A file of bytes, of text, or of anything JSON can say."""
    if isinstance(content, bytes):
        return io.BytesIO(content)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return io.BytesIO(text.encode())


def workbook(*rows, merge=(), **sheets):
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def repacked(file, changes):
    """The same zip file with some parts replaced, packed as tightly as can be."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changes.pop(part.filename, None) or old.read(part))
        for name, content in changes.items():
            new.writestr(name, content)
    made.seek(0)
    return made


def fault_of(read, content):
    """The code of what a reader says is wrong; nothing if it reads the whole list."""
    try:
        for _line in read(content if hasattr(content, "read") else as_file(content)):
            pass
    except CannotRead as error:
        str(error.fault)
        return error.fault.code
    return ""
