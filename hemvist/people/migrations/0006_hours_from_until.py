from django.db import migrations, models


def hours_of(model):
    return [
        migrations.AddField(
            model_name=model,
            name="opens",
            field=models.TimeField(blank=True, null=True, verbose_name="from"),
        ),
        migrations.AddField(
            model_name=model,
            name="closes",
            field=models.TimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name=model,
            name="weekdays_only",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="Monday to Friday"
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("people", "0005_no_letters_that_go_to_many")]

    operations = [
        *hours_of("contactchoice"),
        *hours_of("owntrack"),
        migrations.AddField(
            model_name="owntrack",
            name="time_zone",
            field=models.CharField(
                db_default="Europe/Stockholm", default="Europe/Stockholm", max_length=40
            ),
        ),
        migrations.AlterField(
            model_name="contactchoice",
            name="time_zone",
            field=models.CharField(
                db_default="Europe/Stockholm", default="Europe/Stockholm", max_length=40
            ),
        ),
        migrations.AlterField(
            model_name="owntrack",
            name="note",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="anything else about reaching you"
            ),
        ),
    ]
