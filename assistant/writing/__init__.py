"""A language model words what is quoted: one structured call, and only what is proved is kept."""
