"""The guards: expectations about what arrives and what is published.

The suites are files in the folder `expectations` (:mod:`.library`). A process of its own judges
them with Great Expectations (:mod:`.judge`), because that takes seven seconds to import: it is
started with the build and ready when the build needs it (:mod:`.process`).
"""
