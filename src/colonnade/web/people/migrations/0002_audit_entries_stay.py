"""Triggers that abort any change or removal of an audit entry, on SQLite and PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    f"""CREATE TRIGGER people_auditentry_no_{act.lower()} BEFORE {act} ON people_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or removed'); END"""
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION people_auditentry_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'audit entries are never changed or removed'; END$$""",
    """CREATE TRIGGER people_auditentry_stays BEFORE UPDATE OR DELETE ON people_auditentry
    FOR EACH ROW EXECUTE FUNCTION people_auditentry_stays()""",
    """CREATE TRIGGER people_auditentry_is_whole BEFORE TRUNCATE ON people_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION people_auditentry_stays()""",
]


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
