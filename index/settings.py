"""What shapes an index, read once from the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
OUR_DOCUMENTS = ROOT / "corpus" / "documents"
OUR_NOTES = ROOT / "corpus" / "notes"


class IndexSettings(BaseSettings):
    """Where the texts are, where their index is kept, and what reads them."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True)

    corpus: Path = Field(OUR_DOCUMENTS, description="Folder of Markdown or text documents to answer from.")
    notes: Path | None = Field(
        None,
        description="Folder of editorial notes. Left empty: `corpus/notes` for our own documents, none for others.",
    )
    data: Path = Field(ROOT / ".data", description="Folder that holds the built indexes. Safe to delete.")
    encoder: str = Field(
        "packaged",
        description="Embedding model: `packaged`, or the name or folder of any sentence-transformers model "
        "that is already on this machine.",
    )

    @property
    def notes_folder(self) -> Path | None:
        """The notes that belong to the documents: ours were written for ours alone."""
        if self.notes:
            return self.notes
        return OUR_NOTES if self.corpus.resolve() == OUR_DOCUMENTS else None
