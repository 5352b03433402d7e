"""Work that reaches outside the program: the browser, the loading process."""
