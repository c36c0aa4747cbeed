"""What is said: answers, how they are composed, and the ways in."""
