from django.db import migrations

from alliance.audit.kept import KeepTrail


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]

    operations = [KeepTrail()]
