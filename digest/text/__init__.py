"""Text primitives: sources and spans, diagnostics, records, fingerprints, character classes."""
