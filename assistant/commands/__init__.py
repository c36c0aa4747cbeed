"""Everything of the terminal: one file a group of commands."""
