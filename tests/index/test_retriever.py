"""The search as a LangChain retriever."""

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from tiny import tiny_library, tiny_searcher

from index.retriever import PassageRetriever

QUESTION = "do they have to knock before they come in"


@pytest.fixture(scope="module")
def retriever(tmp_path_factory, encoder):
    folder = tmp_path_factory.mktemp("retriever")
    return PassageRetriever(searcher=tiny_searcher(tiny_library(folder), encoder, folder / "data"), limit=2)


def test_it_is_a_retriever_that_gives_as_many_documents_as_asked_for(retriever):
    assert isinstance(retriever, BaseRetriever)
    assert retriever.invoke(QUESTION)[0].page_content == "knock before they enter"
    assert len(retriever.invoke(QUESTION)) == 2
    assert retriever.batch([QUESTION])[0] == retriever.invoke(QUESTION)


def test_a_document_says_where_its_words_stand(retriever):
    document = retriever.invoke(QUESTION)[0]
    source = retriever.searcher.build.library.document(document.metadata["document"])
    assert source.text[document.metadata["start"] : document.metadata["end"]] == document.page_content
    assert document.id == f"doors:{document.metadata['start']}-{document.metadata['end']}"
    assert document.metadata["lead_in"] == "Inspectors will:"
    assert (document.metadata["kind"], document.metadata["binds"]) == ("other", "inspector")
    assert (document.metadata["status"], document.metadata["superseded_by"]) == ("unknown", "")
    assert isinstance(document.metadata["score"], float)


def test_it_works_in_a_chain(retriever):
    def shown(given):
        return f"{given['question']} {given['context'][0].page_content}"

    chain = {"context": retriever, "question": RunnablePassthrough()} | RunnableLambda(shown)
    assert chain.invoke(QUESTION) == f"{QUESTION} knock before they enter"
