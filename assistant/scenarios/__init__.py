"""Scenarios: situations of an inspection that a trainer plays with a room, each step tied to what it teaches."""
