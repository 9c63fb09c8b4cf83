"""Panels of the editor that show a text in every language side by side."""

from django.forms import Textarea
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput

from portal import languages
from portal.texts import column


class _InLanguage:
    """A field panel for one language of a text: named after it, its input marked with it."""

    read_only_output_template_name = "portal/editor/read_only.html"

    def __init__(self, field_name, *args, code, **kwargs):
        self.code = code
        super().__init__(field_name, *args, **kwargs)

    def clone_kwargs(self):
        return super().clone_kwargs() | {"code": self.code}

    def get_comparison_class(self):
        """Return Wagtail's comparison for the field, which names its language too."""
        name = capfirst(self.db_field.translated_field.verbose_name)
        label = f"{name} – {languages.name_of(self.code)}"
        return type("Comparison", (super().get_comparison_class(),), {"field_label": lambda _self: label})

    class BoundPanel:
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            if self.form is not None and not self.bound_field and "data-text-language" in self.panel.attrs:
                self.read_only = True  # another language, for a translator to read
                self.heading, self.help_text = languages.name_of(self.panel.code), ""
            if self.bound_field:
                self.heading = self.bound_field.label = languages.name_of(self.panel.code)
                self.help_text = self.bound_field.help_text = ""
                widget = self.bound_field.field.widget
                widget.attrs["lang"] = self.panel.code
                if isinstance(widget, Textarea):
                    widget.attrs["rows"] = 4


class LanguageFieldPanel(_InLanguage, FieldPanel):
    class BoundPanel(_InLanguage.BoundPanel, FieldPanel.BoundPanel):
        pass


class LanguageTitlePanel(_InLanguage, TitleFieldPanel):
    class BoundPanel(_InLanguage.BoundPanel, TitleFieldPanel.BoundPanel):
        pass


class TranslatedPanel(FieldRowPanel):
    """One text as one row, one column a language, headed by the field's own name."""

    def __init__(self, field_name, children, **kwargs):
        self.field_name = field_name
        kwargs.setdefault("classname", "translated")
        super().__init__(children, **kwargs)

    def clone_kwargs(self):
        return super().clone_kwargs() | {"field_name": self.field_name}

    def on_model_bound(self):
        super().on_model_bound()
        field = self.model._meta.get_field(self.field_name)
        self.heading = self.heading or capfirst(field.verbose_name)
        self.help_text = self.help_text or field.help_text


def translated(field_name, **kwargs):
    """Return a row of panels for a text, a column for each language of the portal."""
    return TranslatedPanel(
        field_name,
        [
            LanguageFieldPanel(column(field_name, code), code=code, attrs=_marks(code))
            for code in languages.codes()
        ],
        **kwargs,
    )


def _marks(code):
    """Return the attributes by which the editor's script finds the text of a language in its row."""
    return {"data-text-language": code}


def choice_of_languages(field_name):
    """Return the row with which editors choose languages: true or false for each."""
    return TranslatedPanel(
        field_name,
        [LanguageFieldPanel(column(field_name, code), code=code) for code in languages.codes()],
        classname="translated translated--choice",
        help_text=_(
            "Untick a language to publish without it. Readers of that language then find a notice, and menus "
            "and lists leave this out."
        ),
    )


def translated_title(field_name):
    """Return the row for a page's title; typing one fills the slug of its language."""
    return TranslatedPanel(
        field_name,
        [
            LanguageTitlePanel(
                column(field_name, code),
                code=code,
                targets=[column("slug", code)],
                placeholder=False,
                attrs=_marks(code),
            )
            for code in languages.codes()
        ],
    )


def translated_slug(field_name):
    """Return the row for a page's slug, made by the same rules as on the server."""
    return TranslatedPanel(
        field_name,
        [
            LanguageFieldPanel(
                column(field_name, code),
                code=code,
                widget=SlugInput(locale=code, formatters=languages.rules(code).SLUG_FOLDS),
            )
            for code in languages.codes()
        ],
        help_text=_("Left empty, an address is made from the title."),
    )
