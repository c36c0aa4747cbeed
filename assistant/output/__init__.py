"""An Answer becomes text for a terminal or JSON for a program."""
