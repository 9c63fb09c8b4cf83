"""What a browser posts from the editor's form, blocks and all."""

from wagtail import blocks
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html
from wagtail.test.utils.wagtail_tests import WagtailTestUtils


def filled(response):
    """Return what the form of a page or snippet would post as it stands: mapping of name to value."""
    data = inputs(response.content)
    form = response.context["form"]
    for name, field in form.fields.items():
        if hasattr(field, "block"):
            data |= nested_form_data({name: _posted(field.block, form[name].value())})
    return data


def inputs(html):
    """Return what the inputs of such a form hold, but for those that scripts add, by name."""
    soup = WagtailTestUtils.get_soup(html)
    for checkbox in soup.find_all("input", type="checkbox", value=False):
        checkbox["value"] = "on"
    data = querydict_from_html(str(soup.select_one("form[data-edit-form]")))
    # a browser leaves out the first line break of a textarea
    data = {name: value.removeprefix("\n") for name, value in data.items() if "__prefix__" not in name}
    return data | nested_form_data({"comments": inline_formset([])})


def _posted(block, value):
    """Return what the inputs of a block hold, nested as their names are."""
    if isinstance(block, blocks.StreamBlock):
        return _items(value, with_type=True)
    if isinstance(block, blocks.ListBlock):
        return _items(value.bound_blocks)
    if isinstance(block, blocks.StructBlock):
        return {name: _posted(child, value.get(name)) for name, child in block.child_blocks.items()}
    shown = block.field.widget.format_value(block.field.prepare_value(block.value_for_form(value)))
    return "" if shown is None else shown


def _items(children, with_type=False):
    items = {}
    for number, child in enumerate(children):
        item = {"deleted": "", "order": str(number), "id": child.id or ""}
        if with_type:
            item["type"] = child.block_type
        items[str(number)] = item | {"value": _posted(child.block, child.value)}
    return {"count": str(len(items)), **items}
