"""Where articles come from: bytes become articles or problems."""
