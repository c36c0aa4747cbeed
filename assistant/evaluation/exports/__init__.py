"""A run in other people's forms: one file a form."""
