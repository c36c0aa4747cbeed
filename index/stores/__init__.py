"""Where embeddings are kept: one file an engine."""
