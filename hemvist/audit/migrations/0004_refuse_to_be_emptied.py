"""The database refuses to empty the log, too: TRUNCATE sets off no trigger of a row."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER audit_event_never_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_never_emptied BEFORE TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""
ALLOW = """
DROP TRIGGER audit_event_never_emptied ON audit_event;
DROP TRIGGER audit_link_never_emptied ON audit_link;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_log_indexes")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
