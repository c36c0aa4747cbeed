"""Retrieval: embeddings, BM25, rankings, and the builds that hold them."""
