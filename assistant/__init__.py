"""The application: answers, and the ways to ask for them: pages, terminal, JSON and paper."""
