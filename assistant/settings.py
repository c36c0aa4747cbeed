"""All settings, read once from the environment."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import AssistantError
from corpus.paths import GOVUK, OUR_DOCUMENTS, OUR_NOTES, ROOT


class Settings(BaseSettings):
    """Where the texts are, where their index is kept, what reads them, and where the page is served."""

    # An empty variable is one that is not set: an empty host would listen to the whole network.
    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, env_ignore_empty=True)

    corpus: Path = Field(OUR_DOCUMENTS, description="Folder of documents to answer from.")
    notes: Path | None = Field(
        None,
        description="Folder of editorial notes. Left empty: `corpus/notes` for our own documents, none for others.",
    )
    data: Path = Field(ROOT / ".data", description="Folder that holds added documents and the built indexes.")
    documents: Literal["local", "open", "closed"] = Field(
        "local",
        description="Who may add and remove documents on the page: `local`, whoever sits at this machine, while the "
        "page is served to it alone; `open`, everybody who reaches the page; `closed`, nobody.",
    )
    chroma: str | None = Field(
        None, description="Address of a Chroma server that holds the index for many, such as `http://host:8000`."
    )
    chroma_token: SecretStr | None = Field(
        None, description="What the Chroma server, or the proxy before it, asks for."
    )
    chroma_tenant: str = Field("default_tenant", description="Tenant on the Chroma server.")
    chroma_database: str = Field("default_database", description="Database on the Chroma server.")
    encoder: str = Field(
        "packaged",
        description="Embedding model: `packaged`, or the name or folder of any sentence-transformers model "
        "that is already on this machine. Another than `packaged` needs `python -m index.learned.train --encoder NAME` "
        "first, with the same name.",
    )
    network: bool = Field(
        True,
        description="Whether GOV.UK may be asked when somebody says `update` or adds a page by its address. Nothing "
        "else ever uses the network.",
    )
    govuk: str = Field(
        GOVUK,
        pattern=r"^(https://www\.gov\.uk|http://127\.0\.0\.1:\d+)$",
        description="Where pages of GOV.UK are asked for: there, or at a test server on this machine.",
    )
    unchecked_after: int = Field(
        90, ge=1, description="Days after which guidance in force that nobody looked up again says so."
    )
    host: str = Field("127.0.0.1", description="Address the page is served on. Only this machine by default.")
    port: int = Field(7860, ge=0, le=65535, description="Port the page is served on; 0 takes any free one.")
    public_url: str | None = Field(
        None, description="Address that readers know the page by behind a proxy, such as `https://name/path`."
    )
    passphrase_hash: str | None = Field(
        None, description="Signs readers in by a passphrase; what `python -m assistant passphrase` prints."
    )
    identity_header: str | None = Field(
        None,
        description="Header in which a proxy names who is signed in, such as `X-Remote-User`; nobody else comes in.",
    )
    workers: int = Field(
        1, ge=1, le=64, description="Processes that answer, on Linux; more than processors gain nothing."
    )
    at_once: int = Field(2, ge=1, description="Questions that are worked on at the same time.")
    waiting: int = Field(
        256, ge=1, description="Questions that may wait; one more is asked to come again in 3 seconds."
    )
    rate: str | None = Field(
        None, description="Most questions of one client, such as `30/minute`; left empty: no limit."
    )
    log: Literal["none", "text", "json"] = Field(
        "none", description="A line on standard error for each question, without its words: `none`, `text` or `json`."
    )
    metrics: bool = Field(False, description="Whether `/metrics` is open, for Prometheus.")
    mcp: bool = Field(False, description="Whether `/mcp` is open, with tools for assistants elsewhere.")
    stop_within: float = Field(
        10.0, ge=0, description="Seconds in which questions are still answered once it is to stop."
    )

    model: str | None = Field(
        None,
        description="Language model that words what is quoted, such as `ollama:qwen3:8b`. Left empty: none.",
    )
    model_url: str | None = Field(
        None, description="Address of the model's server, where it is not its provider's own."
    )
    model_seconds: float = Field(
        30.0, gt=0, le=600, description="Seconds that a wording may take before it is given up."
    )

    @property
    def documents_open(self) -> bool:
        """Whether documents may be added and removed on the page."""
        alone = self.host in {"127.0.0.1", "localhost", "::1"} and not self.public_url  # else a proxy lets others in
        return self.documents == "open" or (self.documents == "local" and alone)

    @property
    def notes_folder(self) -> Path | None:
        """The notes that belong to the documents: ours were written for ours alone."""
        if self.notes:
            return self.notes
        return OUR_NOTES if self.corpus.resolve() == OUR_DOCUMENTS else None


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, with those given in place of its own. Raises AssistantError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"]).upper()
        raise AssistantError(
            f"ASSISTANT_{name}", f"“{fault['input']}” cannot be used ({fault['msg']})", "See docs/settings.md"
        ) from error
