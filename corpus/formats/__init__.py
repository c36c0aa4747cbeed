"""One file a format: from bytes to a Reading. `registry` lists them."""
