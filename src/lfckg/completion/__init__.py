"""What is being typed: where it ends, and what a word of it that was begun may become."""
