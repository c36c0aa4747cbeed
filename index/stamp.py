"""A build's name: a digest of all that made it."""

import hashlib
import json
from collections.abc import Iterable

from index.entries import Entry

# Raised by whoever changes what a build holds, so that older builds are not opened.
FORMAT = 6


def stamp_of(entries: Iterable[Entry], encoder_name: str) -> str:
    """16 hexadecimal digits: the same for the same texts, notes, encoder and format, and for nothing else."""
    digest = hashlib.sha256(json.dumps([FORMAT, encoder_name]).encode())
    for entry in entries:
        digest.update(json.dumps([entry.key, entry.text]).encode())
    return digest.hexdigest()[:16]
