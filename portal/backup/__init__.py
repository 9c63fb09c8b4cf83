"""The portal in a folder: its database, its media, and a manifest that says what both must be."""
