"""The search as a LangChain retriever, for LangChain users' own chains."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.search import Hit, Searcher


class PassageRetriever(BaseRetriever):
    """Retrieves passages as LangChain documents; `page_content` is the verbatim quote."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    limit: int = 4

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain passes it)
    ) -> list[Document]:
        return [_document(hit) for hit in self.searcher.search(query).hits[: self.limit]]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    source = passage.document
    return Document(
        id=passage.key,
        page_content=passage.quote,
        metadata={
            "document": source.id,
            "title": source.title,
            "section": passage.section.path,
            "lead_in": passage.lead_in,
            "kind": str(source.kind),
            "binds": str(passage.binds),
            "publisher": source.publisher,
            "dated": source.dated,
            "status": str(source.status),
            "superseded_by": source.superseded_by,
            "start": passage.span.start,
            "end": passage.span.end,
            "score": hit.score,
        },
    )
