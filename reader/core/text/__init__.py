"""Text from outside: cleaning, tokens and dates."""
