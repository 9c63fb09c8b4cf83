"""Pictures that are decoration; alternative texts under their own name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0009_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="portalimage",
            name="is_decorative",
            field=models.BooleanField(
                default=False,
                help_text="It tells nothing that the text does not: screen readers pass over it.",
                verbose_name="decorative picture",
            ),
        ),
        migrations.AlterField(
            model_name="portalimage",
            name="description",
            field=models.CharField(
                help_text="What somebody who does not see the picture has to know of it.",
                max_length=255,
                verbose_name="alternative text",
            ),
        ),
        migrations.AlterField(
            model_name="portalimage",
            name="description_en",
            field=models.CharField(
                help_text="What somebody who does not see the picture has to know of it.",
                max_length=255,
                null=True,
                verbose_name="alternative text",
            ),
        ),
        migrations.AlterField(
            model_name="portalimage",
            name="description_fr",
            field=models.CharField(
                help_text="What somebody who does not see the picture has to know of it.",
                max_length=255,
                null=True,
                verbose_name="alternative text",
            ),
        ),
    ]
