"""Content files as text: what is short on one line, the rest below each other."""

import yaml

WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Indents lists, and quotes whatever another YAML program might not take for text."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data):
        return True


def _mapping(dumper, data):
    node = dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)
    short = all(isinstance(value, yaml.ScalarNode) and value.style is None for _key, value in node.value)
    width = sum(len(key.value) + len(value.value) + 4 for key, value in node.value) if short else WIDTH
    node.flow_style = bool(node.value) and short and width < WIDTH - 24
    return node


def _sequence(dumper, data):
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=False)
    short = all(isinstance(item, yaml.ScalarNode) for item in node.value)
    width = sum(len(item.value) + 4 for item in node.value) if short else WIDTH
    node.flow_style = not node.value or short and width < WIDTH - 24
    return node


def _text(dumper, data):
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)


def dumped(rows):
    """Return rows as the text of a content file.

    :param rows: list of mappings with ``model`` and ``fields``
    """
    options = {"allow_unicode": True, "sort_keys": False, "width": WIDTH, "default_flow_style": False}
    return "\n".join(yaml.dump([row], Dumper=_Dumper, **options) for row in rows)
