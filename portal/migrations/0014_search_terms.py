from importlib import import_module

from django.db import migrations


def create(apps, schema_editor):
    for statement in import_module(f"portal.search.engines.{schema_editor.connection.vendor}").CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in import_module(f"portal.search.engines.{schema_editor.connection.vendor}").DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0013_search")]

    operations = [migrations.RunPython(create, drop)]
