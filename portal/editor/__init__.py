"""What the portal adds to Wagtail's editor: views, columns, panels and actions."""
