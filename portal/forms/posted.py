"""Blocks as a form sends them: what no form of the editor's would send fails nobody.

Wagtail trusts the numbers that come with each block; with two alike, or none, it answers with a failure.
"""

from functools import wraps

from wagtail.blocks import ListBlock, StreamBlock


def guard():
    """Have Wagtail read lists of blocks with numbers that are in order."""
    for block in (StreamBlock, ListBlock):
        block.value_from_datadict = _in_order(block.value_from_datadict)


def _in_order(read):
    @wraps(read)
    def in_order(block, data, files, prefix):
        return read(block, _numbered(data, prefix), files, prefix)

    return in_order


def _numbered(data, prefix):
    """Return what was sent: as it is, if each block of a list has a place of its own, else numbered anew."""
    said, sent = data.get(f"{prefix}-count", ""), []
    count = int(said) if _is_number(said) else None
    while len(sent) != count:
        if not any(f"{prefix}-{len(sent)}-{part}" in data for part in ("type", "order")):
            break  # no more than are there, whatever was said
        sent.append(data.get(f"{prefix}-{len(sent)}-order", ""))
    if len(sent) == count and all(map(_is_number, sent)) and len(set(map(int, sent))) == count:
        return data
    numbers = [int(each) if _is_number(each) else len(sent) for each in sent]
    places = {index: place for place, index in enumerate(sorted(range(len(sent)), key=numbers.__getitem__))}
    data = data.copy()
    data[f"{prefix}-count"] = str(len(sent))
    for index, place in places.items():
        data[f"{prefix}-{index}-order"] = str(place)
        data.setdefault(f"{prefix}-{index}-deleted", "")
        data.setdefault(f"{prefix}-{index}-type", "")
    return data


def _is_number(said):
    return isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10
