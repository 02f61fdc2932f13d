"""What a dictionary of word forms does not say: function words, how nouns take articles, names."""
