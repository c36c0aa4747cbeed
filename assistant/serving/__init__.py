"""Serving it to many: the line of questions, the door for programs, what is told of its state, and who may come in."""
