"""Work that reaches outside the program: browser, editor, loading."""
