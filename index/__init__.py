"""Where it is found: embeddings, word matches and the builds that hold them."""
