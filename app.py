"""`python app.py`: the chat page on this machine."""

import sys

from assistant.settings import read_settings
from corpus.errors import AssistantError


def main() -> None:
    """Serves the page; what goes wrong is told in one line, and the exit code is 1."""
    try:
        from assistant.pages.server import serve  # takes a second, in which it may be stopped

        serve(read_settings())
    except AssistantError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
