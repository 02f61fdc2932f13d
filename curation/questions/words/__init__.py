"""The wordings themselves, by what they are about."""
