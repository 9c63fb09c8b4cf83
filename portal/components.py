"""The page of all components, for whoever works on the look; in development at ``/fr/_components/``.

Blocks are shown with samples made from their own labels, all else with what the portal has.
"""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import translation
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from portal import languages
from portal.blocks import BodyBlock, LinkBlock, ProseBlock, TranslatedBlock
from portal.models import PortalDocument, PortalImage
from portal.notices import NoticeBlock
from portal.sites import site_of
from portal.views import own_addresses

HOW_MANY = 3


def show_components(request):
    """Show every component in the active language."""
    root = site_of(request).root_page.specific
    blocks_to_show = [*BodyBlock().child_blocks.values(), LinkBlock(), NoticeBlock()]
    context = {
        "root": root,
        "blocks": [block.bind(sample(block)) for block in blocks_to_show],
        "turned": (turned := Paginator(range(100), 10).page(4)),
        "pages": turned.paginator.get_elided_page_range(turned.number, on_each_side=1, on_ends=1),
        "own_addresses": own_addresses(request),
    }
    return render(request, "portal/components.html", context)


def sample(block):
    """Return a value of a block: its labels for texts, the first of what is to be chosen."""
    match block:
        case TranslatedBlock():
            return block.to_python({code: _label(block, code) for code in languages.codes()})
        case ImageChooserBlock():
            return PortalImage.objects.first()
        case DocumentChooserBlock():
            return PortalDocument.objects.first()
        case blocks.ListBlock():
            return block.normalize([sample(block.child_block) for _each in range(HOW_MANY)])
        case blocks.StructBlock():
            return block.normalize({name: sample(child) for name, child in block.child_blocks.items()})
        case blocks.URLBlock():
            return "https://example.org/"
    return block.get_default()


def _label(block, code):
    with translation.override(code):
        label = str(block.label)
    return f"<p>{label}</p>" if isinstance(block, ProseBlock) else label
