"""The types that the stages of the pipeline exchange. The stages are in the other folders."""
