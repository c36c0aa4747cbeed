"""What is fitted to the notes: the ranker, answerability, distress."""
