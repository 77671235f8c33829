"""Writers: turn a view into the bytes of an output."""
