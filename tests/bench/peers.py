"""The retrievers that are compared: ours, and others, each set up as its own documentation has it.

All of them embed with our encoder. Their libraries are imported when one is made, since only
`make bench-quality` installs them: `tests/peers.lock` lists them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.matching import wording_of
from index.build import Build
from index.encoder import Encoder
from index.learned import readings
from index.learned.answerability import read_answerability
from index.search import Searcher


@dataclass(frozen=True)
class Text:
    """A source text, or a part of one that is a unit of its own."""

    source: str  # the id of the source text
    words: str


@dataclass(frozen=True)
class Found:
    """A unit that a retriever gives, best first."""

    text: Text
    score: float


class Retriever(Protocol):
    """The protocol of a retriever that is measured."""

    name: str
    shown: int  # how many units it gives unless it is asked for another number

    def search(self, question: str, limit: int) -> list[Found]:
        """The best units, best first."""

    def sureness(self, question: str, found: Sequence[Found]) -> float:
        """Its confidence that what it has found answers, by which AUROC is measured."""

    @contextmanager
    def without(self, source: str) -> Iterator["Retriever"]:
        """The same retriever with one source text taken out of its index."""


class KnownTexts:
    """An encoder that keeps the embeddings of texts it has met, so that a retriever made anew costs little."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._rows: dict[str, Any] = {}

    def encode(self, texts: list[str]) -> Any:
        unknown = [text for text in dict.fromkeys(texts) if text not in self._rows]
        if unknown:
            self._rows.update(zip(unknown, self._encoder.encode(unknown), strict=True))
        return np.stack([self._rows[text] for text in texts])


class Ours:
    """The search of this project; its confidence is how likely it is that some passage answers."""

    name = "Inspection Assistant"
    shown = 4  # as index/retriever.py has it

    def __init__(self, build: Build, encoder: Encoder) -> None:
        self._encoder = encoder
        model, weights = readings.load(readings.FITTED, encoder.name), read_answerability(encoder.name)
        self._searcher = Searcher(build, encoder, model, weights, build.library.notes)
        self._ranking = lru_cache(maxsize=1)(self._searcher.search)

    def search(self, question: str, limit: int) -> list[Found]:
        hits = self._ranking(question).hits[:limit]
        return [Found(Text(hit.passage.document.id, wording_of(hit.passage)), hit.score) for hit in hits]

    def sureness(self, question: str, found: Sequence[Found]) -> float:
        own = not self._searcher.build.library.notes.of_passages
        return found[0].score if own and found else self._ranking(question).covered

    @contextmanager
    def without(self, source: str) -> Iterator[Retriever]:
        build = self._searcher.build
        documents = tuple(document for document in build.library.documents if document.id != source)
        library = replace(build.library, documents=documents)
        kept = [n for n, passage in enumerate(build.library.passages) if passage.document.id != source]
        yield Ours(replace(build, library=library, vectors=build.vectors[kept]), self._encoder)


class Peer:
    """The base of the other retrievers: their best score is their confidence."""

    def sureness(self, question: str, found: Sequence[Found]) -> float:  # noqa: ARG002 - ours goes by it
        return found[0].score if found else 0.0


class Vectors(Peer):
    """A peer that compares embeddings only, so that a unit's score does not depend on the other units."""

    name: str
    shown: int
    _masked = ""

    def _nearest(self, question: str, limit: int) -> list[Found]:
        raise NotImplementedError

    def search(self, question: str, limit: int) -> list[Found]:
        # A source text gives a few units at most; those of the one taken out are passed over.
        more = limit + (20 if self._masked else 0)
        return [found for found in self._nearest(question, more) if found.text.source != self._masked][:limit]

    @contextmanager
    def without(self, source: str) -> Iterator[Retriever]:
        self._masked = source
        yield self
        self._masked = ""


class LangChainTutorial(Vectors):
    """Chunks of 1,000 characters, 200 shared; Chroma; the 4 nearest."""

    name = "LangChain tutorial"
    shown = 4

    def __init__(self, texts: Sequence[Text], encoder: Encoder, folder: Path | None = None) -> None:
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        from index.stores.chroma import EncoderEmbeddings

        there = folder is not None and folder.is_dir()
        self.store = Chroma(
            "tutorial",
            embedding_function=EncoderEmbeddings(encoder),
            persist_directory=str(folder) if folder else None,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        if not there:
            splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
            documents = [Document(text.words, metadata={"source": text.source}) for text in texts]
            self.store.add_documents(splitter.split_documents(documents))

    def _nearest(self, question: str, limit: int) -> list[Found]:
        found = self.store.similarity_search_with_score(question, k=limit)
        return [Found(Text(chunk.metadata["source"], chunk.page_content), 1 - distance) for chunk, distance in found]


class LlamaIndexDefault(Vectors):
    """VectorStoreIndex.from_documents(...).as_retriever(): its own splitter and its own number of results."""

    name = "LlamaIndex"
    shown = 2

    def __init__(self, texts: Sequence[Text], encoder: Encoder) -> None:
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding

        class OurEmbedding(BaseEmbedding):  # type: ignore[misc]  # its library is in an environment of its own
            def _get_query_embedding(self, query: str) -> list[float]:
                return list(map(float, encoder.encode([query])[0]))

            def _get_text_embedding(self, text: str) -> list[float]:
                return list(map(float, encoder.encode([text])[0]))

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return [list(map(float, row)) for row in encoder.encode(texts)]

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

        documents = [Document(text=text.words, id_=text.source) for text in texts]
        self._index = VectorStoreIndex.from_documents(documents, embed_model=OurEmbedding())

    def _nearest(self, question: str, limit: int) -> list[Found]:
        found = self._index.as_retriever(similarity_top_k=limit).retrieve(question)
        return [Found(Text(node.node.ref_doc_id, node.node.get_content()), node.score) for node in found]


class TxtaiHybrid(Peer):
    """Embeddings(hybrid=True, content=True) over paragraphs, as txtai's own Segmentation splits them."""

    name = "txtai hybrid"
    shown = 3

    def __init__(self, texts: Sequence[Text], encoder: Encoder) -> None:
        from txtai import Embeddings
        from txtai.pipeline import Segmentation

        self._texts, self._encoder = texts, encoder
        paragraphs = Segmentation(paragraphs=True)
        self._units = [Text(text.source, part) for text in texts for part in paragraphs(text.words)]
        self._embeddings = Embeddings(
            method="external", transform=lambda words: encoder.encode(list(words)), hybrid=True, content=True
        )
        self._embeddings.index([(n, unit.words, None) for n, unit in enumerate(self._units)])

    def search(self, question: str, limit: int) -> list[Found]:
        found = self._embeddings.search(question, limit)
        return [Found(self._units[int(each["id"])], each["score"]) for each in found]

    @contextmanager
    def without(self, source: str) -> Iterator[Retriever]:
        yield TxtaiHybrid([text for text in self._texts if text.source != source], self._encoder)


class WordsAlone(Peer):
    """bm25s as its README has it, with English stop words, over the same passages as ours."""

    name = "bm25s"
    shown = 10

    def __init__(self, passages: Sequence[Text]) -> None:
        import bm25s

        self._passages = passages
        self._tokenized: Callable[[str | list[str]], Any] = partial(bm25s.tokenize, stopwords="en", show_progress=False)
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokenized([each.words for each in passages]), show_progress=False)

    def search(self, question: str, limit: int) -> list[Found]:
        asked, most = self._tokenized(question), min(limit, len(self._passages))
        numbers, scores = self._bm25.retrieve(asked, k=most, show_progress=False)
        return [Found(self._passages[n], float(score)) for n, score in zip(numbers[0], scores[0], strict=True)]

    @contextmanager
    def without(self, source: str) -> Iterator[Retriever]:
        yield WordsAlone([each for each in self._passages if each.source != source])
