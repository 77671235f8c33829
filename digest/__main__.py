"""Entry point of `python -m digest`."""

from digest.faces.process import run

run()
