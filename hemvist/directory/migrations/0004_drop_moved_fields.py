from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_move_phones_and_addresses'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='location',
            name='address',
        ),
        migrations.RemoveField(
            model_name='serviceatlocation',
            name='phone',
        ),
    ]
