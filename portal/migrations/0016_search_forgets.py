"""On PostgreSQL the terms of a document go with it by triggers: a foreign key stops ``flush``."""

from django.db import migrations

SQL = """
ALTER TABLE portal_search DROP CONSTRAINT IF EXISTS portal_search_id_fkey;
CREATE OR REPLACE FUNCTION portal_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM portal_search;
    ELSE
        DELETE FROM portal_search WHERE id = OLD.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER portal_search_forgets AFTER DELETE ON portal_searchdocument
    FOR EACH ROW EXECUTE FUNCTION portal_search_forget();
CREATE TRIGGER portal_search_forgets_all AFTER TRUNCATE ON portal_searchdocument
    FOR EACH STATEMENT EXECUTE FUNCTION portal_search_forget();
"""
BACK = """
DROP TRIGGER portal_search_forgets ON portal_searchdocument;
DROP TRIGGER portal_search_forgets_all ON portal_searchdocument;
DROP FUNCTION portal_search_forget();
DELETE FROM portal_search WHERE id NOT IN (SELECT id FROM portal_searchdocument);
ALTER TABLE portal_search ADD FOREIGN KEY (id) REFERENCES portal_searchdocument ON DELETE CASCADE;
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("portal", "0015_page_indexes")]

    operations = [migrations.RunPython(on_postgresql(SQL), on_postgresql(BACK))]
