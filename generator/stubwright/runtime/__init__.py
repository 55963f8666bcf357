"""The runtime, laid out as it is emitted: public modules here, what they need in ``_runtime``."""
