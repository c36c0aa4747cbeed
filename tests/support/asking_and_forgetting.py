"""Asks twenty questions as a server does, forgets, and prints which of them the memory of this process holds still."""

import re
from contextlib import suppress
from pathlib import Path

from assistant.offline import go_offline
from assistant.opening import open_assistant
from assistant.serving.forgetting import forget, overwrite_what_is_freed
from assistant.settings import Settings


def in_memory(words: bytes) -> set[bytes]:
    """What stands in the memory of this process of words that this pattern finds."""
    found = set()
    with Path("/proc/self/mem").open("rb", 0) as memory:
        for line in Path("/proc/self/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            if rights.startswith("rw"):
                with suppress(OSError, ValueError, OverflowError):
                    memory.seek(start)
                    found |= set(re.findall(words, memory.read(end - start)))
    return found


if __name__ == "__main__":
    go_offline()
    overwrite_what_is_freed()
    assistant = open_assistant(Settings())
    for number in range(20):
        assistant.ask(f"May they ask zyzzoplast{number:03} alone?")
    forget()
    print(*(word.decode() for word in in_memory(rb"zyzzoplast\d{3}")))
