"""What is seen of a run: lines on the console, files, boards; and how fast it is."""
