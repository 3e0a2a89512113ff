import alliance.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='KeyCheck',
            fields=[
                ('version', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('sealed', alliance.vault.fields.WrappedKeyField()),
            ],
        ),
    ]
