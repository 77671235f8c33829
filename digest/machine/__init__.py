"""Everything that touches the disk or starts processes: reading, caching, rendering in workers, publishing."""
