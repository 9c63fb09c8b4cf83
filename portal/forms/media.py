"""The forms of images and documents; named in the settings."""

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from portal import languages
from portal.bilingual import column


class NamedByFile(forms.Form):
    """Takes the name that an upload sends as ``title`` where no language was given one."""

    title = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)

    def clean(self):
        cleaned_data = super().clean()
        names = [column("title", code) for code in languages.codes()]
        if not any(cleaned_data.get(name) for name in names):
            cleaned_data[column("title", languages.current())] = cleaned_data.get("title")
        return cleaned_data


class ImageForm(NamedByFile, BaseImageForm):
    """The form of an image."""


class DocumentForm(NamedByFile, BaseDocumentForm):
    """The form of a document."""
