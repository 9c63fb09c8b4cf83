"""Areas, projects and their participants."""

import django.db.models.deletion
import django_countries.fields
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import portal.bilingual
import portal.blocks
import portal.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("portal", "0004_media_and_pages"),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "introduction_fr",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                (
                    "introduction_en",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                ("body", portal.blocks.BodyField([], blank=True, verbose_name="body")),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portal.portalimage",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "cooperation area",
                "verbose_name_plural": "cooperation areas",
            },
            bases=("portal.basepage",),
        ),
        migrations.CreateModel(
            name="ProjectPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                (
                    "introduction_fr",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                (
                    "introduction_en",
                    models.TextField(blank=True, null=True, verbose_name="introduction"),
                ),
                ("body", portal.blocks.BodyField([], blank=True, verbose_name="body")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("ongoing", "Ongoing"), ("closed", "Closed")],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("period", portal.dates.PeriodField(blank=True, max_length=21, verbose_name="period")),
                (
                    "programme",
                    models.CharField(blank=True, max_length=255, verbose_name="programme"),
                ),
                (
                    "programme_fr",
                    models.CharField(blank=True, max_length=255, null=True, verbose_name="programme"),
                ),
                (
                    "programme_en",
                    models.CharField(blank=True, max_length=255, null=True, verbose_name="programme"),
                ),
                (
                    "key_figures",
                    portal.blocks.BodyField([], blank=True, verbose_name="key figures"),
                ),
                (
                    "resources",
                    portal.blocks.BodyField([], blank=True, verbose_name="documents and links"),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portal.portalimage",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
            },
            bases=("portal.basepage",),
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("co_funder", "Co-funder"),
                            ("partner", "Partner"),
                        ],
                        default="partner",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "country",
                    django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country"),
                ),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="organisation")),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=255, null=True, verbose_name="organisation"),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=255, null=True, verbose_name="organisation"),
                ),
                (
                    "project",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="cooperation.projectpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("country", ""), _negated=True),
                        fields=("project", "role", "country"),
                        name="country_once_per_role",
                        violation_error_message="This country already has that role in the project.",
                    )
                ],
            },
            bases=(portal.bilingual.Bilingual, models.Model),
        ),
    ]
