"""Every telephone and every address gets a row of its own."""

from django.db import migrations


def to_rows(apps, schema_editor):
    Phone, Address = apps.get_model("directory", "Phone"), apps.get_model("directory", "Address")
    at = apps.get_model("directory", "ServiceAtLocation").objects.exclude(phone="")
    Phone.objects.bulk_create(
        Phone(service_at_location_id=pk, number=number)
        for pk, number in at.values_list("pk", "phone")
    )
    locations = apps.get_model("directory", "Location").objects.exclude(address="")
    Address.objects.bulk_create(
        Address(location_id=pk, address_1=address)
        for pk, address in locations.values_list("pk", "address")
    )


def to_fields(apps, schema_editor):
    At, Location = (
        apps.get_model("directory", "ServiceAtLocation"), apps.get_model("directory", "Location")
    )
    Phone, Address = apps.get_model("directory", "Phone"), apps.get_model("directory", "Address")
    for phone in Phone.objects.exclude(service_at_location=None).order_by("-position"):
        At.objects.filter(pk=phone.service_at_location_id).update(phone=phone.number)
    for address in Address.objects.all():
        Location.objects.filter(pk=address.location_id).update(address=address.address_1)


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_service_details'),
    ]

    operations = [migrations.RunPython(to_rows, to_fields)]
