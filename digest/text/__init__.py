"""Text and what may be said about it: sources, spans, diagnostics, fingerprints."""
