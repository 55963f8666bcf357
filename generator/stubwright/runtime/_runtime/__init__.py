"""Code shared by the modules of the package; not a public interface."""
