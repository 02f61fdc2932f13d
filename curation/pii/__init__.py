"""What in a text points to a person: found, checked and replaced by what kind of thing it was."""
