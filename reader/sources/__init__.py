"""How articles come in: files become articles or problems."""
