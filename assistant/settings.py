"""All settings, read once from the environment."""

from typing import Any

from pydantic import Field, ValidationError

from corpus.errors import AssistantError
from index.settings import IndexSettings


class Settings(IndexSettings):
    """What shapes the index, and where the page is served."""

    host: str = Field("127.0.0.1", description="Address the page is served on. Only this machine by default.")
    port: int = Field(7860, ge=0, le=65535, description="Port the page is served on; 0 takes any free one.")
    at_once: int = Field(2, ge=1, description="Questions that are worked on at the same time.")
    waiting: int = Field(64, ge=1, description="Questions that may wait; one more is asked to try again.")


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
