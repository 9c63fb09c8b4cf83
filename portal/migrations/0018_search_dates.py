"""On PostgreSQL the dates that put results in order stand beside the terms."""

from django.db import migrations

SQL = """
ALTER TABLE portal_search ADD COLUMN date timestamptz;
UPDATE portal_search s SET date = d.date FROM portal_searchdocument d WHERE d.id = s.id;
"""
BACK = "ALTER TABLE portal_search DROP COLUMN date;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("portal", "0017_search_by_terms_alone")]

    operations = [migrations.RunPython(on_postgresql(SQL), on_postgresql(BACK))]
