"""Terms tell languages apart for sure now: all are made anew once the migrations have run."""

from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("portal", "SearchDocument").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("portal", "0016_search_forgets")]

    operations = [
        migrations.AddIndex(
            "searchdocument",
            models.Index("expires", condition=models.Q(expires__isnull=False), name="found_until"),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
