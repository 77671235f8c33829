"""Writers: the content of each output out of its view."""
