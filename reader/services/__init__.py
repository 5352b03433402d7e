"""Work outside the program: browser, editor, loading."""
