"""A list of places with every kind of fault, and what it has left behind."""

from hemvist.directory.models import Address, Location, Organization, Phone, Provenance, Service

HEAD = "Id;Namn;Typ;Område;Adress;Telefon;Lat;Long;Öppet\n"
LIST = HEAD + (
    "1;Granskolan;Skola;Sävast;Skolvägen 1;0921-1;65,8;21,7;Öppen\n"
    "2;Kotten;Förskola;Bortom;;;;;\n"
    "3;;Skola;;;;;;\n"
    "4;Ladan;Ladugård;;;;;;\n"
    "1;Granskolan igen;Skola;;;;;;\n"
    "5;Sned;Skola;;;;65,8;;Kanske\n"
)
COLUMNS = {
    "Id": "external_id",
    "Namn": "name",
    "Typ": "category",
    "Område": "area",
    "Adress": "address",
    "Telefon": "phone",
    "Lat": "latitude",
    "Long": "longitude",
    "Öppet": "status",
}


def states(given):
    return {line.number: line.state for line in given.lines.all()}


def faults(given):
    return {
        line.number: [code for code, _values in line.faults]
        for line in given.lines.all()
        if line.faults
    }


def everything():
    """All that a list of places can have written, as it stands."""
    return {
        model.__name__: list(
            model.objects.order_by("pk").values(
                *(f.attname for f in model._meta.concrete_fields if f.name != "last_modified")
            )
        )
        for model in [Organization, Service, Location, Address, Phone, Provenance]
    }
