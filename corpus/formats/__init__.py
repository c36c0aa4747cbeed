"""One file a format: from bytes to a ParsedDocument. `registry` lists them."""
