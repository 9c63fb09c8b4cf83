"""The forms of images and documents; named in the settings."""

from pathlib import Path

from django import forms
from django.utils.text import capfirst
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from portal import languages
from portal.forms.translators import KeepsToLanguages
from portal.texts import column


class NamedByFile(forms.Form):
    """Takes the name that an upload sends as ``title`` where no language was given one."""

    title = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.instance.translated_fields():
            label = capfirst(self.instance._meta.get_field(name).verbose_name)
            for code in languages.codes():
                if field := self.fields.get(column(name, code)):
                    field.label = f"{label} – {languages.name_of(code)}"

    def clean(self):
        cleaned_data = super().clean()
        names = [column("title", code) for code in languages.codes()]
        if not any(cleaned_data.get(name) for name in names):
            file = cleaned_data.get("file") or self.instance.file
            named = cleaned_data.get("title") or Path(file.name).stem if file else ""
            cleaned_data[column("title", languages.current())] = named[:255]
        return cleaned_data


class ImageForm(KeepsToLanguages, NamedByFile, BaseImageForm):
    """The form of an image."""


class DocumentForm(KeepsToLanguages, NamedByFile, BaseDocumentForm):
    """The form of a document."""
