"""All settings, read once from the environment."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import AssistantError
from corpus.paths import OUR_DOCUMENTS, OUR_NOTES, ROOT


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
    encoder: str = Field(
        "packaged",
        description="Embedding model: `packaged`, or the name or folder of any sentence-transformers model "
        "that is already on this machine.",
    )
    host: str = Field("127.0.0.1", description="Address the page is served on. Only this machine by default.")
    port: int = Field(7860, ge=0, le=65535, description="Port the page is served on; 0 takes any free one.")
    at_once: int = Field(2, ge=1, description="Questions that are worked on at the same time.")
    waiting: int = Field(64, ge=1, description="Questions that may wait; one more is asked to try again.")

    @property
    def documents_open(self) -> bool:
        """Whether documents may be added and removed on the page."""
        alone = self.host in {"127.0.0.1", "localhost", "::1"}
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
