"""The Gradio pages, one a file."""
