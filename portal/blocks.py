"""Blocks of page bodies: the structure stands once, each text in every language."""

from copy import copy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from portal import languages, rich_text
from portal.texts import Text


class BodyField(StreamField):
    """A stream field that stores clean rich text.

    Its migrations do not repeat its blocks, and so name no language.
    """

    def get_prep_value(self, value):
        return rich_text.clean_block(self.stream_block, super().get_prep_value(value))

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class ProseTextBlock(blocks.RichTextBlock):
    """Rich text in one language, clean whoever wrote it into the database.

    Readers are shown no other, and the editor could not open all of it.
    """

    def to_python(self, value):
        return super().to_python(rich_text.clean(value) if isinstance(value, str) else "")

    def value_for_form(self, value):
        return rich_text.clean(super().value_for_form(value))


class TranslatedValue(blocks.StructValue):
    """A text in every language; printed, it is the :class:`~portal.texts.Text` to show."""

    @property
    def text(self):
        return Text.choose(self)

    def __bool__(self):
        return bool(self.text)

    def __str__(self):
        return str(self.text)

    def __html__(self):
        return self.text.__html__()


class TranslatedBlock(blocks.StructBlock):
    """One text in every language of the portal: ``{"fr": …, "en": …}``, shown side by side."""

    child_block_class = blocks.CharBlock
    child_options = {}

    def __init__(self, local_blocks=None, **kwargs):
        children = []
        for code, name in settings.LANGUAGES:
            attrs = {"lang": code, "data-text-language": code}
            child = self.child_block_class(required=False, label=name, form_attrs=attrs, **self.child_options)
            if not issubclass(self.child_block_class, blocks.RichTextBlock):
                child.field.widget.attrs["lang"] = code
            children.append((code, child))
        super().__init__(children, **kwargs)

    def render_basic(self, value, context=None):
        return value.__html__()

    class Meta:
        value_class = TranslatedValue
        form_classname = "struct-block translated"


class LineBlock(TranslatedBlock):
    """A line of text without markup."""


class HeadingBlock(LineBlock):
    """What heads a section; its anchor is alike in every language, so that the switch keeps the place."""

    def get_context(self, value, parent_context=None):
        text = Text.choose(value, languages.default())
        anchor = f"s-{languages.slug_of(text.value, text.language)}"
        return super().get_context(value, parent_context) | {"anchor": anchor}

    class Meta:
        icon = "title"
        template = "components/heading.html"


class LinesBlock(TranslatedBlock):
    """Some lines of text without markup."""

    child_block_class = blocks.TextBlock
    child_options = {"rows": 3}


class ProseBlock(TranslatedBlock):
    """Text with emphasis and links."""

    child_block_class = ProseTextBlock
    child_options = {"features": rich_text.FEATURES}


class PictureBlock(ImageChooserBlock):
    """A picture of the library, read with the sizes in which it is there."""

    def bulk_to_python(self, values):
        pictures = self.model_class.objects.annotate(read_sizes=self.model_class.read_sizes.rows())
        found = pictures.in_bulk(values)
        return [copy(found.get(value)) for value in values]  # as Wagtail has it, each an object of its own


class FigureBlock(blocks.StructBlock):
    """A picture with a caption; its alternative text and credit are the picture's own."""

    image = PictureBlock(label=_("Image"))
    caption = LineBlock(label=_("Caption"))

    class Meta:
        icon = "image"
        template = "components/figure.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words and who said them."""

    text = LinesBlock(label=_("Quote"))
    source = LineBlock(label=_("Source"))

    class Meta:
        icon = "openquote"
        template = "components/quote.html"


class KeyFigureBlock(blocks.StructBlock):
    """A number, as each language writes it, and what it counts."""

    figure = LineBlock(label=_("Number"))
    label = LineBlock(label=_("What it counts"))

    class Meta:
        icon = "order"
        label = _("Key figure")
        template = "components/key_figure.html"


class KeyFiguresBlock(blocks.ListBlock):
    """Some numbers, shown large."""

    def __init__(self, **kwargs):
        super().__init__(KeyFigureBlock(), **kwargs)

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {"figures": value.bound_blocks}

    class Meta:
        icon = "order"
        template = "components/key_figures.html"


class CalloutBlock(blocks.StructBlock):
    """Something to notice beside the text."""

    title = LineBlock(label=_("Title"))
    text = ProseBlock(label=_("Text"))

    class Meta:
        icon = "info-circle"
        template = "components/callout.html"


class RowBlock(blocks.ListBlock):
    """The cells of one row of a table."""

    def __init__(self, **kwargs):
        super().__init__(LineBlock(label=_("Cell")), **kwargs)


class CheckedBlock(blocks.StructBlock):
    """A block whose parts must go together; editor and content files ask :meth:`check_value`."""

    def clean(self, value):
        value = super().clean(value)
        self.check_value(value)
        return value

    def check_value(self, value):
        """Check the parts; what is chosen may be given by its primary key.

        :raises StructBlockValidationError: at the part that does not fit
        """
        raise NotImplementedError


class TableBlock(CheckedBlock):
    """A table with a row of headings; a cell holds its text in every language."""

    caption = LineBlock(label=_("Caption"))
    headings = RowBlock(label=_("Headings"))
    rows = blocks.ListBlock(RowBlock(label=_("Row")), label=_("Rows"))

    def check_value(self, value):
        width = len(value["headings"])
        if any(len(row) != width for row in value["rows"]):
            raise StructBlockValidationError(
                block_errors={
                    "rows": ValidationError(
                        _("Each row needs as many cells as there are headings: %(width)s.") % {"width": width}
                    )
                }
            )

    class Meta:
        icon = "table"
        template = "components/table.html"


class LinkBlock(CheckedBlock):
    """A link to a page of the portal or to an address elsewhere."""

    label = LineBlock(label=_("Label"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.URLBlock(required=False, label=_("Address elsewhere"))

    def check_value(self, value):
        if bool(value["page"]) == bool(value["url"]):
            message = ValidationError(_("Choose a page or write an address: one of the two."))
            raise StructBlockValidationError(block_errors={"page": message})

    class Meta:
        icon = "link"
        label = _("Link")
        template = "components/link.html"


class DocumentBlock(DocumentChooserBlock):
    """A file to download."""

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "components/document.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = HeadingBlock(label=_("Heading"))
    paragraph = ProseBlock(label=_("Paragraph"), icon="pilcrow")
    list = blocks.ListBlock(
        LineBlock(label=_("Item")),
        label=_("List"),
        icon="list-ul",
        template="components/list.html",
    )
    figure = FigureBlock(label=_("Figure"))
    quote = QuoteBlock(label=_("Quote"))
    key_figures = KeyFiguresBlock(label=_("Key figures"))
    documents = blocks.ListBlock(
        DocumentBlock(),
        label=_("Documents"),
        icon="doc-full",
        template="components/documents.html",
    )
    callout = CalloutBlock(label=_("Call-out"))
    table = TableBlock(label=_("Table"))
