"""The portal's content as files: readable YAML, both languages of a text side by side."""
