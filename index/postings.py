"""Postings of BM25: for each term the texts that hold it and what it adds to their scores; as files they are mapped."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.files import flush

Terms = Callable[[str], list[str]]
FORMAT = 1


@dataclass(frozen=True)
class Postings:
    """The matrix of terms and texts by columns; a term is known by a hash of it, so that no dictionary is in memory."""

    hashes: NDArray[np.uint64]  # of all terms, ascending
    columns: NDArray[np.int64]  # where the column of the term of each hash is
    starts: NDArray[np.int64]  # of each column in what follows, and the end of the last
    texts: NDArray[np.int32]  # the numbers of the texts that hold the term
    adds: NDArray[np.float32]  # what it adds to the score of each

    def of(self, terms: Sequence[str]) -> list[slice]:
        """Where in `texts` and `adds` each of these terms is; an empty slice for one that no text holds."""
        hashed = _hashed(terms)
        at = np.searchsorted(self.hashes, hashed)
        at[at == len(self.hashes)] = 0
        known = self.hashes[at] == hashed if len(self.hashes) else np.zeros(len(terms), bool)
        columns = self.columns[at[known]]
        spans = iter(zip(self.starts[columns].tolist(), self.starts[columns + 1].tolist(), strict=True))
        return [slice(*next(spans)) if each else slice(0, 0) for each in known.tolist()]


def postings_of(texts: Sequence[str], terms: Terms, *, k1: float = 1.5, b: float = 0.75) -> Postings:
    """The postings of these texts, scored by BM25."""
    found = [terms(text) for text in texts]
    if not any(found):
        none = np.zeros(0, np.int64)
        return Postings(none.astype(np.uint64), none, none, none.astype(np.int32), none.astype(np.float32))
    counted = bm25s.BM25(k1=k1, b=b)
    counted.index(found, show_progress=False)
    hashes = _hashed(counted.vocab_dict)
    columns = np.array(list(counted.vocab_dict.values()), np.int64)
    order = np.argsort(hashes)
    scores = counted.scores
    return Postings(
        hashes[order],
        columns[order],
        np.asarray(scores["indptr"], np.int64),
        np.asarray(scores["indices"], np.int32),
        np.asarray(scores["data"], np.float32),
    )


def kept_postings(folder: Path, texts: Sequence[str], terms: Terms) -> Postings:
    """The same, mapped from the folder, so that processes share them; made there where they are not.

    Where nothing can be kept they are in memory.
    """
    of = _fingerprint(texts, terms)
    if found := _mapped(folder, of):
        return found
    made = postings_of(texts, terms)
    try:
        _keep(made, folder, of)
    except OSError:
        return made
    return _mapped(folder, of) or made


def _hashed(terms: Iterable[str]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(blake2b(term.encode(), digest_size=8).digest() for term in terms), np.uint64)


def _fingerprint(texts: Sequence[str], terms: Terms) -> str:
    digest = hashlib.sha256(json.dumps([FORMAT, bm25s.__version__, terms.__qualname__]).encode())
    for text in texts:
        digest.update(json.dumps(text).encode())
    return digest.hexdigest()


def _keep(postings: Postings, folder: Path, of: str) -> None:
    """Whole or not at all. Raises OSError."""
    aside = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}")
    try:
        aside.mkdir(parents=True)
        for field in fields(postings):
            np.save(aside / f"{field.name}.npy", getattr(postings, field.name), allow_pickle=False)
        (aside / "of.json").write_text(json.dumps({"of": of, "digests": _digests(aside)}), encoding="utf-8")
        flush(aside)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _mapped(folder: Path, of: str) -> Postings | None:
    """What is kept there of these texts; nothing where it is missing, damaged or of others."""
    try:
        told: Any = json.loads((folder / "of.json").read_text(encoding="utf-8"))
        if told != {"of": of, "digests": _digests(folder)}:
            return None
        files = (folder / f"{field.name}.npy" for field in fields(Postings))
        # Plain views of what is mapped: each slice of a memmap makes a memmap, which takes longer than a term's scores.
        return Postings(*(np.asarray(np.load(file, mmap_mode="r", allow_pickle=False)) for file in files))
    except (OSError, ValueError, EOFError, RecursionError):
        return None


def _digests(folder: Path) -> dict[str, str]:
    digests = {}
    for path in sorted(folder.glob("*.npy")):
        with path.open("rb") as file:
            digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests
