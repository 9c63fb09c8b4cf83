"""The forms of images and documents; named in the settings."""

import logging
from functools import cached_property
from pathlib import Path

import PIL.Image
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from portal import languages
from portal.forms.translators import KeepsToLanguages
from portal.models.media import BROKEN
from portal.parity.judging import judge_all
from portal.parity.memory import recall
from portal.texts import column, is_there
from portal.uploads import check_document

logger = logging.getLogger(__name__)


class TranslatedRow(BoundField):
    """A text in every language side by side, which Wagtail's templates of forms take for one field."""

    errors = ()  # they stand below the languages
    id_for_label = ""

    def __init__(self, form, name):
        self.model_field = form.instance._meta.get_field(name)
        heading = capfirst(self.model_field.verbose_name)
        field = forms.Field(required=False, label=heading, help_text=self.model_field.help_text)
        super().__init__(form, field, name)

    def as_widget(self, *_args, **_kwargs):
        return render_to_string("portal/editor/translated_row.html", {"row": self})

    def columns(self):
        """Return for each language its field, if this person has one, its text, and how that stands."""
        states = self.form.states.get(self.name, {})
        return [
            {
                "code": code,
                "language": languages.name_of(code),
                "field": self.form[name] if (name := column(self.name, code)) in self.form.fields else None,
                "text": self.form.instance.in_language(self.name, code),
                "state": states.get(code),
            }
            for code in languages.codes()
        ]


class DescribedForm(forms.Form):
    """The form of a file: a row for each text, a column for each language.

    Where no language was given a title, each takes the name that an upload sends as ``title``.
    """

    title = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {
            column(name, code): (name, code)
            for name in self.instance.translated_fields()
            for code in languages.codes()
        }
        for name, (_text, code) in self.rows.items():
            self.fields[name].label = languages.name_of(code)
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs["lang"] = code

    def __iter__(self):
        shown = set()
        for name in self.fields:
            text, _code = self.rows.get(name, (None, None))
            if text is None:
                yield self[name]
            elif text not in shown:
                shown.add(text)
                yield TranslatedRow(self, text)

    @cached_property
    def states(self):
        """How each text stands, where a page has several forms; of one alone, the side panel tells."""
        if not self.prefix or not self.instance.pk:
            return {}
        memory = recall([self.instance])[self.instance.pk]
        return {judged.passage.path[0]: judged.states for judged in judge_all(self.instance, memory)}

    def clean(self):
        cleaned_data = super().clean()
        names = [column("title", code) for code in languages.codes()]
        titles = [
            cleaned_data.get(name) if name in self.fields else getattr(self.instance, name) for name in names
        ]
        if not any(map(is_there, titles)):
            file = cleaned_data.get("file") or self.instance.file
            named = cleaned_data.get("title") or Path(file.name).stem if file else ""
            cleaned_data |= {name: named[:255] for name in names if name in self.fields}
        return cleaned_data

    def _post_clean(self):
        """Store a new file, now that all else is right, while the form can still say that it failed."""
        super()._post_clean()
        if "file" in self.changed_data and not self.errors:
            try:
                self.instance.store_file()
            except OSError:
                logger.exception("a file that was uploaded is not stored")
                said = _("This file cannot be stored at the moment. Choose it again in a few minutes.")
                self.add_error("file", said)


class ImageForm(KeepsToLanguages, DescribedForm, BaseImageForm):
    """The form of an image."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.to_python = _refusing_damage(field.to_python)
        for name, (text, _code) in self.rows.items():
            if text == "description" and (field := self.fields.get(name)):
                field.widget = AdminAutoHeightTextInput(attrs=field.widget.attrs)

    # a file that is the same as before may be lost, and Django would read it to set and to check it

    def clean_file(self):
        return self.cleaned_data["file"] if "file" in self.changed_data else None

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | ({"file"} - {*self.changed_data})

    def save(self, commit=True):
        """Save in one transaction: the sizes of a new file are made once those of the old one are gone."""
        with transaction.atomic():
            return super().save(commit)


def _refusing_damage(to_python):
    """Return what reads an uploaded picture and refuses one that cannot be shown, rather than store it."""

    def read(data):
        try:
            if file := to_python(data):
                with PIL.Image.open(file) as picture:
                    picture.load()
                file.seek(0)
        except BROKEN as error:
            raise ValidationError(_("This picture is damaged. Choose another file.")) from error
        return file

    return read


class DocumentForm(KeepsToLanguages, DescribedForm, BaseDocumentForm):
    """The form of a document."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_document(file)
        return file
