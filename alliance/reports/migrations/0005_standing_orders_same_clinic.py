from django.db import migrations

from alliance.web.same_clinic import SameClinic


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_standing_orders")]

    operations = [SameClinic("reports_standingorder", "author_id", "people_membership")]
