"""`python -m assistant`."""

from assistant.commands.main import main

main()
