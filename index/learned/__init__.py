"""What is fitted to the notes: the reading model, answerability, distress."""
