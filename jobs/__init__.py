"""What people run: the command `roae`, the recipes that ship with it, and the demo."""
